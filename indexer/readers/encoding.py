"""Bytes → text, for files that do not say how they are encoded.

A byte order mark decides; then strict UTF-8; then whichever of UTF-8, GB18030, Big5 and UTF-16 decodes
every byte and gives the most plausible Chinese. Nothing is ever replaced, left out or decoded from a
cut-off head: a file that no encoding explains is refused, with the byte where it goes wrong.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from indexer.readers import plausible
from kb.errors import UnreadableFile

#: What a person may choose, and the codec that stands for it. GB18030 holds all of GBK and GB2312.
CHOICES = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "cp950",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}

# UTF-32 comes first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Codec and name. Python's `big5` lacks Microsoft's additions and `cp950` lacks Hong Kong's.
_CANDIDATES = (
    ("utf-8", "utf-8"),
    ("gb18030", "gb18030"),
    ("cp950", "big5"),
    ("big5hkscs", "big5"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
)

#: Nats added to what the file itself claims (a page's `<meta charset>`); less than two rare characters.
_CLAIM = 8.0
#: Nats by which the best must beat the second to be beyond doubt.
_MARGIN = 12.0
_PREVIEW = 60
_REMEDY = "请用记事本或 WPS 打开检查，另存为 UTF-8 文本后再导入；知道编码的，可在导入时指定"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file. `encoding` is a codec name; `preview` is the first line, at most 60 characters."""

    text: str
    encoding: str
    doubtful: bool
    preview: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    encoding: str
    score: float


def decode(data: bytes, *, hint: str = "") -> Decoded:
    """Decode a whole file, finding out its encoding.

    Args:
        data: all bytes of the file.
        hint: the encoding the file claims, if any; it counts for little and may be wrong.

    Raises:
        UnreadableFile: empty, damaged, or no text; names the byte.
    """
    if not data:
        raise UnreadableFile("空文件", remedy="请检查文件是否保存完整")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(_strict(data[len(mark) :], codec, len(mark)), codec, False)
    if (text := _utf8(data)) is not None:
        return _decoded(text, "utf-8", False)
    return _most_plausible(data, _known(hint))


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode with the encoding a person chose, one of `CHOICES`.

    Raises:
        UnreadableFile: not such an encoding, or the file is not in it.
    """
    codec = CHOICES.get(_known(encoding))
    if codec is None:
        raise UnreadableFile(f"不认识的编码 {encoding}", remedy=f"可以用 {'、'.join(CHOICES)}")
    text = _strict(data, codec, 0)
    return _decoded(text.removeprefix("\ufeff"), _known(encoding), False)


def _known(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace("utf8", "utf-8").replace("utf16", "utf-16")


def _strict(data: bytes, codec: str, skipped: int) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _broken(codec, skipped + error.start) from error


def _broken(codec: str, offset: int) -> UnreadableFile:
    return UnreadableFile(
        f"这里不合 {codec.upper()} 编码，文件可能被截断或损坏",
        place=f"第 {offset + 1} 个字节",
        remedy=_REMEDY,
    )


def _utf8(data: bytes) -> str | None:
    """The text if the file is beyond doubt UTF-8; None to let the candidates compete.

    Raises:
        UnreadableFile: it is UTF-8 up to a damaged place.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Other encodings do not pass for four ideographs of UTF-8 from the start; a damaged file does.
        if _ideographs(data[: error.start].decode("utf-8")) >= 4:
            raise _broken("utf-8", error.start) from error
        return None
    return text if _ideographs(text) >= 1 and plausible.is_text(text) else None


def _ideographs(text: str) -> int:
    return sum("\u3000" <= character <= "\u9fff" for character in text[:4096])


def _most_plausible(data: bytes, claim: str) -> Decoded:
    codec = CHOICES.get(claim, "")
    ranked = sorted(_candidates(data, codec), key=lambda candidate: candidate.score, reverse=True)
    if not ranked or plausible.mean(ranked[0].text) < plausible.FLOOR:
        raise _unexplained(data)
    best = ranked[0]
    rivals = [other.score for other in ranked[1:] if other.text != best.text]
    close = bool(rivals) and best.score - rivals[0] < _MARGIN and not best.text.isascii()
    return _decoded(best.text, best.encoding, close or plausible.mean(best.text) < plausible.ODD)


def _candidates(data: bytes, claimed: str) -> list[_Candidate]:
    found = []
    for codec, name in _CANDIDATES:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue  # This encoding does not explain every byte; another may.
        if plausible.is_text(text):
            claim = _CLAIM if codec == claimed else 0.0
            found.append(_Candidate(text, name, plausible.score(text) + claim))
    return found


def _unexplained(data: bytes) -> UnreadableFile:
    """The error for a file no encoding explains: the byte where the likeliest encoding gives up."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        return _broken("gb18030", error.start)
    return UnreadableFile("不是文字文件，或者编码认不出来", remedy=_REMEDY)


def _decoded(text: str, encoding: str, doubtful: bool) -> Decoded:
    first = next((line.strip() for line in text[:4096].splitlines() if line.strip()), "")
    return Decoded(text, encoding, doubtful, first[:_PREVIEW])
