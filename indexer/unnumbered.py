"""Finds headings without a number: a short line alone that names what follows, and —— before such a line.

Precision before recall: what is taken for a heading is no passage any more. A line counts only between prose
on both sides, and only where the document has another like it, the layout marks it, or it says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.lines import is_address, is_byline
from indexer.manuscript import Block
from indexer.numerals import CHINESE
from indexer.ordinals import is_article, ordinal

#: Characters: a heading at least and at most; prose before and after it at least.
SHORTEST, LONGEST = 4, 45
PROSE_BEFORE, PROSE_AFTER = 15, 25
#: The same for a whole sentence alone on its line (生态底色更加亮丽。), which counts only among others of its kind,
#: so many of them and with so many paragraphs between them at most.
LONGEST_SENTENCE, PROSE_AFTER_SENTENCE = 28, 60
FEWEST_SENTENCES, FARTHEST = 3, 4

_LINE = re.compile(
    r"(?:——)?[\u4e00-\u9fff“《0-9][^。；：！？!?:;\s（）()【】\[\]]*(?:[\u4e00-\u9fff”》](?<![与和的是在对为及把将从向同]))"
)
_NO_BEGINNING = tuple("，。、；：）)”’》的是为了和与及或并于")
_SENTENCE = re.compile(r"(?:——)?[\u4e00-\u9fff“《0-9][^，。；：！？!?:;\s（）()【】\[\]]*。")
_POINT = re.compile(rf"{CHINESE}[是要][^。；：！？!?:;\s]{{2,45}}。")
#: Sentences that tell rather than name.
_TELLS = re.compile(
    r"[说称]|指出|强调|会议|大会|出席|参加|主持|[他她它我您你]|报告|谢谢|如下|以下|为止|通知|规定|决定|办法"
)

_SAYS_SO = re.compile(
    r"关于.+|(?:首先|先|再|以下|最后).{0,6}[讲说谈报].+|结束语|结语|前言|引言|"
    r".*(?:回顾|任务|目标|措施|打算|安排|建议|情况|成绩|问题|要求|原则|思路|成就|重点工作|形势)"
)
_CLOSING = re.compile("结束语|结语|前言|引言")
_SENTENCE_ENDS = "。！？”）"


def find_unnumbered(blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks that are headings without a number, by index."""
    like = [at for at in range(1, len(blocks) - 1) if _stands_out(blocks, at)]
    sure = [
        at for at in like if len(like) > 1 or _is_marked(blocks[at]) or _SAYS_SO.fullmatch(blocks[at].text)
    ]
    return frozenset(sure)


def find_sentences(blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks that are a sentence alone on its line which names what follows, by index."""
    like = [at for at in range(1, len(blocks) - 1) if _names_what_follows(blocks, at)]
    runs: list[list[int]] = []
    for at in like:
        if runs and at - runs[-1][-1] <= FARTHEST:
            runs[-1].append(at)
        else:
            runs.append([at])
    return frozenset(at for run in runs if len(run) >= FEWEST_SENTENCES for at in run)


def stands_apart(text: str) -> bool:
    """True for 前言 and 结束语, which stand beside the first level."""
    return _CLOSING.fullmatch(text) is not None


def _is_plain(block: Block) -> bool:
    return block.kind == "paragraph" and block.level is None


def _is_marked(block: Block) -> bool:
    return block.bold or block.centered


def _stands_out(blocks: Sequence[Block], at: int) -> bool:
    before, block, after = blocks[at - 1 : at + 2]
    text = block.text
    if not _is_plain(block) or not (stands_apart(text) or SHORTEST <= len(text) <= LONGEST):
        return False
    if not _LINE.fullmatch(text) or text.count("，") > 2 or _is_else(text):
        return False
    return _ends_prose(before) and _begins_prose(after)


def _names_what_follows(blocks: Sequence[Block], at: int) -> bool:
    before, block, after = blocks[at - 1 : at + 2]
    text = block.text
    short = SHORTEST <= len(text) <= LONGEST_SENTENCE and _SENTENCE.fullmatch(text)
    if not _is_plain(block) or not (short or _POINT.fullmatch(text)):
        return False
    if _TELLS.search(text) or _is_else(text):
        return False
    return _ends_prose(before) and _begins_prose(after) and len(after.text) >= PROSE_AFTER_SENTENCE


def _is_else(text: str) -> bool:
    return (
        is_address(text) or is_byline(text, under_title=True) or ordinal(text) is not None or is_article(text)
    )


def _ends_prose(block: Block) -> bool:
    text = block.text
    if block.kind != "paragraph":
        return False
    headed = ordinal(text) is not None and text[-1] not in "；：，、"
    return headed or (len(text) >= PROSE_BEFORE and text[-1] in _SENTENCE_ENDS)


def _begins_prose(block: Block) -> bool:
    text = block.text
    if block.kind != "paragraph" or text.startswith(_NO_BEGINNING) or ordinal(text) or is_article(text):
        return False
    return len(text) >= PROSE_AFTER and any(stop in text for stop in "。！？")
