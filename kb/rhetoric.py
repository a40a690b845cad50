"""Whether what clauses repeat is enough to be heard as parallel. Precision before recall: a list is no rhetoric."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.clauses import Level, Unit
from kb.frames import EMPTY, HINGES, ONE, SOME, Frame
from kb.sections import sections

_LISTS = sections("parallel")
_VERBS, _WORDS, _NAMES = frozenset(_LISTS["verbs"]), frozenset(_LISTS["words"]), _LISTS["names"]
#: Who tells is no rhetoric.
_TOLD = re.compile(r"指出|强调|认为|会议|全会|表示|报道|记者")


def is_heard(run: Sequence[Unit], frame: Frame, level: Level) -> bool:
    """Whether what is repeated is enough to be heard."""
    if frame.paired:
        return True
    text, kept, count = run[0].text, frame.kept[0], len(run)
    longest = max(len(unit.text) for unit in run)
    telling = [i for i in kept if text[i] not in EMPTY]
    if not telling or frame.size >= longest:
        return False
    blocks = frame.blocks
    ratio = frame.size / longest
    prefix, suffix = frame.shown[0] not in (ONE, SOME), frame.shown[-1] not in (ONE, SOME)
    if level == "sentence":
        told = text.startswith(_NAMES) or _TOLD.search(text)
        return prefix and not told and len(blocks) > 1 and len(telling) >= 4 and ratio >= 0.4
    hinges = sum(
        all(_is_hinge(u.text, k[n]) for u, k in zip(run, frame.kept, strict=True)) for n in range(len(kept))
    )
    equal = len({len(unit.text) for unit in run}) == 1
    if len(blocks) > 1:
        if equal:
            return hinges > 0 and (len(telling) >= 2 or longest <= 8) and ratio >= 0.2
        return hinges > 0 and len(telling) >= 2 and (prefix or suffix) and ratio >= (0.35 if prefix else 0.4)
    block = len(blocks[0])
    if not prefix:
        return (
            equal
            and hinges > 0
            and ((longest <= 8 and (count > 2 or longest <= 4)) or (suffix and block >= 4))
        )
    if text.startswith(_NAMES):
        return False
    if equal and longest <= 8:
        return hinges > 0 and (count > 2 or longest <= 5 or (block > 1 and level == "clause"))
    if level == "item" or block < 2 or count < 3:
        return False
    return longest <= 14 and min(len(unit.text) for unit in run) >= 0.6 * longest


def _is_hinge(text: str, at: int) -> bool:
    if text[at : at + 2] in _WORDS or text[max(0, at - 1) : at + 1] in _WORDS:
        return False
    return text[at] in HINGES or (at == 0 and text[at] in _VERBS)
