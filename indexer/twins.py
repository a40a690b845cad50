"""The same speech in two files: known by the overlap of the whole text, told, and merged when a person says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indexer.align import align, together
from indexer.prepare import speech_signature
from kb.copies import PLACES, Signature
from kb.errors import KbError
from kb.library import Library
from kb.model import Speech

#: From this overlap on, two files are the same speech. Measured on 1,101 real documents: copies of one speech
#: lie at .94 and above, two versions of one law at .83, yearly reports of one kind below .52.
SAME = 0.9


class Twins:
    """Remembers the signatures of the speeches of a library."""

    def __init__(self, library: Library) -> None:
        self._ids: list[str] = []
        self._signatures = np.zeros((0, PLACES), np.uint32)
        for id_ in library.ids():
            try:
                self.add(id_, speech_signature(library.speech(id_)))
            except KbError:
                continue  # `refresh` names the broken file in the same import

    def add(self, id_: str, signature: Signature) -> None:
        """Take in one more speech."""
        self._ids.append(id_)
        if len(self._ids) > len(self._signatures):
            grown = np.zeros((max(64, 2 * len(self._signatures)), PLACES), np.uint32)
            grown[: len(self._signatures)] = self._signatures
            self._signatures = grown
        self._signatures[len(self._ids) - 1] = signature

    def of(self, signature: Signature) -> str:
        """The id of the speech with nearly the same text; empty when there is none."""
        if not self._ids:
            return ""
        shares = (self._signatures[: len(self._ids)] == signature).mean(axis=1)
        best = int(shares.argmax())
        return self._ids[best] if shares[best] >= SAME else ""


def merge(library: Library, keep: str, other: str) -> Speech:
    """Make two speeches one with two originals; what people decided about either is kept.

    The text of the second goes with its file; its original stays. Call inside `writing()`.

    Raises:
        NotFound: no speech of that id.
        KbError: they are one and the same, or not nearly the same text.
    """
    if keep == other:
        raise KbError("两个编号是同一篇", remedy="写两篇不同讲话的编号")
    kept, gone = library.speech(keep), library.speech(other)
    if (speech_signature(kept) == speech_signature(gone)).mean() < SAME:
        raise KbError(
            f"《{kept.title}》与《{gone.title}》的文字相差较大，合并会丢掉后一篇的内容",
            remedy="只合并基本相同的两篇；其余的请都留着",
        )
    aligned = align(gone, kept.body)
    body = tuple(
        replace(mine, decisions=together(mine.decisions, theirs.decisions))
        for mine, theirs in zip(kept.body, aligned.body, strict=True)
    )
    settled = {
        name: getattr(gone, name)
        for name, found in gone.found.items()
        if found == "person" and kept.found.get(name) != "person"
    }
    merged = replace(
        kept,
        found={**kept.found, **dict.fromkeys(settled, "person")},
        kept=tuple(dict.fromkeys((*kept.kept, *gone.kept))),
        **settled,
        body=body,
        also=(*kept.also, *([gone.original] if gone.original else []), *gone.also),
        unplaced=(*kept.unplaced, *aligned.unplaced),
    )
    library.save(merged)
    library.delete(other)
    return merged
