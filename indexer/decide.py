"""Writing down what a person says about themes: yes, no, or nothing any more; for one place or thousands.

Each speech is written once, and in the index only the tags of what was touched are replaced. Every change is told as
what stood there before and after, so that it can be taken back alone, whatever else has been done to the
speech since. A machine's opinion is never written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from indexer.redecide import Rewritten, redecide
from kb.errors import KbError, NotFound, StaleEdit
from kb.library import LOCK_TIMEOUT, Library
from kb.model import Decision, Node, Passage, Speech, Unplaced
from kb.said import effective
from kb.themes import Taxonomy

T = TypeVar("T")

#: A heading or passage with its name: `h3`, `p20`, `p20.1`.
_Named = tuple[str, Node]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says of one place: `yes` is None when an earlier word is taken back.

    `place` is a heading (`h3`), a passage (`p20`, `p20.1`) or a whole paragraph (`p20+`), which stands
    for all its parts; `theme` is an id, a former id or a name.
    """

    speech: str
    place: str
    theme: str
    yes: bool | None


@dataclass(frozen=True, slots=True)
class Change:
    """What was said of one theme in one passage or heading, before and after.

    `place` is empty where it is about decisions kept apart for one that is gone: `text` tells which.
    """

    speech: str
    place: str
    text: str
    theme: str
    before: tuple[Decision, ...]
    after: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What has been done, and what could not be, each with its error."""

    changes: tuple[Change, ...]
    problems: tuple[KbError, ...] = ()

    @property
    def speeches(self) -> tuple[str, ...]:
        """The speeches that were changed."""
        return tuple(dict.fromkeys(change.speech for change in self.changes))


def decide(library: Library, choices: Sequence[Choice], patience: float = LOCK_TIMEOUT) -> Deed:
    """Write decisions down. What is there already is no change; what cannot be is told, and the rest goes on.

    Args:
        patience: seconds to wait for another writer.

    Raises:
        NotFound: no theme of that id or name.
        KbError: a yes or no about a theme that is laid down.
        LibraryBusy: somebody else is writing.
    """
    with library.writing(patience):
        return decide_locked(library, choices)


def decide_locked(library: Library, choices: Sequence[Choice]) -> Deed:
    """The same, inside `library.writing()`."""
    taxonomy = library.classifier().taxonomy
    themes = {choice: _theme(taxonomy, choice) for choice in choices}

    def settle(speech: Speech, mine: Sequence[Choice], doing: _Doing) -> Speech:
        for choice in mine:
            try:
                found = _places(speech, choice.place)
            except KbError as e:
                doing.problems.append(e)
                continue
            for one in found:
                speech = doing.settle(speech, one, themes[choice], choice.yes)
        return speech

    return _work(library, taxonomy, choices, lambda choice: choice.speech, settle)


def _theme(taxonomy: Taxonomy, choice: Choice) -> str:
    """The id that a choice is about. What was said of a theme that is no more can only be taken back."""
    found = taxonomy.resolve(choice.theme)
    if found:
        return found.id
    if choice.yes is None:
        laid_down = next((t.id for t in taxonomy.retired if choice.theme in (t.id, t.name)), choice.theme)
        return taxonomy.current(laid_down)
    if is_known(taxonomy, choice.theme) or choice.theme in {t.name for t in taxonomy.retired}:
        name = taxonomy.name_of(choice.theme)
        raise KbError(f"主题“{name}”已经停用", remedy="先在主题工坊里恢复它；以前的决定都还在")
    raise NotFound(f"没有叫“{choice.theme}”的主题", remedy="用 kb themes 看全部主题")


def is_known(taxonomy: Taxonomy, theme: str) -> bool:
    """Whether a theme of that id is in use or laid down."""
    return theme in taxonomy.by_id or any(theme == one.id for one in taxonomy.retired)


def _places(speech: Speech, place: str) -> list[_Named]:
    """The headings or passages that a place stands for.

    Raises:
        NotFound: the speech has none such.
    """
    whole = place.removesuffix("+")
    found = [
        (name, node)
        for name, node in speech.named
        if place == name or (whole != place and isinstance(node, Passage) and node.paragraph == whole)
    ]
    if not found:
        noun = "个标题" if place.startswith("h") else "一段"
        raise NotFound(
            f"《{speech.title}》里没有 {place} 这{noun}", remedy="讲话可能重新整理过，请刷新或重新检索"
        )
    return found


def _said(speech: Speech, place: str, text: str) -> tuple[Decision, ...]:
    """The decisions of a place, or those kept apart for a text; none when there is no such."""
    if place:
        return next((node.decisions for name, node in speech.named if name == place), ())
    return tuple(dict.fromkeys(d for u in speech.unplaced if u.text == text for d in u.decisions))


def about(decisions: Iterable[Decision], theme: str, taxonomy: Taxonomy) -> tuple[Decision, ...]:
    """What was said of a theme, under its present id or a former one."""
    return tuple(d for d in decisions if taxonomy.current(d.theme) == theme)


def undo(library: Library, deed: Deed, patience: float = LOCK_TIMEOUT) -> Deed:
    """Take a deed back, alone; a theme that has got another id since is the same theme.

    Args:
        patience: seconds to wait for another writer.

    Raises:
        StaleEdit: about one of its passages something else was said since, or it is gone; nothing is done.
            Or a file was edited by hand at this very moment; then the rest is done.
        LibraryBusy: somebody else is writing.
    """

    def restore(speech: Speech, mine: Sequence[Change], doing: _Doing) -> Speech:
        for change in mine:
            theme = doing.taxonomy.current(change.theme)
            speech = doing.put(speech, change.place, change.text, theme, change.before)
        return speech

    with library.writing(patience):
        taxonomy = library.classifier().taxonomy
        for id_, mine in _grouped(deed.changes, lambda change: change.speech).items():
            _check_untouched(library, id_, mine, taxonomy)
        undone = _work(library, taxonomy, deed.changes[::-1], lambda change: change.speech, restore)
    if undone.problems:
        raise undone.problems[0]
    return undone


def _check_untouched(library: Library, id_: str, changes: Sequence[Change], taxonomy: Taxonomy) -> None:
    """Raise StaleEdit unless everything is as the changes left it."""
    try:
        speech = library.speech(id_)
    except NotFound as e:
        raise StaleEdit("这篇讲话已经不在了，不能再撤销这一步", place=id_, remedy="可能已合并或删除") from e
    texts = {name: node.text for name, node in speech.named}
    left = {(change.place, change.text, taxonomy.current(change.theme)): change for change in changes}
    for (place, text, theme), change in left.items():
        now = about(_said(speech, place, text), theme, taxonomy)
        # A heading is known by its number, which another may have got since.
        moved = place and (place not in texts or (place.startswith("h") and texts[place] != text))
        if now != change.after or moved:
            what = "这一处后来又改过，不能再撤销这一步"
            raise StaleEdit(what, place=speech.title, remedy="打开那篇讲话，照现在的样子再改")


def put(library: Library, id_: str, text: str, place: str, patience: float = LOCK_TIMEOUT) -> Deed:
    """Give a place the decisions that were kept apart for another text of the speech.

    Raises:
        NotFound: no decisions are kept for that text, or there is no such place.
        LibraryBusy: another writer did not finish within `patience` seconds.
    """
    return _move(library, id_, text, lambda speech: _places(speech, place), patience)


def drop(library: Library, id_: str, text: str, patience: float = LOCK_TIMEOUT) -> Deed:
    """Drop the decisions that were kept apart for a text. Raises like `put`."""
    return _move(library, id_, text, lambda speech: [], patience)


def _move(
    library: Library, id_: str, text: str, targets: Callable[[Speech], list[_Named]], patience: float
) -> Deed:
    def move(speech: Speech, texts: Sequence[str], doing: _Doing) -> Speech:
        for kept in texts:
            decisions = _said(speech, "", kept)
            if not decisions:
                raise NotFound("这一处的决定已经不在了", place=speech.title, remedy="刷新页面再看")
            for one in targets(speech):
                for theme, yes in effective(decisions, doing.taxonomy).items():
                    speech = doing.settle(speech, one, theme, yes)
            # Last first, so that taking it back gives them in their order again.
            for theme in dict.fromkeys(doing.taxonomy.current(d.theme) for d in reversed(decisions)):
                speech = doing.put(speech, "", kept, theme, ())
        return speech

    with library.writing(patience):
        return _work(library, library.classifier().taxonomy, (text,), lambda _: id_, move)


class _Doing:
    """Changes as they are made to one speech after the other."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.changes: list[Change] = []
        self.problems: list[KbError] = []

    def settle(self, speech: Speech, one: _Named, theme: str, yes: bool | None) -> Speech:
        """Say yes or no of a theme, or nothing any more."""
        name, node = one
        after = () if yes is None else (Decision(theme, yes),)
        return self.put(speech, name, node.text, theme, after)

    def put(self, speech: Speech, place: str, text: str, theme: str, after: tuple[Decision, ...]) -> Speech:
        """Replace what is said of a theme in a place, or in what is kept apart."""
        said = _said(speech, place, text)
        before = about(said, theme, self.taxonomy)
        if before == after:
            return speech
        self.changes.append(Change(speech.id, place, text, theme, before, after))
        now = (*(d for d in said if d not in before), *after)
        if place:
            return speech.with_decisions(place, now)
        kept = [u for u in speech.unplaced if u.text != text]
        return replace(speech, unplaced=(*kept, *([Unplaced(text, now)] if now else [])))


def _work(
    library: Library,
    taxonomy: Taxonomy,
    tasks: Sequence[T],
    speech_of: Callable[[T], str],
    act: Callable[[Speech, Sequence[T], _Doing], Speech],
) -> Deed:
    """Do the tasks speech by speech, write each speech that changed, and bring those into the index."""
    doing = _Doing(taxonomy)
    written: list[Rewritten] = []
    try:
        for id_, mine in _grouped(tasks, speech_of).items():
            try:
                # The etag first: what is edited by hand between the two looks is noticed when it is saved.
                seen, before = library.etag(id_), library.speech(id_)
            except KbError as e:
                doing.problems.append(e)
                continue
            done = len(doing.changes)
            after = act(before, mine, doing)
            if after == before:
                continue
            try:
                written.append(Rewritten(before, after, seen, library.save(after, seen)))
            except StaleEdit as e:
                del doing.changes[done:]
                doing.problems.append(e)
    finally:
        if written:
            redecide(library, written)
    return Deed(tuple(doing.changes), tuple(doing.problems))


def _grouped(tasks: Sequence[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Tasks by speech, in order."""
    groups: dict[str, list[T]] = {}
    for task in tasks:
        groups.setdefault(key(task), []).append(task)
    return groups
