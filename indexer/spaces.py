"""Takes out what nobody sees, and closes up words spread to fill a line: 总　则, 林　远, 工 作 报 告.

White space and zero-width characters are the one thing of a source that may change. Search drops them anyway;
words are closed up so that a copied excerpt and a heading path read as they are spoken. Spaces between longer
words part them and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from indexer.manuscript import Block

#: Controls, soft hyphen, zero-width space, joiners and marks of direction, byte order mark.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)

_HAN = r"[\u4e00-\u9fff]"
_SPREAD = re.compile(rf"(?<!{_HAN}){_HAN}(?:[ \u3000\t]+{_HAN})+(?!{_HAN})")
#: Blanks to be filled in (年　月　日), numbers and choices (是 否) stand apart on purpose.
_APART = frozenset("年月日时分号第一二三四五六七八九十百千〇零是否有无男女甲乙丙丁")


def visible(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without characters that nobody sees; a block of nothing else goes."""
    texts = ((block, INVISIBLE.sub("", block.text).strip()) for block in blocks)
    return tuple(block if text == block.text else replace(block, text=text) for block, text in texts if text)


def close_up(text: str) -> str:
    """`text` with the characters of spread words together."""
    if " " not in text and "\u3000" not in text and "\t" not in text:
        return text
    return _SPREAD.sub(_closed, text)


def _closed(match: re.Match[str]) -> str:
    return match[0] if _APART.intersection(match[0]) else "".join(match[0].split())
