"""What stands on a page: glyphs, pieces of lines, and lines. Only data and how much room text takes."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.readers.line import wide

#: How far apart baselines of one line may be, in sizes: a raised note mark still belongs to its line.
SAME_LINE = 0.4
#: Marks that never begin a line, and marks that never end one (GB/T 15834—2011 §5.1).
NEVER_FIRST = frozenset("。，、；：？！）》〉】〕」』”’…—·％%.,;:?!)]}")
NEVER_LAST = frozenset("（《〈【〔「『“‘([{")
_QUOTES = frozenset("“”‘’\"'")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as printed. `left` and `right` bound the room it takes; `size` is the type size."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one line with no wide gap between them."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False

    @property
    def top(self) -> float:
        """The upper edge, about."""
        return self.baseline - self.size


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces on one line of one column, left to right."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its text; a space stands for a wide gap."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(piece.right for piece in self.pieces)

    @property
    def baseline(self) -> float:
        """The baseline of its longest piece."""
        return self._main.baseline

    @property
    def size(self) -> float:
        """The type size of its longest piece."""
        return self._main.size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.pieces)

    @property
    def _main(self) -> Piece:
        return max(self.pieces, key=lambda piece: len(piece.text))


def room(text: str, size: float) -> float:
    """The room that `text` takes when set in type of this size."""
    return sum(size if wide(character) else size / 2 for character in text)


def first_unit(text: str) -> str:
    """The beginning of a line that could not have been put at the end of the line above by itself.

    A quotation mark holds to the characters on both its sides (UAX #14, LB19).
    """
    end = 1
    while end < len(text) and _holds(text[end - 1], text[end]):
        end += 1
    return text[:end]


def _holds(one: str, two: str) -> bool:
    if one in NEVER_LAST or two in NEVER_FIRST or one in _QUOTES or two in _QUOTES:
        return True
    return one.isascii() and two.isascii() and not one.isspace() and not two.isspace()
