"""The bytes of an RTF file → tokens. Knows no meaning; loses no byte but line ends, which say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)"
)


class Token(NamedTuple):
    """`word` a control word or symbol with its number, `bytes` text as it stands, `open` and `close` a group."""

    kind: Literal["word", "bytes", "open", "close"]
    name: str = ""
    value: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("open"), Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file in order; raw binary data (`\\bin`) is passed over."""
    at = 0
    while found := _TOKEN.search(data, at):
        at = found.end()
        word, number, escaped, symbol, brace, text = found.groups()
        if text is not None:
            yield Token("bytes", data=text)
        elif escaped is not None:
            yield Token("bytes", name="'", data=bytes.fromhex(escaped.decode("ascii")))
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif word is not None:
            value = int(number) if number is not None else None
            if word == b"bin":
                at += max(value or 0, 0)
            yield Token("word", word.decode("ascii"), value)
        elif symbol is not None:
            yield Token("word", symbol.decode("latin-1"))
