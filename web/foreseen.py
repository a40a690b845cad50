"""What an edit would change, as a page shows it: passages with their source and words, and the agreement.

It arranges what `kb.foresight` found and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.cases import Case
from kb.foresight import Foresight
from kb.preview import Difference, Sort, Turned
from kb.proposals import Proposal
from kb.snippet import Snippet, snippet
from web.links import reading_url

#: So many passages of each kind stand on a page at first, and so many more are shown on demand.
FIRST, MORE = 6, 20
#: Of so many terms it is told how many passages turn by them.
_TERMS = 12

SORTS: dict[Sort, str] = {"edited": "", "new": "新主题", "merged": "并入别的", "gone": "停用或删去"}
PROPOSES = {"strong": "加作强词", "weak": "加作弱词", "not": "加作屏蔽语", "demote": "改为弱词"}
#: The list that a proposal's term goes to.
LISTS = {"strong": "strong", "weak": "weak", "not": "not", "demote": "weak"}


@dataclass(frozen=True, slots=True)
class Line:
    """A passage that turns: where it stands, its text with the words marked, the changed terms in it."""

    title: str
    year: int
    label: str
    url: str
    snippet: Snippet
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Those that gain or those that lose: how many, some of them, how many to show next time, how many by each term."""

    word: str
    total: int
    lines: tuple[Line, ...]
    more: int
    by_term: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one theme."""

    id: str
    name: str
    sort: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal with its button and examples."""

    proposal: Proposal
    act: str
    list: str
    lines: tuple[Line, ...]


def changes(seen: Foresight, show: int = FIRST) -> tuple[Change, ...]:
    """The themes that passages gain or lose, with up to `show` passages of each kind."""
    differences = seen.preview.differences if seen.preview else ()
    return tuple(_change(one, show) for one in differences)


def _change(difference: Difference, show: int) -> Change:
    theme = difference.theme
    sides = (_side("多", difference.gained, show), _side("少", difference.lost, show))
    return Change(theme.id, theme.name, SORTS[difference.sort], sides)


def _side(word: str, turned: Sequence[Turned], show: int) -> Side:
    more = min(len(turned), show + MORE) if len(turned) > show else 0
    counted = Counter(term for one in turned for term in one.because)
    return Side(word, len(turned), lines(turned[:show]), more, tuple(counted.most_common(_TERMS)))


def lines(turned: Sequence[Turned]) -> tuple[Line, ...]:
    """Passages as lines."""
    return tuple(_line(one) for one in turned)


def _line(one: Turned) -> Line:
    entry = one.entry
    spans = [(e.start, e.end) for e in one.evidence if e.where == "text" and e.end > e.start]
    changed = [(e.start, e.end) for e in one.evidence if e.where == "text" and e.term in one.because]
    by_person = any(e.rule == "person" for e in one.evidence)
    return Line(
        entry.title,
        entry.year,
        label(entry.place),
        reading_url(entry.speech, at=entry.place, anchor=entry.place),
        snippet(entry.text, earned=changed or spans),
        ("由您定为“对”",) if by_person else one.because,
    )


def case_line(case: Case) -> Line:
    """A decided passage as a line."""
    url = reading_url(case.speech, at=case.place, anchor=case.place)
    return Line(case.title, 0, label(case.place), url, snippet(case.text), ())


def label(place: str) -> str:
    """A place as one would name it: 第20段第1点."""
    if place.startswith("h"):
        return "标题"
    paragraph, *points = place.removeprefix("p").rstrip("+").split(".")
    return f"第{paragraph}段" + "".join(f"第{n}点" for n in points)


def suggestions(found: Sequence[Proposal]) -> tuple[Suggestion, ...]:
    """Proposals, best first, ready to be added to a form."""
    return tuple(
        Suggestion(one, PROPOSES[one.sort], LISTS[one.sort], lines(one.examples[:2])) for one in found
    )
