"""What a person sets right in a speech: its facts, a line brought back, a passage taken out.

Each edit is based on the version that the person saw and is refused when that has changed. What was
decided so is noted in the speech, and later imports keep to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from indexer.prepare import BY_PERSON
from indexer.readers import read
from indexer.refresh import refresh
from kb.errors import KbError, NotFound
from kb.fold import fold
from kb.library import Library, body_hash
from kb.model import Node, Passage, Removed, Speech, Unplaced, require_line

#: The facts of a speech that a person may set, and what they are called.
FACTS: Mapping[str, str] = {
    "title": "标题",
    "date": "日期",
    "occasion": "场合",
    "place": "地点",
    "speaker": "讲话人身份",
    "level": "层级",
}
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_LONGEST_FACT = 200


def set_facts(library: Library, id_: str, facts: Mapping[str, str], seen: str) -> Speech:
    """Settle facts of a speech; they count as found by a person.

    Raises:
        KbError: a fact that is none, an empty title, a date that is none.
        StaleEdit: the speech has changed since `seen`.
    """
    said = {name: " ".join(value.split()) for name, value in facts.items()}
    for name, value in said.items():
        _check(name, value)

    def settle(speech: Speech) -> Speech:
        return replace(speech, found={**speech.found, **dict.fromkeys(said, "person")}, **said)  # type: ignore[arg-type]

    return _edit(library, id_, seen, settle)


def _check(name: str, value: str) -> None:
    if name not in FACTS:
        raise KbError(f"讲话没有“{name}”这一项", remedy=f"可以改的有：{'、'.join(FACTS.values())}")
    if len(value) > _LONGEST_FACT:
        raise KbError(f"{FACTS[name]}太长", remedy=f"不要超过 {_LONGEST_FACT} 个字")
    if name == "title":
        try:
            require_line(value, "title")
        except ValueError as e:
            raise KbError("标题不能空着", remedy="写上讲话的标题") from e
    if name == "date" and value and not _DATE.fullmatch(value):
        raise KbError(f"日期“{value}”看不懂", remedy="写成 2019、2019-03 或 2019-03-15")


def restore(library: Library, id_: str, line: int, seen: str, text: str = "") -> Speech:
    """Bring a removed line back to where it stood, as a passage of its own; no rule takes it again.

    Args:
        line: its number in the list of removed lines (`Removed.line`).
        text: its text, where several have that number: passages that were glued together in one line.

    Raises:
        NotFound: no such line was removed.
        StaleEdit: the speech has changed since `seen`.
    """

    def bring_back(speech: Speech) -> Speech:
        gone = next((r for r in speech.removed if r.line == line and text in ("", r.text)), None)
        if gone is None:
            raise NotFound(f"清理掉的行里没有第 {line} 行", remedy="刷新页面再看")
        at = _position(library, speech, gone)
        decided = next((u for u in speech.unplaced if u.text == gone.text), None)
        fresh = Passage(_free_id(speech), gone.text, decisions=decided.decisions if decided else ())
        return replace(
            speech,
            body=(*speech.body[:at], fresh, *speech.body[at:]),
            removed=tuple(r for r in speech.removed if r is not gone),
            kept=(*speech.kept, gone.text),
            unplaced=tuple(u for u in speech.unplaced if u is not decided),
        )

    return _edit(library, id_, seen, bring_back)


def remove(library: Library, id_: str, passage: str, seen: str) -> Speech:
    """Take a passage out into the list of removed lines; later imports take it out as well.

    Raises:
        NotFound: the speech has no such passage.
        StaleEdit: the speech has changed since `seen`.
    """

    def take_out(speech: Speech) -> Speech:
        found = next((p for p in speech.passages if p.id == passage), None)
        if found is None:
            raise NotFound(f"没有 {passage} 这一段", remedy="刷新页面再看")
        gone = Removed(_line_of(library, speech, found.text), found.text, BY_PERSON)
        decided = (Unplaced(found.text, found.decisions),) if found.decisions else ()
        return replace(
            speech,
            body=tuple(n for n in speech.body if n is not found),
            removed=tuple(sorted((*speech.removed, gone), key=lambda r: r.line)),
            kept=tuple(k for k in speech.kept if k != found.text),
            unplaced=(*speech.unplaced, *decided),
        )

    return _edit(library, id_, seen, take_out)


def _edit(library: Library, id_: str, seen: str, change: Callable[[Speech], Speech]) -> Speech:
    with library.writing():
        speech = library.speech(id_)
        untouched = not speech.imported or speech.imported == body_hash(speech)
        edited = change(speech)
        if untouched and speech.imported:
            edited = replace(edited, imported=body_hash(edited))
        library.save(edited, seen)
        refresh(library)
    return edited


def _free_id(speech: Speech) -> str:
    return f"p{max((int(p.paragraph[1:]) for p in speech.passages), default=0) + 1}"


def _lines(library: Library, speech: Speech) -> list[tuple[int, str]]:
    """The lines of the original with their numbers; none when it is no longer there or cannot be read."""
    if speech.original is None:
        return []
    path = library.original_path(speech.original)
    if not path.is_file():
        return []
    return [(b.line, b.text) for b in read(path.read_bytes(), speech.original.name).blocks]


def _position(library: Library, speech: Speech, gone: Removed) -> int:
    """Where in the body a removed line belongs: before the first node made of a later line that is still there."""
    starts = [(_start(node), at) for at, node in enumerate(speech.body)]
    taken = {r.text for r in speech.removed}
    for _, text in (pair for pair in _lines(library, speech) if pair[0] > gone.line and pair[1] not in taken):
        for start, at in starts:
            if fold(text).startswith(start):
                return at
    return len(speech.body)


def _start(node: Node) -> str:
    return fold(node.text)[:20]


def _line_of(library: Library, speech: Speech, text: str) -> int:
    """The line of the original that holds a passage; 0 when it cannot be told."""
    wanted = fold(text)
    return next((line for line, whole in _lines(library, speech) if wanted in fold(whole)), 0)
