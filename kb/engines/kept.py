"""Sets of entries that were worked out, kept for the next time in little memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.engines.tags import Mask
from kb.query import Sought
from kb.recent import Recent

#: Bytes that may be filled for every entry there is, and for a few entries together.
_BYTES, _FEWEST = 16, 65_536
#: What keeping a set takes besides its numbers.
_EACH = 300
_Asked = TypeVar("_Asked", bound=Sought)
#: The numbers of the entries where they are few, else a bit for each that there is.
_Packed = NDArray[np.int32] | NDArray[np.uint8]


class KeptSets:
    """Sets of so many entries by what was sought; the longest unused are let go when they are too many.

    Args:
        size: how many entries there are.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._sets: Recent[Sought, _Packed] = Recent(
            max(_FEWEST, size * _BYTES), lambda packed: packed.nbytes + _EACH
        )

    def get(self, sought: _Asked, find: Callable[[_Asked], Mask]) -> Mask:
        """The entries that were found for something, or are found now."""
        packed = self._sets.get(sought, lambda: _packed(find(sought)))
        if packed.dtype == np.uint8:
            return self._unpacked(packed)
        mask = np.zeros(self._size, np.bool_)
        mask[packed] = True
        return mask

    def numbers(self, sought: _Asked, find: Callable[[_Asked], Mask]) -> NDArray[np.int32]:
        """The same as ascending numbers."""
        packed = self._sets.get(sought, lambda: _packed(find(sought)))
        if packed.dtype == np.uint8:
            return np.flatnonzero(self._unpacked(packed)).astype(np.int32)
        return packed.view(np.int32)

    def _unpacked(self, bits: _Packed) -> Mask:
        return np.unpackbits(bits.view(np.uint8), count=self._size).view(np.bool_)


def _packed(mask: Mask) -> _Packed:
    if np.count_nonzero(mask) * 32 < len(mask):
        return np.flatnonzero(mask).astype(np.int32)
    return np.packbits(mask)
