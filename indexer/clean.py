"""Takes out the lines that are no part of a speech: advertisements, disclaimers, page numbers, web tools.

Only whole lines go, each to the visible list of removed lines, from which a person can bring it back. It
must never take a genuine paragraph: most rules look only at the short lines at either end of a document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from indexer.lines import ends_like_title, is_byline, is_salutation, is_title
from indexer.manuscript import Block, Manuscript
from indexer.ordinals import is_article, ordinal
from indexer.pages import page_numbers, running_heads
from indexer.rules import ADVERTS, AMONG_ADVERTS, REPEATED, RULES, SITE
from indexer.wrap import Layout, layout
from kb.model import Removed

#: How many lines at either end are looked at, and how long a line is that begins the text proper.
HEAD = 20
TAIL = 12
LONGEST_EDGE_LINE = 60
#: Unknown lines among advertisements go with them up to this length.
LONGEST_AMONG_ADVERTS = 40
#: A shorter line that ends as titles do may be a column of the site (领导讲话).
SHORTEST_TITLE = 8

#: What advertisements ask for and titles do not.
_ASKS = re.compile("关注|获取|点击|下载|加群|扫码|订阅|搜索|免费|领取|回复|请勿|禁止|严禁|仅供")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks that stay and the lines that went, both in the order of the source."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]


def clean(manuscript: Manuscript, repeated: Collection[str] = ()) -> Cleaned:
    """Part a manuscript into its text and what is no part of it.

    Args:
        repeated: lines that the files of one import have in common (`indexer.batch.repeated`).
    """
    blocks = manuscript.blocks
    wrapped = layout(blocks)
    taken = page_numbers(blocks)
    head, tail = _head(blocks, wrapped), _tail(blocks, wrapped)
    for at, block in enumerate(blocks):
        if name := _rule_for(block, edge=at in head or at in tail):
            taken[at] = name
        elif block.text in repeated and (at in head or at in tail):
            taken[at] = REPEATED
    taken |= running_heads(blocks, taken)
    taken |= _among_adverts(manuscript, head, taken)
    taken |= _above_title(manuscript, taken)
    taken |= _below_adverts(blocks, tail, taken)
    removed = tuple(Removed(blocks[at].line, blocks[at].text, taken[at]) for at in sorted(taken))
    return Cleaned(tuple(block for at, block in enumerate(blocks) if at not in taken), removed)


def _rule_for(block: Block, edge: bool) -> str:
    """The name of the first rule that takes a block out, or nothing."""
    if block.kind != "paragraph" or block.level is not None:
        return ""
    edge = edge and (not ends_like_title(block.text) or _ASKS.search(block.text) is not None)
    fits = (rule.name for rule in RULES if (edge or rule.where == "anywhere") and rule.takes(block.text))
    return next(fits, "")


def _head(blocks: Sequence[Block], wrapped: Layout | None) -> range:
    """The lines before the salutation, the first heading or the first sentence."""
    return range(sum(1 for _ in takewhile(lambda block: _before_text(block, wrapped), blocks[:HEAD])))


def _before_text(block: Block, wrapped: Layout | None) -> bool:
    text = block.text
    if block.kind != "paragraph" or is_salutation(text) or ordinal(text) or is_article(text):
        return False
    if _rule_for(block, edge=True):
        return True
    return _is_short(text, wrapped) and text[-1] not in "。；："


def _tail(blocks: Sequence[Block], wrapped: Layout | None) -> range:
    """The short lines after the last sentence."""
    after = sum(1 for _ in takewhile(lambda block: _after_text(block, wrapped), reversed(blocks[-TAIL:])))
    return range(len(blocks) - after, len(blocks))


def _after_text(block: Block, wrapped: Layout | None) -> bool:
    text = block.text
    if block.kind != "paragraph" or ordinal(text) or is_article(text):
        return False
    if _rule_for(block, edge=True):
        return True
    return _is_short(text, wrapped) and text[-1] not in "。；！？"


def _is_short(text: str, wrapped: Layout | None) -> bool:
    """False for a line of a paragraph; in a wrapped document every line that runs to the margin is one."""
    return len(text) <= LONGEST_EDGE_LINE and not (wrapped and wrapped.fills(text, first=True))


def _among_adverts(manuscript: Manuscript, head: range, taken: Mapping[int, str]) -> dict[int, str]:
    """Unknown lines between advertisements at the top, provided that a title is left below them all."""
    blocks = manuscript.blocks
    adverts = [at for at in head if taken.get(at) in ADVERTS]
    below = [blocks[at].text for at in head if adverts and at > adverts[-1] and at not in taken]
    if not any(is_title(text) and not is_byline(text, under_title=True) for text in below):
        return {}
    names = manuscript.name + manuscript.title
    among: dict[int, str] = {}
    for one, two in pairwise(adverts):
        between = range(one + 1, two)
        if all(at in taken or _is_unknown(blocks[at], names) for at in between):
            among |= {at: AMONG_ADVERTS for at in between if at not in taken}
    return among


def _is_unknown(block: Block, names: str) -> bool:
    """False for what looks like the title or a byline, which stays even among advertisements."""
    text = block.text
    if block.level is not None or len(text) > LONGEST_AMONG_ADVERTS or text in names:
        return False
    return not (ends_like_title(text) or is_byline(text))


def _above_title(manuscript: Manuscript, taken: Mapping[int, str]) -> dict[int, str]:
    """Lines of the site above a title that is beyond doubt, as far down as the site has shown itself.

    Below its last sure line a title may begin that is broken over lines. On a web page, what stands above
    the marked title is the page's.
    """
    blocks = manuscript.blocks
    title = _sure_title(manuscript, taken)
    shown = [at for at in range(title) if taken.get(at) in SITE]
    web = manuscript.format == "html" and blocks[title].level == 0
    above = range(title if web else shown[-1] if shown else 0)
    return {at: AMONG_ADVERTS for at in above if at not in taken and _is_site_line(blocks[at])}


def _sure_title(manuscript: Manuscript, taken: Mapping[int, str]) -> int:
    """Where the title stands that the source itself marks, or a line that ends as titles do; else 0."""
    left = [(at, block) for at, block in enumerate(manuscript.blocks[:HEAD]) if at not in taken]
    marked = (at for at, block in left if block.level == 0)
    names = manuscript.name + manuscript.title
    like = (at for at, block in left if len(block.text) >= SHORTEST_TITLE and _like_title(block.text, names))
    return next(marked, None) or next(like, 0)


def _like_title(text: str, names: str) -> bool:
    return ends_like_title(text) or text in names


def _below_adverts(blocks: Sequence[Block], tail: range, taken: Mapping[int, str]) -> dict[int, str]:
    """Unknown lines below an advertisement at the end; nothing of a speech follows one there."""
    adverts = [at for at in tail if taken.get(at) in ADVERTS]
    below = range(adverts[0], tail.stop) if adverts else range(0)
    return {at: AMONG_ADVERTS for at in below if at not in taken and _is_site_line(blocks[at])}


def _is_site_line(block: Block) -> bool:
    text = block.text
    short = len(text) <= LONGEST_AMONG_ADVERTS and "。" not in text
    return block.kind == "paragraph" and block.level is None and short and not is_byline(text)
