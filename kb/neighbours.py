"""What stands beside a decided passage: passages under the same innermost heading, and near copies elsewhere.

They lend weight to a proposal; nobody has decided about them, so they never count as decided.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.alike import alike
from kb.cases import Case
from kb.library import Library
from kb.places import place

#: So many decided passages have their near copies looked up, each a search.
_LOOKED_UP = 12


def neighbours(library: Library, cases: Iterable[Case]) -> tuple[str, ...]:
    """The texts beside passages decided yes, each once, the decided ones themselves left out.

    Raises:
        StaleIndex: there is no index yet.
    """
    yes = [case for case in cases if case.yes]
    texts = [text for case in yes for text in _under_same_heading(library, case)]
    for case in yes[:_LOOKED_UP]:
        speech = library.speech(case.speech)
        texts += [copy.place.text for copy in alike(library, speech, place(speech, case.place))]
    return tuple(dict.fromkeys(text for text in texts if text not in {case.text for case in yes}))


def _under_same_heading(library: Library, case: Case) -> list[str]:
    if not case.headings:
        return []
    return [
        placed.passage.text
        for placed in library.speech(case.speech).placed()
        if placed.passage.id != case.place and tuple(h.text for h in placed.headings) == case.headings
    ]
