"""What is wrong with a person's own word lists, said where it is seen: on the first page and in the help.

A line that cannot be used never stops a search, so that without these sentences nobody would know of it.
"""

from __future__ import annotations

from pathlib import Path

from kb.lexicon import load
from kb.lexicon_lines import BadLexicon
from kb.library import Library

#: So many lines are told.
_TOLD = 3


def faults(library: Library) -> tuple[str, ...]:
    """Sentences about the lines that are not used; none when all are."""
    found = load(library.home.lexicon).faults
    told = tuple(_told(fault) for fault in found[:_TOLD])
    rest = len(found) - len(told)
    return (*told, f"词表里还有 {rest} 处没有使用，运行 kb lexicon check 看全部") if rest else told


def _told(fault: BadLexicon) -> str:
    """Without the folder, which is nobody's business who looks from elsewhere."""
    where = "，".join(part for part in (f"lexicon/{Path(fault.file).name}", fault.place) if part)
    return f"词表 {where}：{fault.what}。{fault.remedy}"
