"""The one door from the web to the writing path: importing, setting right, merging, taking back.

Everything in the web that changes the library goes through here; nothing here knows of requests or pages.
Each change made by a person can be taken back exactly as long as nothing else has changed what it touched.
"""

from __future__ import annotations

import math
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from indexer import decide as deciding
from indexer import edit, facts, setting, twins
from indexer.decide import Choice, Deed
from indexer.pipeline import Outcome, Received, import_received
from indexer.reclassify import Reclassified
from indexer.reclassify import reclassify as classify_anew
from indexer.refresh import refresh
from kb.errors import KbError, LibraryBusy, NotFound, StaleEdit
from kb.library import Library
from kb.model import Speech
from web.batches import Batch, Result, Stopped

#: The facts that can be set, with their labels, and what is often chosen for some of them.
FACTS: Mapping[str, str] = edit.FACTS
CHOICES: Mapping[str, tuple[str, ...]] = {
    "occasion": facts.OCCASIONS,
    "level": tuple(level for level, _ in setting.LEVELS),
}

_STEPS = 200

#: Seconds that one who clicks waits for another writer, an import for one.
_PATIENCE = 1.5


@dataclass(frozen=True, slots=True)
class Step:
    """What a change has replaced: the speeches as they were, and the etags of those it left."""

    before: tuple[Speech, ...]
    after: Mapping[str, str]


class Steps:
    """The latest changes of one running program, each under a token that cannot be guessed."""

    def __init__(self) -> None:
        self._steps: OrderedDict[str, Step | Deed] = OrderedDict()
        self._lock = Lock()

    def add(self, step: Step | Deed) -> str:
        """Remember a change; give its token."""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._steps[token] = step
            while len(self._steps) > _STEPS:
                self._steps.popitem(last=False)
        return token

    def look(self, token: str) -> Step | Deed | None:
        """A change that can still be taken back, or None."""
        with self._lock:
            return self._steps.get(token)

    def keep(self, token: str, step: Step | Deed) -> None:
        """Put back a change that could not be taken back just now."""
        with self._lock:
            self._steps[token] = step

    def take(self, token: str) -> Step | Deed:
        """A change, once.

        Raises:
            NotFound: it was taken back already, or is too long ago.
        """
        with self._lock:
            step = self._steps.pop(token, None)
        if step is None:
            raise NotFound("这一步已经不能撤销", remedy="可能已经撤销过，或言库重新启动过；可以手工改回来")
        return step


def import_batch(library: Library, batch: Batch) -> None:
    """Import the files of a batch, telling the batch of each; wait while somebody else writes.

    Raises:
        KbError: it could not be done.
        Stopped: it was cancelled; what was imported by then is in the index.
    """
    while True:
        batch.enter("waiting")
        try:
            import_received(
                library, _in_turn(batch), lambda outcome: batch.note(_result(outcome)), batch.indexed
            )
            return
        except LibraryBusy:
            continue
        except Stopped:
            if batch.done:
                with library.writing():
                    refresh(library)
            raise


def _in_turn(batch: Batch) -> Iterator[Received]:
    """The files of a batch. They are asked for once the library can be written: then the work begins."""
    batch.enter("reading", len(batch.files))
    for file in batch.files:
        yield Received(Path(file.name), file.data)


def _result(outcome: Outcome) -> Result:
    """An outcome as the browser shows it: it offers merging by a button, not by a command."""
    # The name stands above it already.
    reason = outcome.reason.removeprefix(outcome.path.name).lstrip("：，")
    if outcome.status == "duplicate":
        reason = reason.partition("；")[2]
    return Result(
        # A label, and where an archive was given, what stood in it.
        name=outcome.path.as_posix(),
        status=outcome.status,
        speech=outcome.speech,
        title=outcome.title,
        passages=outcome.passages,
        removed=outcome.removed,
        same_as=outcome.same_as,
        reason=reason,
    )


def set_facts(library: Library, steps: Steps, id_: str, said: Mapping[str, str], seen: str) -> str:
    """Settle facts of a speech; give the token to take it back. Raises as `indexer.edit.set_facts`."""
    before = library.speech(id_)
    # The form sends every fact; what was left as it stood is not settled by it.
    changed = {name: value for name, value in said.items() if value.strip() != getattr(before, name)}
    edit.set_facts(library, id_, changed, seen)
    return steps.add(Step((before,), {id_: library.etag(id_)}))


def restore(library: Library, steps: Steps, id_: str, line: int, seen: str, text: str = "") -> str:
    """Bring a removed line back; give the token to take it back. Raises as `indexer.edit.restore`."""
    before = library.speech(id_)
    edit.restore(library, id_, line, seen, text)
    return steps.add(Step((before,), {id_: library.etag(id_)}))


def remove(library: Library, steps: Steps, id_: str, passage: str, seen: str) -> str:
    """Take a passage out; give the token to take it back. Raises as `indexer.edit.remove`."""
    before = library.speech(id_)
    edit.remove(library, id_, passage, seen)
    return steps.add(Step((before,), {id_: library.etag(id_)}))


def merge(library: Library, steps: Steps, keep: str, other: str) -> str:
    """Make two speeches one; give the token to take it back. Raises as `indexer.twins.merge`."""
    with library.writing():
        before = (library.speech(keep), library.speech(other))
        twins.merge(library, keep, other)
        refresh(library)
        return steps.add(Step(before, {keep: library.etag(keep)}))


def reclassify(library: Library, on_done: Callable[[int, int], None]) -> Reclassified:
    """Bring a changed taxonomy into force, however long another writer takes. Raises as `indexer.reclassify`."""
    return classify_anew(library, on_done, patience=math.inf)


def undo(library: Library, steps: Steps, token: str) -> tuple[Speech, ...]:
    """Take a change back; give the speeches as they are again.

    Raises:
        NotFound: it cannot be taken back any more.
        StaleEdit: a speech has been changed since; nothing is taken back.
    """
    step = steps.take(token)
    if isinstance(step, Deed):
        return _undo_deed(library, steps, token, step)
    with library.writing():
        for id_, left in step.after.items():
            if library.etag(id_) != left:
                raise StaleEdit(
                    "后来又改过，不能再撤销这一步", place=id_, remedy="打开那篇讲话，照现在的样子再改"
                )
        for speech in step.before:
            library.save(speech)
        refresh(library)
    return step.before


def touched(steps: Steps, token: str) -> tuple[tuple[str, str], ...]:
    """The places (speech, place) that a step of decisions has changed; none for another step."""
    step = steps.look(token)
    return _places(step) if isinstance(step, Deed) else ()


def _undo_deed(library: Library, steps: Steps, token: str, deed: Deed) -> tuple[Speech, ...]:
    """Take decisions back; while somebody else is writing, they can still be taken back later."""
    try:
        deciding.undo(library, deed, _PATIENCE)
    except LibraryBusy:
        steps.keep(token, deed)
        raise
    return tuple(library.speech(id_) for id_ in deed.speeches)


@dataclass(frozen=True, slots=True)
class Settled:
    """Decisions written down: the token to take them back (empty when nothing changed), the places, what failed."""

    token: str
    changed: tuple[tuple[str, str], ...]
    problems: tuple[KbError, ...]


def decide(
    library: Library, steps: Steps, places: Sequence[tuple[str, str]], theme: str, yes: bool | None
) -> Settled:
    """Say yes or no of a theme for places (speech, place), or take it back. Raises as `indexer.decide.decide`."""
    choices = [Choice(speech, place, theme, yes) for speech, place in places]
    return _settled(steps, deciding.decide(library, choices, _PATIENCE))


def put_decisions(library: Library, steps: Steps, id_: str, text: str, place: str) -> Settled:
    """Give a place the decisions kept apart for another text. Raises as `indexer.decide.put`."""
    return _settled(steps, deciding.put(library, id_, text, place, _PATIENCE))


def drop_decisions(library: Library, steps: Steps, id_: str, text: str) -> Settled:
    """Drop the decisions kept apart for a text. Raises as `indexer.decide.drop`."""
    return _settled(steps, deciding.drop(library, id_, text, _PATIENCE))


def _settled(steps: Steps, deed: Deed) -> Settled:
    return Settled(steps.add(deed) if deed.changes else "", _places(deed), deed.problems)


def _places(deed: Deed) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((c.speech, c.place) for c in deed.changes if c.place))
