"""Several lines put into a draft at once: what begins as a heading becomes one, every other line a paragraph.

A line is a heading only when it is numbered as one (一、 （一） 1. ##) and short, and does not end as a sentence does;
what is doubtful is text. No line is lost.
"""

from __future__ import annotations

import re

from kb.draft import Draft, cleaned
from kb.draft_edit import add_heading, add_text
from kb.draft_moves import At, position
from kb.outline_text import bare, level_of

#: So long a heading of a speech may be.
_LONGEST = 45
_SENTENCE = re.compile(r"[。；，：！、,;:]$|[。；！？].")


def pasted(draft: Draft, text: str, at: At) -> Draft:
    """Put the lines of a text in, each a block, one behind the other.

    Raises:
        NotFound: there is no such place.
    """
    where = position(draft, at)
    for line in cleaned(text).split("\n"):
        level = heading_level(line)
        here = At(after=draft.blocks[where - 1].id) if where else At(first=True)
        draft = add_heading(draft, level, bare(line), here) if level else add_text(draft, line, here)
        where += 1
    return draft


def heading_level(line: str) -> int:
    """The level of a line that stands among others as a heading; 0 for text."""
    if len(line) > _LONGEST or _SENTENCE.search(bare(line)):
        return 0
    return level_of(line)
