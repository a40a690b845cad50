"""What is known of a speech beside its text, where each was found, and a form to set it right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kb.library import Library
from kb.model import Speech
from web.intake import CHOICES, FACTS

#: Where a fact was found, in words.
FOUND: Mapping[str, str] = {
    "text": "正文",
    "name": "文件名",
    "title": "标题",
    "byline": "题下",
    "properties": "文档属性",
    "person": "由人填写",
}

_DATE = re.compile(r"\s*(\d{4})\s*(?:[-年./](?:\s*(\d{1,2})\s*(?:[-月./](?:\s*(\d{1,2})\s*日?)?)?)?)?\s*")
_HINTS = {"date": "2019、2019-03 或 2019-03-15", "place": "如 柳坪镇", "speaker": "如 县委书记"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One of them. `found` says where it was found, in words; `choices` are values often chosen."""

    name: str
    label: str
    value: str
    found: str
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The facts of a speech to edit. `seen` is the etag of the version shown, `back` the page to return to."""

    speech: str
    facts: tuple[Fact, ...]
    seen: str
    back: str


def form(library: Library, speech: Speech, back: str, said: Mapping[str, str] | None = None) -> Form:
    """The form of a speech; `said` are values that somebody has typed already."""
    return Form(speech.id, tuple(facts_of(speech, said or {})), library.etag(speech.id), back)


def facts_of(speech: Speech, said: Mapping[str, str]) -> list[Fact]:
    """All facts of a speech, in the order of the form."""
    return [
        Fact(
            name,
            label,
            said.get(name, getattr(speech, name)),
            FOUND.get(speech.found.get(name, ""), ""),
            _HINTS.get(name, ""),
            CHOICES.get(name, ()),
        )
        for name, label in FACTS.items()
    ]


def plain_date(typed: str) -> str:
    """A date as people write it (2019年3月15日, 2019.3) as the library has it; anything else as it stands."""
    found = _DATE.fullmatch(typed)
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else typed
