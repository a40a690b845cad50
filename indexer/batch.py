"""Finds the lines that stand around the text in file after file of one import: the name of the site they are from.

It must not take what offices repeat of their own: a salutation, a title, a letterhead, a signature, a closing
sentence. What it finds is a suspicion, acted on only at the edges of a document (`indexer/clean.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from indexer.lines import ends_like_title, is_byline, is_salutation
from indexer.manuscript import Block, Manuscript
from indexer.ordinals import is_article, ordinal

#: A line stands in so many files at least, and in such a share of them.
FEWEST_FILES = 5
SMALLEST_SHARE = 0.2
SHORTEST, LONGEST = 4, 40
#: Lines at either end of a file that are looked at.
EDGE = 6

#: The end of an office's name, as in a letterhead or a signature, and words that open and close papers.
_OFFICE = re.compile(r"(?:委员会|政府|办公室|办公厅|党委|党组|支部|总支|[委部局厅院会处科所站社团校])$")
_PAPER = re.compile(r"(?:附件|目录|抄送|主送|签发|印发|特此|此致|敬礼|谢谢|专栏|密级|机密|秘密|公开|会议)")


def repeated(manuscripts: Iterable[Manuscript]) -> frozenset[str]:
    """The lines that a batch of manuscripts has in common and that are no part of any of them."""
    counts: Counter[str] = Counter()
    files = 0
    for manuscript in manuscripts:
        files += 1
        edges = (*manuscript.blocks[:EDGE], *manuscript.blocks[EDGE:][-EDGE:])
        counts.update({block.text for block in edges if _may_be_sites(block, manuscript)})
    fewest = max(FEWEST_FILES, SMALLEST_SHARE * files)
    return frozenset(text for text, count in counts.items() if count >= fewest)


def _may_be_sites(block: Block, manuscript: Manuscript) -> bool:
    text = block.text
    if block.kind != "paragraph" or block.level is not None or not SHORTEST <= len(text) <= LONGEST:
        return False
    if text[-1] in "。！？；：，、" or text in manuscript.name + manuscript.title or _is_own(text):
        return False
    return ordinal(text) is None and not is_article(text)


def _is_own(text: str) -> bool:
    """True for what an office writes itself."""
    known = ends_like_title(text) or is_salutation(text) or is_byline(text, under_title=True)
    return known or _OFFICE.search(text) is not None or _PAPER.search(text) is not None
