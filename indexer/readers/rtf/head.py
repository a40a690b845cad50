"""What the head of an RTF file says: fonts, styles, title, date. Filled while reading, asked while reading on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.readers.docx.styles import outline_level
from indexer.readers.docx.symbols import symbol
from indexer.readers.line import iso_date, tidy
from indexer.readers.rtf.charsets import SYMBOL, characters

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLES = frozenset({"title", "标题"})
_PICTURES = re.compile("wingdings|symbol|webdings|dingbats", re.I)


@dataclass(slots=True)
class Head:
    """`page` is the codec of the file's code page, `levels` the outline level of each paragraph style."""

    page: str = "cp1252"
    default_font: int | None = None
    title: str = ""
    levels: dict[int, int | None] = field(default_factory=dict)
    #: Of the font and of the style being declared.
    charset: int | None = None
    style: int = 0
    _fonts: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    _created: dict[str, int] = field(default_factory=dict)
    _name: str = ""

    def name_font(self, text: str, font: int | None) -> None:
        """Text inside the font table; a semicolon ends a font."""
        self._name += text
        if ";" in text and font is not None:
            self._fonts[font] = (self.charset, self._name.partition(";")[0])
            self._name, self.charset = "", None

    def name_style(self, text: str) -> None:
        """Text inside the style sheet; a semicolon ends a style."""
        self._name += text
        if ";" not in text:
            return
        name, self._name = tidy(self._name.partition(";")[0]).lower(), ""
        if name in _TITLES:
            self.levels[self.style] = 0
        elif self.style not in self.levels and (found := _HEADING.fullmatch(name)):
            self.levels[self.style] = outline_level(int(found[1]) - 1)
        self.style = 0

    def date_part(self, key: str, value: int) -> None:
        """Year, month or day (`yr`, `mo`, `dy`) of the day the file was made."""
        self._created.setdefault(key, value)

    @property
    def date(self) -> str:
        """The day the file was made, as far as it says (ISO)."""
        parts = (f"{self._created[key]:02d}" for key in ("yr", "mo", "dy") if key in self._created)
        return iso_date("-".join(parts))

    def decoded(self, data: bytes, font: int | None) -> str:
        """The characters of a run of bytes set in `font`."""
        charset, name = self._font(font)
        if charset == SYMBOL:
            return "".join(self._picture(name, code) for code in data)
        return characters(data, charset, self.page)

    def picture(self, code: int, font: int | None) -> str:
        """The character for a place in a picture font, given as Word moves it to F000."""
        return self._picture(self._font(font)[1], code)

    def _font(self, font: int | None) -> tuple[int | None, str]:
        number = font if font is not None else self.default_font
        return self._fonts.get(-1 if number is None else number, (None, ""))

    def _picture(self, font: str, code: int) -> str:
        place = code & 0xFF
        if 0x20 < place < 0x7F and not _PICTURES.search(font):
            return chr(place)
        return " " if place == 0x20 else symbol(font, f"{place | 0xF000:X}")
