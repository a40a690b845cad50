"""Commands of `kb themes` that look before anything is changed: preview, propose. They write nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import NOTHING, ready
from kb.home import Home

if TYPE_CHECKING:
    from kb.foresight import Foresight
    from kb.preview import Difference, Turned
    from kb.proposals import Proposal

#: So many characters of an example are shown.
_SHOWN = 60
_SORTS = {"strong": "加强词", "weak": "加弱词", "not": "加屏蔽语", "demote": "强词改弱词"}


@click.command()
@click.argument("theme")
@click.option("--add-strong", multiple=True, metavar="词", help="加强词。可以写几个。")
@click.option("--add-weak", multiple=True, metavar="词", help="加弱词。可以写几个。")
@click.option("--add-not", multiple=True, metavar="词", help="加屏蔽语。可以写几个。")
@click.option("--remove", multiple=True, metavar="词", help="删词，不论强弱。可以写几个。")
@click.option(
    "--labels",
    multiple=True,
    metavar="文件",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="标注过的段落（JSONL），与资料库 labels/ 里的一起比。可以写几个。",
)
@click.option("--limit", default=5, show_default=True, metavar="数", help="多的、少的各举几段。")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_obj
def preview(
    home: Home, theme: str, add_strong: tuple[str, ...], add_weak: tuple[str, ...], add_not: tuple[str, ...],
    remove: tuple[str, ...], labels: tuple[Path, ...], limit: int, as_json: bool,
) -> None:  # fmt: skip
    """先看再改：改了词，哪些段落会多出、少掉这个主题，与您的决定和标注（资料库里的 labels/*.jsonl）是更合还是更不合。"""
    from kb import taxonomy_edit as edits
    from kb import taxonomy_store
    from kb.foresight import data, foresee
    from kb.taxonomy_change import named
    from kb.themes import listed, parse

    library = ready(home)
    text = taxonomy_store.read(home)[0]
    adding: dict[edits.Strength, tuple[str, ...]] = {"strong": add_strong, "weak": add_weak, "not": add_not}
    new = parse(edits.put_terms(text, theme, adding, remove), home.themes)
    id_ = named(listed(text, home.themes), theme).id
    seen = foresee(library, parse(text, home.themes), new, id_, labels)
    if as_json:
        terminal.print_json(data(seen, limit))
    else:
        _tell(seen, limit)
    library.close()


def _tell(seen: Foresight, limit: int) -> None:
    differences = seen.preview.differences if seen.preview else ()
    for difference in differences:
        _tell_turned("多", difference, difference.gained, limit)
        _tell_turned("少", difference, difference.lost, limit)
    if not differences:
        click.echo("没有变化。")
    for a in seen.agreements:
        click.echo(f"与您的决定一致：{a.before} → {a.after}（共 {a.total} 个）")
    for one in seen.labelling:
        click.echo(f"标注 {one.file}：F1 {one.before.f1:.3f} → {one.after.f1:.3f}")
    for trouble in seen.troubles:
        click.echo(f"  × {trouble}", err=True)


def _tell_turned(word: str, difference: Difference, turned: tuple[Turned, ...], limit: int) -> None:
    click.echo(f"“{difference.theme.name}”会{word} {len(turned)} 段")
    for one in turned[:limit]:
        because = f"〔{'、'.join(one.because)}〕" if one.because else ""
        click.echo(f"  {one.entry.key} {because}{_cut(one)}")


def _cut(one: Turned) -> str:
    """The text round the first word that stands in it."""
    first = next((e.start for e in one.evidence if e.where == "text"), 0)
    start = max(0, first - _SHOWN // 3)
    text = one.entry.text[start : start + _SHOWN]
    return ("……" if start else "") + text + ("……" if start + _SHOWN < len(one.entry.text) else "")


@click.command()
@click.argument("theme")
@click.option("--json", "as_json", is_flag=True, help="每条建议输出一行 JSON。")
@click.pass_context
def propose(ctx: click.Context, theme: str, as_json: bool) -> None:
    """从您的决定里找可加的词：每条会多出多少段、合上几个决定、可能错几段。只提议，不改。"""
    from kb.foresight import proposed
    from kb.taxonomy_change import named

    library = ready(ctx.obj)
    taxonomy = library.taxonomy()
    id_ = named(taxonomy.themes, theme).id
    found = proposed(library, taxonomy, id_)
    for proposal in found:
        if as_json:
            terminal.print_json(_proposal(proposal))
        else:
            _tell_proposal(proposal)
    library.close()
    if not found:
        click.echo("没有可提议的：您的决定与规则一致，或者还太少。", err=True)
        ctx.exit(NOTHING)


def _proposal(one: Proposal) -> dict[str, object]:
    return {
        "sort": one.sort, "term": one.term, "score": round(one.score, 3), "turned": one.turned, "won": one.won,
        "cost": one.cost, "doubtful": one.doubtful, "examples": [turned.entry.key for turned in one.examples],
    }  # fmt: skip


def _tell_proposal(one: Proposal) -> None:
    cost = f"，误伤 {one.cost} 个决定" if one.cost else ""
    click.echo(
        f"{_SORTS[one.sort]} {one.term}：会{'多' if one.adds else '少'} {one.turned} 段"
        f"（其中约 {one.doubtful} 段存疑），合上 {one.won} 个决定{cost}"
    )
    for turned in one.examples[:2]:
        click.echo(f"    {turned.entry.key} {_cut(turned)}")


COMMANDS: tuple[click.Command, ...] = (preview, propose)
