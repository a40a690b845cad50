"""Commands of `kb themes` about the rules at work: explain, eval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import open_library
from kb.home import Home
from kb.model import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.classify import Classifier
    from kb.evaluate import Disagreement, Labelled, Report
    from kb.explain import Verdict
    from kb.model import Decision
    from kb.roles import RoleJudgement

#: Where a text from nowhere is taken to stand: in the middle of a speech.
_INDEX, _COUNT = 5, 12


def _classifier(home: Home) -> Classifier:
    """By what themes.toml says now, or by the one that ships where there is no library yet."""
    from kb.classify import Classifier
    from kb.resources import shipped
    from kb.themes import load

    return Classifier(load(home.themes if home.exists else shipped("themes.toml")))


@click.command()
@click.argument("place", required=False)
@click.option("--text", help="解释这段文字，不需要资料库里有它。")
@click.pass_obj
def explain(home: Home, place: str | None, text: str | None) -> None:
    """说明一段（编号#p12.1，或 --text 给出的文字）为什么有、为什么没有哪些主题。"""
    if (place is None) == (text is None):
        raise click.UsageError("写一个 编号#p12.1，或者用 --text 给出文字")
    if text is not None:
        from kb.roles import role

        line = "".join(text.split("\n")).strip()
        classifier = _classifier(home)
        _tell(line, classifier, classifier.explain(line), (), role(line, (), _INDEX, _COUNT))
        return
    from kb.judged import judged_of
    from kb.places import place as find

    library = open_library(home)
    id_, _, name = str(place).partition("#")
    found = find(library.speech(id_), name)
    classifier = library.classifier()
    verdicts = classifier.explain(found.text, [h.text for h in found.headings], found.decisions)
    _tell(found.text, classifier, verdicts, found.decisions, judged_of(library, found).role)
    library.close()


def _tell(
    text: str,
    classifier: Classifier,
    verdicts: Sequence[Verdict],
    said: Sequence[Decision],
    role: RoleJudgement,
) -> None:
    """The themes it has with their reasons, its role, the near misses, and what people decided."""
    from kb.reasons import nearly, reasons

    name = classifier.taxonomy.name_of
    click.echo(text)
    click.echo("\n主题" if any(v.given for v in verdicts) else "\n没有主题：没有哪个主题的词语够数。")
    for verdict in verdicts:
        if verdict.given:
            by = ["由人确定"] if verdict.by == "person" else []
            why = by + [str(reason) for reason in reasons(verdict.evidence, text) if str(reason) not in by]
            click.echo(f"  {name(verdict.theme)}：{'；'.join(why)}")
    if role.role:
        why = [str(reason) for reason in reasons(role.evidence, text, role.role)]
        click.echo(f"用途\n  {ROLES[role.role]}：{'；'.join(why)}")
    near = [
        (v.near.nearness, name(v.theme), nearly(v.near, text)) for v in verdicts if v.near and not v.given
    ]
    if near:
        click.echo("差一点")
        for _, called, wanting in sorted(near, key=lambda one: -one[0]):
            click.echo(f"  {called}：{wanting}")
    if said:
        click.echo("人的决定\n  " + "、".join(f"{'是' if d.yes else '不是'} {name(d.theme)}" for d in said))


@click.command("eval")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--theme", "wanted", multiple=True, help="只评这个主题；可以写几个。不写就评标注里出现的全部。")
@click.option("--disagreements", is_flag=True, help="列出每一处不一致和依据。")
@click.option("--role", "roles", is_flag=True, help="也评用途（标注里有 role 的行）。")
@click.option("--json", "as_json", is_flag=True, help="每个主题、用途、不一致处各输出一行 JSON。")
@click.pass_obj
def evaluation(
    home: Home,
    files: tuple[Path, ...],
    wanted: tuple[str, ...],
    disagreements: bool,
    roles: bool,
    as_json: bool,
) -> None:
    """用标注过的段落（JSONL，每行有 text、must、may）检验主题规则。"""
    from kb.evaluate import evaluate, labelled_themes, read_labelled

    classifier = _classifier(home)
    rows = [row for file in files for row in read_labelled(file)]
    themes = _wanted(classifier, wanted) or labelled_themes(rows, classifier)
    report = evaluate(rows, classifier, themes)
    shown = report.disagreements if disagreements else ()
    if as_json:
        _print_rows(report, shown, classifier, len(rows))
    else:
        _print_table(report, shown, classifier, len(rows))
    if roles:
        _print_roles(rows, as_json)


def _wanted(classifier: Classifier, wanted: Sequence[str]) -> tuple[str, ...]:
    found = [(name, classifier.taxonomy.resolve(name)) for name in wanted]
    for name, theme in found:
        if theme is None:
            raise click.BadParameter(f"没有叫“{name}”的主题", param_hint="--theme")
    return tuple(dict.fromkeys(theme.id for _, theme in found if theme))


def _print_table(report: Report, shown: Sequence[Disagreement], classifier: Classifier, rows: int) -> None:
    name = classifier.taxonomy.name_of
    click.echo(f"{rows} 段\n精确率  召回率  F1      对    多    漏  主题")
    for theme, s in report.scores.items():
        counts = f"{s.right:>5} {s.wrong:>5} {s.missed:>5}"
        click.echo(f"{s.precision:.3f}   {s.recall:.3f}   {s.f1:.3f} {counts}  {name(theme)}")
    click.echo(f"宏平均 F1 {report.macro_f1:.3f}（{len(report.scores)} 个主题）")
    for one in shown:
        click.echo(f"\n[{name(one.theme)} {'多判' if one.kind == 'wrong' else '漏判'}] {one.text}")
        click.echo(f"  {_why(one)}")


def _why(one: Disagreement) -> str:
    """What the theme was given for, or what was wanting."""
    from kb.reasons import nearly, reasons

    if one.evidence:
        return "依据：" + "；".join(str(reason) for reason in reasons(one.evidence, one.text))
    return f"差在：{nearly(one.near, one.text)}" if one.near else "差在：没有这个主题的词"


def _print_rows(report: Report, shown: Sequence[Disagreement], classifier: Classifier, rows: int) -> None:
    name = classifier.taxonomy.name_of
    for theme, s in report.scores.items():
        counts = {"right": s.right, "wrong": s.wrong, "missed": s.missed}
        rates = {"precision": s.precision, "recall": s.recall, "f1": s.f1}
        terminal.print_json({"theme": theme, "name": name(theme), **counts, **rates})
    terminal.print_json({"passages": rows, "themes": len(report.scores), "macro_f1": report.macro_f1})
    for one in shown:
        near = one.near.nearness if one.near else 0.0
        about = {"theme": one.theme, "name": name(one.theme), "kind": one.kind, "text": one.text}
        terminal.print_json({**about, "why": _why(one), "nearness": near})


def _print_roles(rows: Sequence[Labelled], as_json: bool) -> None:
    from kb.evaluate import evaluate_roles

    scores = evaluate_roles(rows)
    names: dict[str, str] = dict(ROLES.items())
    right, total = sum(s.right for s in scores.values()), sum(s.total for s in scores.values())
    if not as_json:
        click.echo(f"\n用途判对 {right} / {total}" if total else "\n标注里没有用途。")
    for role in sorted(scores, key=lambda r: (list(names).index(r) if r in names else len(names), r)):
        score = scores[role]
        if as_json:
            terminal.print_json(
                {"role": role, "total": score.total, "right": score.right, "accuracy": score.accuracy}
            )
        else:
            click.echo(f"{score.accuracy:.3f}   {score.right} / {score.total}  {names.get(role, role)}")


COMMANDS: tuple[click.Command, ...] = (explain, evaluation)
