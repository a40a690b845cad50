"""Putting the punctuation of copied Chinese text right. Words, figures and their order are never touched."""

from __future__ import annotations

import re

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_FULL = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—"
_NEAR = rf"[{_HAN}{_FULL}]"
#: A blank beside a Chinese character or mark; a tab parts the cells of a table and stays.
_BLANK = re.compile(rf"(?<={_NEAR})[ \u00a0\u3000]+|[ \u00a0\u3000]+(?={_NEAR})")
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(rf"(?<={_NEAR})[,;:?!]|(?<=[A-Za-z0-9%％])[,;:?!](?=[{_HAN}])")
#: A full stop after a Chinese character; in 3.5 and in a heading's 1. it is no full stop.
_STOP = re.compile(rf"(?<=[{_HAN}”）》])\.(?![.\w])")
_DOTS = re.compile(r"(?:\.{3,}|。{3,}|…+)")
_DASH = re.compile(rf"(?<={_NEAR})(?:--+|——+|—|──+)(?={_NEAR})")
_BRACKETED = re.compile(rf"\(([^()（）]*[{_HAN}][^()（）]*)\)")
_HALF = str.maketrans({chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))})  # fmt: skip


def straighten(text: str) -> str:
    """The text with Chinese punctuation as GB/T 15834—2011 has it.

    Straight quotes become “” in pairs (an odd one is left), half-width marks between Chinese characters
    full-width, blanks beside Chinese characters go, full-width letters and figures become half-width, dots
    ……, dashes ——.
    """
    text = _BLANK.sub("", _paired(text.translate(_HALF)))
    text = _BRACKETED.sub(r"（\1）", text)
    text = _STOP.sub("。", _MARK.sub(lambda mark: _MARKS[mark[0]], text))
    return _DASH.sub("——", _DOTS.sub("……", text))


def _paired(text: str) -> str:
    """Straight double quotes as “ and ” in turn, where there is an even number of them."""
    parts = text.split('"')
    if len(parts) % 2 == 0:
        return text
    return "".join(
        part + ("" if n == len(parts) - 1 else "”" if n % 2 else "“") for n, part in enumerate(parts)
    )
