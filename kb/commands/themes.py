"""Commands about themes: list, eval, explain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kb import terminal
from kb.commands.common import open_library, ready
from kb.home import Home


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="每个主题输出一行 JSON。")
@click.pass_context
def themes(ctx: click.Context, as_json: bool) -> None:
    """主题：列出、评测（eval）、解释（explain）。"""
    if ctx.invoked_subcommand:
        return
    from kb.search import Asked
    from kb.search import search as ask

    library = ready(ctx.obj)
    counts = ask(library, Asked()).facets.themes
    for theme in library.classifier().taxonomy.themes:
        count = counts.get(theme.id, 0)
        if as_json:
            terminal.print_json({"id": theme.id, "name": theme.name, "scope": theme.scope, "passages": count})
        else:
            click.echo(f"{count:>6} 段  {theme.name}（{theme.id}）：{theme.scope}")
    library.close()


@themes.command("eval")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--disagreements", is_flag=True, help="列出每一处不一致和依据。")
@click.pass_obj
def themes_eval(home: Home, files: tuple[Path, ...], disagreements: bool) -> None:
    """用标注过的段落（JSONL，每行有 text、must、may）检验主题规则。"""
    from kb.evaluate import evaluate, read_labelled

    classifier = _classifier(home)
    rows = [row for file in files for row in read_labelled(file)]
    report = evaluate(rows, classifier)
    names = {t.id: t.name for t in classifier.taxonomy.themes}
    click.echo(f"{len(rows)} 段\n精确率  召回率  F1     主题")
    for theme, score in report.scores.items():
        click.echo(f"{score.precision:.3f}   {score.recall:.3f}   {score.f1:.3f}  {names.get(theme, theme)}")
    click.echo(f"宏平均 F1 {report.macro_f1:.3f}")
    for d in report.disagreements if disagreements else ():
        marks = "、".join(e.term for e in d.evidence)
        click.echo(
            f"\n[{names.get(d.theme, d.theme)} {d.kind}] {d.text}" + (f"\n  依据：{marks}" if marks else "")
        )


def _classifier(home: Home) -> Any:
    """The library's taxonomy, or the one that ships where there is no library yet."""
    from kb.classify import Classifier
    from kb.resources import shipped
    from kb.themes import load

    return Classifier(load(home.themes if home.exists else shipped("themes.toml")))


@themes.command("explain")
@click.argument("place")
@click.pass_obj
def themes_explain(home: Home, place: str) -> None:
    """说明一段（编号#p12.1）为什么有这些主题。"""
    from kb.places import place as find
    from kb.search import judge

    library = open_library(home)
    id_, _, name = place.partition("#")
    speech = library.speech(id_)
    wanted = find(speech, name)
    names = {t.id: t.name for t in library.classifier().taxonomy.themes}
    click.echo(wanted.text)
    for judged in (j for j in judge(library, speech) if j.place.name == name):
        for judgement in judged.themes:
            reasons = "、".join(terminal.reason(e) for e in judgement.evidence)
            click.echo(f"{names.get(judgement.theme, judgement.theme)}：{reasons}")
        if not judged.themes:
            click.echo("没有主题：没有哪个主题的词语够数。")


COMMANDS: tuple[click.Command, ...] = (themes,)
