"""Writing down what a person says about themes: yes, no, or nothing any more; for one passage or thousands.

Each speech is written once and only the speeches that were touched are indexed again. Every change is told as
what stood there before and after, so that it can be taken back alone, whatever else has been done to the
speech since. A machine's opinion is never written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from indexer.refresh import update
from kb.errors import KbError, NotFound, StaleEdit
from kb.library import Library
from kb.model import Decision, Passage, Speech, Unplaced
from kb.themes import Taxonomy

T = TypeVar("T")

_HEADING = re.compile(r"h[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says of one place: `yes` is None when an earlier word is taken back.

    `place` is a passage (`p20`, `p20.1`) or a whole paragraph (`p20+`), which stands for all its parts;
    `theme` is an id, a former id or a name.
    """

    speech: str
    place: str
    theme: str
    yes: bool | None


@dataclass(frozen=True, slots=True)
class Change:
    """What was said of one theme in one passage, before and after.

    `passage` is empty where it is about decisions kept apart for a passage that is gone: `text` tells which.
    """

    speech: str
    passage: str
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


def decide(library: Library, choices: Sequence[Choice]) -> Deed:
    """Write decisions down. What is there already is no change; what cannot be is told, and the rest goes on.

    Raises:
        NotFound: no theme of that id or name.
        KbError: a yes or no about a theme that is laid down.
        LibraryBusy: somebody else is writing.
    """
    with library.writing():
        return decide_locked(library, choices)


def decide_locked(library: Library, choices: Sequence[Choice]) -> Deed:
    """The same, inside `library.writing()`."""
    taxonomy = library.classifier().taxonomy
    themes = {choice: _theme(taxonomy, choice) for choice in choices}

    def settle(speech: Speech, mine: Sequence[Choice], doing: _Doing) -> Speech:
        for choice in mine:
            try:
                passages = _passages(speech, choice.place)
            except KbError as e:
                doing.problems.append(e)
                continue
            for passage in passages:
                speech = doing.settle(speech, passage, themes[choice], choice.yes)
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
        raise KbError(f"主题“{name}”已经停用", remedy="先在主题页里恢复它；以前的决定都还在")
    raise NotFound(f"没有叫“{choice.theme}”的主题", remedy="用 kb themes 看全部主题")


def is_known(taxonomy: Taxonomy, theme: str) -> bool:
    """Whether a theme of that id is in use or laid down."""
    return theme in taxonomy.by_id or any(theme == one.id for one in taxonomy.retired)


def _passages(speech: Speech, place: str) -> list[Passage]:
    """The passages that a place stands for.

    Raises:
        NotFound: the speech has none such, or it is a heading.
    """
    if _HEADING.fullmatch(place):
        what = "标题不能定主题" if len(speech.headings) >= int(place[1:]) else f"没有 {place} 这个标题"
        raise NotFound(what, place=f"《{speech.title}》{place}", remedy="定它下面的段落")
    whole = place.removesuffix("+")
    found = [p for p in speech.passages if place == p.id or (whole != place and p.paragraph == whole)]
    if not found:
        raise NotFound(
            f"《{speech.title}》里没有 {place} 这一段", remedy="讲话可能重新整理过，请刷新或重新检索"
        )
    return found


def _said(speech: Speech, passage: str, text: str) -> tuple[Decision, ...]:
    """The decisions of a passage, or those kept apart for a text; none when there is no such."""
    if passage:
        return next((p.decisions for p in speech.passages if p.id == passage), ())
    return tuple(dict.fromkeys(d for u in speech.unplaced if u.text == text for d in u.decisions))


def about(decisions: Iterable[Decision], theme: str, taxonomy: Taxonomy) -> tuple[Decision, ...]:
    """What was said of a theme, under its present id or a former one."""
    return tuple(d for d in decisions if taxonomy.current(d.theme) == theme)


def undo(library: Library, deed: Deed) -> Deed:
    """Take a deed back, alone.

    Raises:
        StaleEdit: about one of its passages something else was said since, or it is gone; nothing is done.
        LibraryBusy: somebody else is writing.
    """

    def restore(speech: Speech, mine: Sequence[Change], doing: _Doing) -> Speech:
        for change in mine:
            speech = doing.put(speech, change.passage, change.text, change.theme, change.before)
        return speech

    with library.writing():
        taxonomy = library.classifier().taxonomy
        for id_, mine in _grouped(deed.changes, lambda change: change.speech).items():
            _check_untouched(library, id_, mine, taxonomy)
        return _work(library, taxonomy, deed.changes[::-1], lambda change: change.speech, restore)


def _check_untouched(library: Library, id_: str, changes: Sequence[Change], taxonomy: Taxonomy) -> None:
    """Raise StaleEdit unless everything is as the changes left it."""
    try:
        speech = library.speech(id_)
    except NotFound as e:
        raise StaleEdit("这篇讲话已经不在了，不能再撤销这一步", place=id_, remedy="可能已合并或删除") from e
    names = {passage.id for passage in speech.passages}
    left = {(change.passage, change.text, change.theme): change for change in changes}
    for change in left.values():
        now = about(_said(speech, change.passage, change.text), change.theme, taxonomy)
        if now != change.after or (change.passage and change.passage not in names):
            what = "这一处后来又改过，不能再撤销这一步"
            raise StaleEdit(what, place=speech.title, remedy="打开那篇讲话，照现在的样子再改")


def put(library: Library, id_: str, text: str, place: str) -> Deed:
    """Give a passage the decisions that were kept apart for another text of the speech.

    Raises:
        NotFound: no decisions are kept for that text, or there is no such passage.
    """
    return _move(library, id_, text, lambda speech: _passages(speech, place))


def drop(library: Library, id_: str, text: str) -> Deed:
    """Drop the decisions that were kept apart for a text. Raises NotFound when there are none."""
    return _move(library, id_, text, lambda speech: [])


def _move(library: Library, id_: str, text: str, targets: Callable[[Speech], list[Passage]]) -> Deed:
    taxonomy = library.classifier().taxonomy

    def move(speech: Speech, texts: Sequence[str], doing: _Doing) -> Speech:
        for kept in texts:
            decisions = _said(speech, "", kept)
            if not decisions:
                raise NotFound("这一处的决定已经不在了", place=speech.title, remedy="刷新页面再看")
            for passage in targets(speech):
                for decision in decisions:
                    speech = doing.settle(speech, passage, taxonomy.current(decision.theme), decision.yes)
            # Last first, so that taking it back gives them in their order again.
            for theme in dict.fromkeys(taxonomy.current(d.theme) for d in reversed(decisions)):
                speech = doing.put(speech, "", kept, theme, ())
        return speech

    with library.writing():
        return _work(library, taxonomy, (text,), lambda _: id_, move)


class _Doing:
    """Changes as they are made to one speech after the other."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.changes: list[Change] = []
        self.problems: list[KbError] = []

    def settle(self, speech: Speech, passage: Passage, theme: str, yes: bool | None) -> Speech:
        """Say yes or no of a theme, or nothing any more."""
        after = () if yes is None else (Decision(theme, yes),)
        return self.put(speech, passage.id, passage.text, theme, after)

    def put(self, speech: Speech, passage: str, text: str, theme: str, after: tuple[Decision, ...]) -> Speech:
        """Replace what is said of a theme in a passage, or in what is kept apart."""
        before = about(_said(speech, passage, text), theme, self.taxonomy)
        if before == after:
            return speech
        self.changes.append(Change(speech.id, passage, text, theme, before, after))

        def changed(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
            return (*(d for d in decisions if d not in before), *after)

        if passage:
            body = tuple(
                replace(n, decisions=changed(n.decisions))
                if isinstance(n, Passage) and n.id == passage
                else n
                for n in speech.body
            )
            return replace(speech, body=body)
        kept = [u for u in speech.unplaced if u.text != text]
        left = changed(_said(speech, "", text))
        return replace(speech, unplaced=(*kept, *([Unplaced(text, left)] if left else [])))


def _work(
    library: Library,
    taxonomy: Taxonomy,
    tasks: Sequence[T],
    speech_of: Callable[[T], str],
    act: Callable[[Speech, Sequence[T], _Doing], Speech],
) -> Deed:
    """Do the tasks speech by speech, write each speech that changed, and index those again."""
    doing = _Doing(taxonomy)
    written: list[str] = []
    try:
        for id_, mine in _grouped(tasks, speech_of).items():
            try:
                before = library.speech(id_)
            except KbError as e:
                doing.problems.append(e)
                continue
            after = act(before, mine, doing)
            if after != before:
                library.save(after)
                written.append(id_)
    finally:
        if written:
            update(library, written)
    return Deed(tuple(doing.changes), tuple(doing.problems))


def _grouped(tasks: Sequence[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Tasks by speech, in order."""
    groups: dict[str, list[T]] = {}
    for task in tasks:
        groups.setdefault(key(task), []).append(task)
    return groups
