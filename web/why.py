"""Why a place has its themes and has not the others: the words marked in it, the rules by name, the near misses.

It shows what `Classifier.explain` says and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import Flask, request

from kb.classify import Evidence
from kb.excerpt import excerpt
from kb.explain import Verdict
from kb.judged import judged_of
from kb.library import Library
from kb.model import ROLES, Speech
from kb.pinyin import syllables
from kb.places import Place, place
from kb.reasons import Reason, nearly, reasons
from kb.said import effective
from kb.themes import Theme
from web import page
from web.edit import local
from web.links import reading_url, why_url
from web.page import Page, library

#: So many themes are told apart by colour; all of them by number.
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the themes (ids) that have a word there.

    `number` is of the first theme that the passage has, 0 for none; `ends` are the numbers of those whose
    word ends here.
    """

    text: str
    themes: str = ""
    number: int = 0
    ends: str = ""

    @property
    def colour(self) -> int:
        """1 to `COLOURS`, 0 for none."""
        return (self.number - 1) % COLOURS + 1 if self.number else 0


@dataclass(frozen=True, slots=True)
class Told:
    """One theme as it is told. `number` counts those the passage has; `find` is what the filter box looks in."""

    id: str
    name: str
    scope: str
    by: str
    number: int
    why: tuple[Reason, ...]
    near: str
    ruled: bool
    find: str

    @property
    def colour(self) -> int:
        """1 to `COLOURS`, 0 for none."""
        return (self.number - 1) % COLOURS + 1 if self.number else 0


def register(app: Flask) -> None:
    """Add `/speech/<id>/why/<place>`."""
    page.add(app, "/speech/<id_>/why/<name>", "why", why)


def why(id_: str, name: str) -> Page:
    """Every theme of one place, with what speaks for it."""
    kb = library()
    speech = kb.speech(id_)
    found = place(speech, name)
    judged = judged_of(kb, found)
    verdicts = kb.classifier().explain(found.text, [h.text for h in found.headings], found.decisions)
    told = _told(kb, found, verdicts)
    numbers = {one.id: one.number for one in told if one.number}
    role = judged.role
    marks = [(v.theme, e) for v in verdicts for e in (*v.evidence, *(v.near.evidence if v.near else ()))]
    marks += [("role", e) for e in role.evidence]
    back = local(request.args.get("back", "")) or reading_url(id_, None, name, found.anchor)
    context = {
        "speech": speech,
        "place": found,
        "key": f"{id_}#{name}",
        "citation": str(excerpt(speech, found).citation),
        "headings": [runs(h.text, _in(marks, h.text), numbers) for h in found.headings],
        "runs": runs(found.text, _in(marks, ""), numbers),
        "has": [one for one in told if one.number],
        "denied": [one for one in told if one.by == "person" and not one.number],
        "near": [one for one in told if one.near and one.by != "person"],
        "others": [one for one in told if not one.number and not one.near and one.by != "person"],
        "lost": _elsewhere(kb, found),
        "role": ROLES[role.role] if role.role else "",
        "role_why": reasons(role.evidence, found.text, role.role) if role.role else (),
        "back": back,
        "here": why_url(id_, found, back),
    }
    return Page("why.html", context, _data(speech, found, told, verdicts))


def _told(kb: Library, found: Place, verdicts: Sequence[Verdict]) -> list[Told]:
    """The verdicts in words: first the themes it has, then the near misses, nearest first, then the rest."""
    by_id = kb.classifier().taxonomy.by_id
    numbers = {v.theme: number for number, v in enumerate((v for v in verdicts if v.given), 1)}
    ranked = sorted(verdicts, key=lambda v: (not v.given, -(v.near.nearness if v.near else 0)))
    return [_one(by_id[v.theme], v, numbers.get(v.theme, 0), found.text) for v in ranked]


def _one(theme: Theme, verdict: Verdict, number: int, text: str) -> Told:
    return Told(
        theme.id, theme.name, theme.scope, verdict.by, number,
        reasons(verdict.evidence, text),
        nearly(verdict.near, text) if verdict.near else "",
        verdict.ruled,
        _find(theme.name),
    )  # fmt: skip


def _find(name: str) -> str:
    """The name itself, its syllables and their first letters."""
    spelled = syllables(name)
    return " ".join((name, "".join(spelled), "".join(s[:1] for s in spelled)))


def _elsewhere(kb: Library, found: Place) -> list[tuple[str, str, bool]]:
    """Decisions about themes that are laid down or unknown: id, name, yes or no."""
    taxonomy = kb.classifier().taxonomy
    said = effective(found.decisions, taxonomy)
    return [
        (theme, taxonomy.name_of(theme), yes) for theme, yes in said.items() if theme not in taxonomy.by_id
    ]


_Mark = tuple[str, Evidence]


def _in(marks: Iterable[_Mark], heading: str) -> list[_Mark]:
    """The marks in one heading, or with an empty one those in the text."""
    return [
        (theme, e)
        for theme, e in marks
        if e.end > e.start and (e.heading == heading if e.where == "heading" else not heading)
    ]


def runs(text: str, marks: Sequence[_Mark], numbers: dict[str, int]) -> tuple[Run, ...]:
    """A text cut wherever a marked word begins or ends. Joined, the runs are the text."""
    cuts = sorted({0, len(text), *(e.start for _, e in marks), *(e.end for _, e in marks)})
    return tuple(_run(text, a, b, marks, numbers) for a, b in pairwise(cuts))


def _run(text: str, a: int, b: int, marks: Sequence[_Mark], numbers: dict[str, int]) -> Run:
    over = [(theme, e) for theme, e in marks if e.start <= a and b <= e.end]
    themes = list(dict.fromkeys(theme for theme, _ in over))
    told = sorted({numbers[theme] for theme in themes if theme in numbers})
    ends = sorted({numbers[theme] for theme, e in over if e.end == b and theme in numbers})
    return Run(text[a:b], " ".join(themes), told[0] if told else 0, " ".join(map(str, ends)))


def _data(
    speech: Speech, found: Place, told: Sequence[Told], verdicts: Sequence[Verdict]
) -> dict[str, object]:
    spans = {v.theme: v for v in verdicts}
    return {
        "speech": speech.id,
        "place": found.name,
        "text": found.text,
        "headings": [h.text for h in found.headings],
        "themes": [
            {
                "id": one.id,
                "name": one.name,
                "given": bool(one.number),
                "by": one.by,
                "ruled": one.ruled,
                "why": [str(reason) for reason in one.why],
                "near": one.near,
                "evidence": [_span(e) for e in spans[one.id].evidence],
            }
            for one in told
        ],
    }


def _span(e: Evidence) -> dict[str, object]:
    return {
        "term": e.term,
        "start": e.start,
        "end": e.end,
        "rule": e.rule,
        "where": e.where,
        "heading": e.heading,
    }
