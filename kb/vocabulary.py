"""The words of a library with how many places have them, and how they sound: what spelling and suggestions draw on.

It is a cache and no more: made from the index at first use (seconds for a thousand speeches), remembered under
`index/`, which may be deleted, and made again when speeches come or go. A decision or an edit of a speech does
not make it anew: that would cost seconds each time, and changes little. It never decides what is found.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from threading import Lock
from weakref import WeakKeyDictionary

from kb.analysis import apart, fingerprint
from kb.engine import Entry
from kb.files import write_atomically
from kb.home import Home
from kb.library import Library
from kb.titles import title

log = logging.getLogger(__name__)

#: Raised when what is counted changes.
_RULES = "2"
_FILE = "vocabulary.json"
#: Words and pairs of neighbouring words are of so many characters at most, headings too.
_LONGEST, _LONGEST_HEADING = 8, 30
#: So many places a word must have, and one more for so many places of the library.
_LEAST, _PER = 2, 10_000
#: With more speeches than this another process makes it, so that threads of this one need not share with it.
_MANY = 300
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A word, how many places have it (0: unknown), and its syllables without tones, apart by spaces."""

    text: str
    count: int
    sounds: str

    @property
    def initials(self) -> str:
        """The first letter of every syllable."""
        return "".join(sound[0] for sound in self.sounds.split())

    @property
    def spelling(self) -> str:
        """The syllables without spaces, as they are typed."""
        return self.sounds.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, the most frequent first, and headings without their numbers, each with its count."""

    words: tuple[Known, ...] = ()
    headings: tuple[tuple[str, int], ...] = ()


#: The state of the index, and what was made of it.
_kept: WeakKeyDictionary[Library, tuple[str, Vocabulary]] = WeakKeyDictionary()
_making = Lock()


def vocabulary(library: Library) -> Vocabulary:
    """That of the index as it is now, made if need be.

    Raises:
        StaleIndex: there is no index yet.
    """
    with _making:
        state, kept = state_of(library), _kept.get(library)
        if kept is None or kept[0] != state:
            kept = state, _read(library.home.index / _FILE, state) or _make(library, state)
            _kept[library] = kept
        return kept[1]


def prepare(library: Library) -> None:
    """Have it made by another process and remembered, where that takes long: a server goes on answering meanwhile.

    Raises:
        StaleIndex: there is no index yet.
    """
    state, kept = state_of(library), _kept.get(library)
    many = len(library.index.manifest()) > _MANY
    if not many or (kept and kept[0] == state) or _read(library.home.index / _FILE, state):
        return
    # Imported late, for a search that finds needs none of it.
    from multiprocessing import get_context

    maker = get_context("spawn").Process(target=_make_apart, args=(library.home.root,), daemon=True)
    maker.start()
    maker.join()
    if maker.exitcode:
        log.warning("另一个进程没有做成词表（%s），改在本进程里做", maker.exitcode)


def _make_apart(root: Path) -> None:
    """What the other process does. Ctrl-C is for its parent, which takes it along."""
    signal(SIGINT, SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    library = Library(Home(root))
    vocabulary(library)
    library.close()


def state_of(library: Library) -> str:
    """What a vocabulary is made anew for.

    Raises:
        StaleIndex: there is no index yet.
    """
    index = library.index
    return fingerprint(_RULES, index.stamp().rpartition("/")[0], *sorted(index.manifest()))


def sounds(text: str) -> str:
    """The syllables of the Chinese characters of a text, apart by spaces."""
    # Imported late: its tables take a fifth of a second, and a search that finds needs none.
    from kb.pinyin import syllables

    return " ".join(filter(None, syllables(text)))


def _make(library: Library, state: str) -> Vocabulary:
    counts: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    places = 0
    for entry in library.index.entries():
        if entry.kind != "paragraph":
            places += 1
            counts.update(set(_terms(entry.text)))
            headings.update(_heading(entry))
    least = _LEAST + places // _PER
    words = tuple(Known(text, count, sounds(text)) for text, count in counts.most_common() if count >= least)
    made = Vocabulary(words, tuple(headings.most_common()))
    _write(library.home.index / _FILE, state, made)
    return made


def _terms(text: str) -> Iterator[str]:
    """The words of a text, and what two of them make side by side."""
    for run in _HAN.findall(text):
        words = apart(run)
        yield from (word for word in words if 2 <= len(word) <= _LONGEST)
        for one, other in pairwise(words):
            if len(one) > 1 and len(other) > 1 and len(one) + len(other) <= _LONGEST:
                yield one + other


def _heading(entry: Entry) -> Iterator[str]:
    """What an entry is without its number, if it is a heading, and one that is short."""
    if entry.kind == "heading" and (found := title(entry)) and len(found.text) <= _LONGEST_HEADING:
        yield found.text


def _read(path: Path, state: str) -> Vocabulary | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["state"] != state:
            return None
        words = tuple(Known(str(text), int(count), str(heard)) for text, count, heard in stored["words"])
        return Vocabulary(words, tuple((str(text), int(count)) for text, count in stored["headings"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as e:
        log.warning("%s 读不了（%s），将重新建立", path, e)
        return None


def _write(path: Path, state: str, made: Vocabulary) -> None:
    words = [[word.text, word.count, word.sounds] for word in made.words]
    stored = {"state": state, "words": words, "headings": made.headings}
    try:
        write_atomically(path, json.dumps(stored, ensure_ascii=False).encode())
    except OSError as e:
        log.warning("%s 写不了（%s），下次打开要重新做一遍", path, e)
