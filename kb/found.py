"""Hits, opened: read from the library's own files, judged and cut. What has gone since is said, never hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.engine import Facets, Hits
from kb.errors import KbError
from kb.judged import Judged, judged_by
from kb.library import Library
from kb.model import Speech
from kb.places import Place, place
from kb.query import Sought
from kb.snippet import Snippet, snippet


@dataclass(frozen=True, slots=True)
class Copy:
    """The same passage, or nearly, in another place."""

    speech: Speech
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """One hit, opened, with the near copies that stand behind it."""

    speech: Speech
    judged: Judged
    score: float
    snippet: Snippet
    copies: tuple[Copy, ...] = ()

    @property
    def key(self) -> str:
        """`speech#place`."""
        return f"{self.speech.id}#{self.judged.place.name}"


def opened(library: Library, keys: Sequence[str], themes: Sequence[str] = ()) -> tuple[Found, ...]:
    """The places of these keys (`speech#place`), opened in this order; those that are gone are left out.

    The words that earned `themes` are marked, and what is shown begins with them.
    """
    return tuple(
        open_hits(library, Hits(len(keys), tuple((key, 0.0) for key in keys), Facets()), (), [], themes)
    )


def open_hits(
    library: Library, hits: Hits, marked: Sequence[Sought], notices: list[str], themes: Sequence[str] = ()
) -> Iterator[Found]:
    """Read the hits of a page; the words that earned `themes` are marked too.

    Args:
        notices: where a hit that has gone is told.
    """
    classifier = library.classifier()
    for key, score in hits.page:
        at = _find(library, key, notices)
        if at:
            copies = tuple(c for k in hits.copies.get(key, ()) if (c := _find(library, k, notices)))
            judged = judged_by(classifier, at.place)
            earned = _earned(judged, themes)
            yield Found(at.speech, judged, score, snippet(at.place.text, marked, earned), copies)


def _earned(judged: Judged, themes: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand that earned these themes."""
    return [
        (e.start, e.end)
        for judgement in judged.themes
        if judgement.theme in themes
        for e in judgement.evidence
        if e.where == "text" and e.end > e.start
    ]


def _find(library: Library, key: str, notices: list[str]) -> Copy | None:
    id_, _, name = key.partition("#")
    try:
        speech = library.speech(id_)
        return Copy(speech, place(speech, name))
    except KbError as e:
        notices.append(f"索引比文件旧：{e.what}。请运行 kb reindex")
        return None
