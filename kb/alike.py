"""The same passage, or nearly, elsewhere in the library: for a reader who stands at one.

Results fold near copies of one question; here there is no question but the passage itself. A near copy keeps
some run of it as it stands, so a few runs find the candidates, and the overlap of the whole decides.
"""

from __future__ import annotations

from kb.copies import behind
from kb.engine import Request
from kb.errors import KbError
from kb.fold import BARRIER, fold
from kb.found import Copy
from kb.library import Library
from kb.model import Speech
from kb.places import Place, place
from kb.query import Literal, Or

#: Runs of the folded text that are looked for: how many, how long; candidates that are compared.
RUNS, LENGTH, CANDIDATES = 12, 8, 60


def alike(library: Library, speech: Speech, here: Place) -> tuple[Copy, ...]:
    """The near copies of a passage or paragraph, by date, then title; none for headings.

    Raises:
        StaleIndex: there is no index yet.
    """
    runs = _runs(fold(here.text))
    if here.kind == "heading" or not runs:
        return ()
    tree = Or(tuple(Literal(run, run, exact=True) for run in runs))
    hits = library.index.search(Request(tree, kinds=frozenset({here.kind})), CANDIDATES)
    own = f"{speech.id}#{here.name}"
    found = [copy for key, _ in hits.page if key != own and (copy := _open(library, key))]
    near = behind([fold(here.text), *(fold(copy.place.text) for copy in found)])[0]
    return tuple(sorted((found[n - 1] for n in near), key=lambda c: (c.speech.date, c.speech.title)))


def _runs(folded: str) -> list[str]:
    """Runs spread evenly over a text, none across the end of a sentence; short sentences as they are."""
    sentences = [part for part in folded.split(BARRIER) if part]
    long = [part for part in sentences if len(part) >= LENGTH]
    runs = [part[at : at + LENGTH] for part in long for at in range(len(part) - LENGTH + 1)] or sentences
    return list(dict.fromkeys(runs[:: max(1, len(runs) // RUNS)]))[:RUNS]


def _open(library: Library, key: str) -> Copy | None:
    """A hit opened; the index may be a little older than the files."""
    id_, _, name = key.partition("#")
    try:
        speech = library.speech(id_)
        return Copy(speech, place(speech, name))
    except KbError:
        return None
