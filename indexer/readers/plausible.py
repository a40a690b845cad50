"""How likely a text is to be what somebody wrote in Chinese, and not bytes read the wrong way.

A unigram model: each character has a log probability by its class, common characters by their rank.
Summed over a whole text it compares decodings of the same bytes fairly, since each decoding explains
all of them. It must look at the whole text, never at a head of it.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from functools import lru_cache

from indexer.readers.characters import RANK

#: Below this mean, in nats a character, no Chinese text was ever seen; random bytes lie near -16.
FLOOR = -12.0
#: Ordinary text lies near -6.3; below this it may be text, but somebody should look.
ODD = -9.5
#: The share of impossible characters above which something is no text at all.
IMPOSSIBLE_SHARE = 0.02

_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·～％\u3000")
# With form feeds, and the end-of-file mark of DOS.
_SPACE = frozenset(" \n\r\t\v\f\x1a")

_ASCII = -5.5
_RARE = -13.5
_SYMBOL = -12.0
_FOREIGN = -15.0
_IMPOSSIBLE = -25.0


def score(text: str) -> float:
    """The log probability of `text` in nats; higher is more plausible. 0.0 for an empty text."""
    return math.fsum(count * _weight(character) for character, count in Counter(text).items())


def mean(text: str) -> float:
    """The score a character; comparable with `FLOOR`."""
    return score(text) / len(text) if text else 0.0


def is_text(text: str) -> bool:
    """Whether it is nearly free of characters that nobody can type: controls, private use, unassigned."""
    counts = Counter(text)
    impossible = sum(count for character, count in counts.items() if _weight(character) == _IMPOSSIBLE)
    return impossible <= IMPOSSIBLE_SHARE * len(text)


@lru_cache(maxsize=1 << 16)
def _weight(character: str) -> float:
    rank = RANK.get(character)
    if rank is not None:
        return -4.5 - math.log1p(rank / 30)
    if character in _MARKS or character in _SPACE or " " <= character <= "~":
        return _ASCII
    if "\u4e00" <= character <= "\u9fff":
        return _RARE
    return _rare_weight(unicodedata.category(character), character)


def _rare_weight(category: str, character: str) -> float:
    # Cc, Cn, Co, Cs: controls, unassigned, private use, surrogates. A wrong decoding is full of them.
    if category in {"Cc", "Cn", "Co", "Cs"}:
        return _IMPOSSIBLE
    if category[0] in "NPSZ" or category == "Cf" or "\uff01" <= character <= "\uffee":
        return _SYMBOL
    return _FOREIGN
