"""What was made lately, kept for the next time as far as there is room: the one way in which this program remembers.

Nothing here knows what it keeps. A cache is never the only place of anything.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Recent(Generic[Key, Made]):
    """Things by what they were made for; those that were asked for longest ago go when they are too much.

    The newest stays however large it is. Threads may share one; two that ask at once may both make a thing.

    Args:
        room: how much may be kept together.
        size: how much of it a thing takes.
    """

    def __init__(self, room: int, size: Callable[[Made], int]) -> None:
        self._room = room
        self._size = size
        self._filled = 0
        self._kept: OrderedDict[Key, Made] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """What is kept under a key, or is made now and kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._filled += self._size(made)
            self._kept[key] = made
            while self._filled > self._room and len(self._kept) > 1:
                self._filled -= self._size(self._kept.popitem(last=False)[1])
        return made

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._kept.clear()
            self._filled = 0
