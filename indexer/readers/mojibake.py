"""Text that was read in a wrong encoding and saved so (鍏氬缓 for 党建): known by its looks, undone where it can be.

Undoing is exact or it is not done: every character of a line must turn back into bytes, and these bytes
must be what the right encoding writes. What has already lost bytes (锟斤拷) is only told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.readers import plausible

# Read as the first, written as the second.
_MISTAKES = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp950", "utf-8"),
)
_NAMES = {"gb18030": "GBK", "cp1252": "西文", "latin-1": "西文", "cp950": "BIG5", "utf-8": "UTF-8"}
#: Nats a character by which the undone text must be the more plausible.
_BETTER = 1.0
#: Characters of a line that must be odd before it is looked at.
_LEAST = 3
# What U+FFFD in UTF-8 becomes when read as GBK, and U+FFFD itself in numbers.
_LOST = re.compile("锟斤拷|锟斤|斤拷|\ufffd")
# Ideographs in UTF-8, as bytes.
_IDEOGRAPHS = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbd][\x80-\xbf])+")
#: The share of such bytes in a line that was UTF-8; in a line that is GBK they come by chance.
_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Mended:
    """A text, mended where possible, and what to tell the user about it."""

    text: str
    notices: tuple[str, ...] = ()


def mend(text: str) -> Mended:
    """Undo a wrong decoding, in the whole text or line by line."""
    if text.isascii():
        return Mended(text)
    # Only at real line ends: a wrong decoding is full of characters that `splitlines` breaks at.
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    mended, mistakes = [], set()
    for line in lines:
        undone = _undone(line)
        mended.append(undone[0] if undone else line)
        if undone:
            mistakes.add(undone[1:])
    result = "".join(mended)
    return Mended(
        result,
        (
            *_told(mistakes, len(lines), sum(a != b for a, b in zip(lines, mended, strict=True))),
            *_lost(mended),
        ),
    )


def _undone(line: str) -> tuple[str, str, str] | None:
    """A line with the mistake undone that makes it most plausible, and the mistake; None if there was none."""
    if sum(not character.isascii() for character in line) < _LEAST:
        return None
    found = [(text, *mistake) for mistake in _MISTAKES if (text := _back(line, *mistake)) is not None]
    if not found:
        return None
    best = max(found, key=lambda candidate: plausible.mean(candidate[0]))
    better = plausible.mean(best[0]) - plausible.mean(line) > _BETTER
    return best if better and plausible.mean(best[0]) > plausible.ODD else None


def _back(line: str, read_as: str, written_as: str) -> str | None:
    try:
        # Windows' GBK has the euro sign at 80, where GB18030 has nothing.
        parts = line.split("€") if read_as == "gb18030" else [line]
        return b"\x80".join(part.encode(read_as) for part in parts).decode(written_as)
    except UnicodeError:
        return None


def _told(mistakes: set[tuple[str, str]], lines: int, mended: int) -> tuple[str, ...]:
    if not mistakes:
        return ()
    read_as, written_as = (_NAMES[codec] for codec in min(mistakes))
    share = "整篇" if mended == lines else f"其中 {mended} 行"
    return (f"文件里的乱码（{written_as} 被当成 {read_as} 存过一次）{share}已还原，请对照原件",)


def _lost(lines: list[str]) -> tuple[str, ...]:
    """The notice about characters that were lost before the file came to us."""
    broken = [number for number, line in enumerate(lines, start=1) if _LOST.search(line) or _is_garbled(line)]
    if not broken:
        return ()
    more = f" 等 {len(broken)} 行" if len(broken) > 1 else " 行"
    return (
        f"第 {broken[0]}{more}有乱码（如 锟斤拷、鍏氬缓），文字在存成这份文件时已经丢失，不能还原，请找原来的文件",
    )


def _is_garbled(line: str) -> bool:
    """Whether a line looks like UTF-8 read as GBK, although it cannot be turned back."""
    bytes_ = b"".join(_bytes(character) for character in line if not character.isascii())
    like = sum(len(run) for run in _IDEOGRAPHS.findall(bytes_))
    return len(bytes_) >= 12 and like > _SHARE * len(bytes_) and plausible.mean(line) < plausible.ODD


def _bytes(character: str) -> bytes:
    try:
        return character.encode("gbk")
    except UnicodeEncodeError:
        return b""
