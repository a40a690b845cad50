"""Names for new speeches and drafts: readable in a file list, stable, and never taken twice."""

from __future__ import annotations

import re
from collections.abc import Container

from kb.pinyin import syllables

#: Words of a title that tell nothing about it.
_EMPTY = re.compile(
    r"^[0-9〇一二三四五六七八九]{4}年|^关于|^在|同志|的?讲话(?:提纲|稿|要点)?|上的|会议上|《|》|的"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST = 8


def readable_id(title: str, date: str, sha256: str, taken: Container[str]) -> str:
    """An id such as `2019-jiceng-dangjian-zeren-3f2a`: year, title in pinyin, beginning of the hash.

    Args:
        taken: ids in use; the hash is taken longer until the id is new.
    """
    parts = [date[:4], _slug(title)]
    for length in range(4, len(sha256) + 1):
        name = "-".join(part for part in (*parts, sha256[:length]) if part)
        if name not in taken:
            return name
    raise ValueError(f"the whole hash is taken: {sha256}")


def _slug(title: str) -> str:
    """The first characters of a title in pinyin, two syllables a word."""
    told = _HAN.findall(_EMPTY.sub("", title)) or _HAN.findall(title)
    parts = syllables("".join(told[:_LONGEST]))
    pairs = ["".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    return "-".join(p for p in pairs if p)
