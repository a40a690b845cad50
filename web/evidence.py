"""Reasons in words: why a passage has a theme or a role (依据). It explains and never decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.classify import Evidence
from kb.model import Role

#: So many words of one sort are named; the rest is counted.
_NAMED = 6

_POSITION = {"opening": "在全文开头", "closing": "在全文结尾"}


def reasons(evidence: Sequence[Evidence], text: str, role: Role | None = None) -> tuple[str, ...]:
    """Sentences for the evidence, a person's word first.

    Args:
        text: the passage that the spans of the evidence count in.
        role: the role it speaks for, if it is about one.
    """
    found = ["由人确定"] if any(e.rule == "person" for e in evidence) else []
    found += [_POSITION[role] for e in evidence if e.rule == "position" and role in _POSITION]
    spans = [e for e in evidence if e.end > e.start]
    inside = _words(text[e.start : e.end] for e in spans if e.where == "text")
    found += [f"正文里的{inside}"] if inside else []
    for heading in dict.fromkeys(e.heading for e in spans if e.where == "heading"):
        above = _words(
            heading[e.start : e.end] for e in spans if e.heading == heading and e.where == "heading"
        )
        found.append(f"标题“{heading}”里的{above}")
    return tuple(found)


def _words(spans: Iterable[str]) -> str:
    words = list(dict.fromkeys(spans))
    named = "、".join(f"“{word}”" for word in words[:_NAMED])
    return named + (f"等 {len(words)} 处" if len(words) > _NAMED else "")
