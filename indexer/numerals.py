"""Chinese and Arabic numerals below one hundred, as ordinals and dates use them.

Kept apart because headings, points and dates must all read 二十三 the same way.
"""

from __future__ import annotations

ONES = "一二三四五六七八九"

#: A pattern for 一 to 九十九.
CHINESE = f"(?:[二三四五六七八九]?十[{ONES}]?|[{ONES}])"

#: A pattern for 0 to 99 in digits of either width.
ARABIC = "[0-9０-９]{1,2}"

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"


def value(text: str) -> int:
    """The number that `text` writes: 23 for 二十三, 23 and ２３, 3 for ③ and Ⅲ.

    Raises:
        ValueError: the text is none of these.
    """
    if text.isdecimal():
        return int(text)
    if text in CIRCLED:
        return CIRCLED.index(text) + 1
    if text in ROMAN:
        return ROMAN.index(text) + 1
    tens, ten, ones = text.rpartition("十")
    high = (ONES.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return high + (ONES.index(ones) + 1 if ones else 0)
