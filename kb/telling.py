"""What the command line says of an answer beside its hits: how it was read, widened, loosened, put in order.

Everything that a page shows is said here too, on the error stream, so that the hits alone go into a pipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kb.terminal import print_json

if TYPE_CHECKING:
    from kb.expand import Expansion
    from kb.search import Answer
    from kb.spelling import Meant

#: What a kind of hit is counted in.
_KINDS = {"passage": "段", "heading": "个标题", "paragraph": "个整段"}


def total(answer: Answer) -> str:
    """How much was found, in one line: passages and headings apart, and from how many speeches."""
    kinds = answer.facets.kinds
    chosen = [(kinds.get(kind, 0), word) for kind, word in _KINDS.items() if kind in answer.asked.kinds]
    told = [f"{number} {word}" for number, word in chosen if number]
    if answer.total and not told:
        told = [f"{answer.total} 个整段"]
    one = answer.asked.speech
    speeches = (1 if answer.total else 0) if one else len(answer.facets.speeches)
    folded = f"，相近的折起来，列出 {answer.listed} 处" if answer.listed < answer.total else ""
    return f"共 {'、'.join(told) or '0 段'}（{speeches} 篇讲话，{answer.milliseconds:.0f} 毫秒{folded}）"


def tell_notices(notices: Sequence[str]) -> None:
    """Sentences about how a question was read."""
    for notice in notices:
        click.echo(f"注意：{notice}", err=True)


def tell_widening(expansions: Sequence[Expansion], dropped: Sequence[str] = ()) -> None:
    """What the lexicon added to a question and let go of it."""
    for expansion in expansions:
        click.echo(f"已扩展：{expansion.term} → {'、'.join(expansion.alternatives)}", err=True)
    if dropped:
        click.echo(f"不必有：{'、'.join(dropped)}", err=True)
    if expansions or dropped:
        click.echo("只按打的字检索：加 --exact", err=True)


def tell_order(answer: Answer) -> None:
    """What stands a little behind, where that changes anything."""
    if 0 < answer.back < answer.total:
        click.echo(f"法规和早年的报告靠后：{answer.back} 处；一样对待：加 --no-prior", err=True)


def tell_meant(offered: Sequence[Meant]) -> None:
    """What may have been meant."""
    for one in offered:
        click.echo(f"您是不是要找：{one.text}，有 {one.total} 处", err=True)


def tell_nearer(answer: Answer) -> None:
    """The way to more, where little was found."""
    from kb.relax import FEW

    if answer.asked.q and not answer.asked.near and 0 < answer.total < FEW:
        click.echo("符合的不多；看最接近的：加 --near", err=True)


def print_summary(answer: Answer, offered: Sequence[Meant]) -> None:
    """The same for programs: one object, the last line of the error stream."""
    asked = answer.asked
    print_json(
        {
            "total": answer.total,
            "listed": answer.listed,
            "page": asked.page,
            "pages": answer.pages,
            "order": asked.order,
            "near": asked.near,
            "unused": asked.unused,
            "loosened": answer.loosened,
            "behind": answer.back if asked.prior else 0,
            "notices": list(answer.notices),
            "expanded": [
                {"term": e.term, "kind": e.kind, "alternatives": list(e.alternatives)}
                for e in answer.expansions
            ],
            "dropped": list(answer.dropped),
            "meant": [{"q": one.text, "total": one.total} for one in offered],
        },
        err=True,
    )
