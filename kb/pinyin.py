"""Chinese characters as Latin syllables, for names that stand in file names and ids."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

_HAN = re.compile(r"[\u4e00-\u9fff]")


def syllables(text: str) -> list[str]:
    """The syllables of the Chinese characters of a text, lower case, without tones; the rest is left out."""
    return [re.sub(r"[^a-z]", "", syllable) for syllable in lazy_pinyin("".join(_HAN.findall(text)))]
