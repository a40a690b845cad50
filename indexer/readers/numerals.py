"""A number as a word processor or browser prints it in front of a paragraph.

Names of the formats are those of OOXML (ISO/IEC 29500-1 §17.18.59, ST_NumberFormat); where Word departs
from the standard (MS-OI29500 §2.1.540) Word is followed. A format we do not know prints as decimal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_SIMPLE = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"


# Letters, numbers and dashes.
_SAYING = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Pd"})


def says(bullet: str) -> bool:
    """Whether a bullet says something (a dash, a letter, a number); dots and squares are decoration."""
    return any(unicodedata.category(character) in _SAYING for character in bullet)


def numeral(value: int, form: str) -> str:
    """Print `value` (0 and up) in the OOXML number format `form`."""
    return _FORMATS.get(form, str)(value)


def _chinese(value: int, digits: str, units: str) -> str:
    """Count as one says it: 21 → 二十一, 110 → 一百一十, 10 → 十; above 9999 in plain decimal."""
    if not 0 < value < 10_000:
        return digits[0] if value == 0 else str(value)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return text


def _thousand(value: int) -> str:
    text = _chinese(value, _SIMPLE, "十百千")
    return text[1:] if 10 <= value < 20 else text


def _counting(value: int) -> str:
    """As `_thousand` to 99, then digit by digit: 100 → 一○○."""
    return _thousand(value) if value < 100 else _digits("○一二三四五六七八九")(value)


def _japanese(value: int) -> str:
    """As `_thousand`, with a bare 百 and 千."""
    return _thousand(value).replace("零", "").replace("一百", "百").replace("一千", "千") or "〇"


def _digits(alphabet: str) -> Callable[[int], str]:
    return lambda value: "".join(alphabet[int(digit)] for digit in str(value))


def _set(symbols: str) -> Callable[[int], str]:
    """One symbol each; beyond the last, plain decimal."""
    return lambda value: symbols[value - 1] if 1 <= value <= len(symbols) else str(value)


def _span(first: str, count: int) -> Callable[[int], str]:
    return _set("".join(chr(ord(first) + i) for i in range(count)))


def _letters(value: int) -> str:
    """A … Z, then AA, BB … as Word does (not AA, AB)."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 10_000:
        return str(value)
    text = ""
    for worth, symbol in _ROMAN:
        text += symbol * (value // worth)
        value %= worth
    return text


def _ordinal(value: int) -> str:
    teens = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _cycle(value: int) -> str:
    """甲子, 乙丑 … the cycle of sixty."""
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 0 < value <= 60 else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "ordinal": _ordinal,
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _thousand,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _japanese,
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "chineseLegalSimplified": lambda value: _chinese(value, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda value: _chinese(value, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _set(_STEMS),
    "ideographZodiac": _set(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "ideographEnclosedCircle": _span("㈠", 10),
    "decimalEnclosedCircle": _span("①", 20),
    "decimalEnclosedCircleChinese": _span("①", 10),
    "decimalEnclosedFullstop": _span("⒈", 20),
    "decimalEnclosedParen": _span("⑴", 20),
}
