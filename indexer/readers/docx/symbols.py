"""Characters typed from a picture font (`w:sym`) → the Unicode character that looks the same.

Knows only those that say something in a manuscript; for the others the answer is empty, never a guess.
"""

from __future__ import annotations

import re

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x74: "◆", 0x75: "◆", 0x76: "◆",
    0x80: "⓪", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB6: "☆", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS |= {first + i: chr(ord(one) + i) for first, one in ((0x81, "①"), (0x8C, "❶")) for i in range(10)}
_WINGDINGS2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {
    0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBE: "—",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS2, "symbol": _SYMBOL}


def symbol(font: str, code: str) -> str:
    """The character for a hexadecimal `code` in `font`; empty when it has no counterpart."""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return ""
    point = int(code, 16)
    pictures = _FONTS.get(font.strip().lower())
    # Word moves the 256 places of a picture font to the private use area at F000.
    if 0xF000 <= point <= 0xF0FF:
        return (pictures or {}).get(point - 0xF000, "")
    if pictures is not None and point < 0x100:
        return pictures.get(point, "")
    private = 0xE000 <= point <= 0xF8FF or 0xD800 <= point <= 0xDFFF or point < 0x20
    return "" if private else chr(point)
