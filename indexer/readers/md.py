"""Markdown → blocks, by way of HTML, with what its author typed left to be seen.

Three departures from Markdown, because manuscripts are written by people who know little of it: a typed
number (`1. `) stays as typed; a line that opens with an indent or a number begins a paragraph, and so
does the line after one that is clearly finished; indented text is a paragraph, never code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import yaml
from markdown import Markdown

from indexer.manuscript import Block
from indexer.readers import markup
from indexer.readers.line import iso_date, tidy, wide
from indexer.readers.md_marks import hide
from kb.errors import UnreadableFile

_FRONT = re.compile(r"\ufeff?---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_NUMBERED = re.compile(r"^[ \t]*([0-9]{1,9})\.([ \t]+)(?=\S)")
_OPENS = re.compile(
    r"\u3000|\s*(?:[0-9]{1,2}\\?[.．、](?![0-9])|第?[一二三四五六七八九十]{1,3}[、，]"
    r"|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[①-⑳])"
)
# Lines whose meaning is Markdown's own: headings, quotes, bullets, tables, HTML, rules.
_MARKED = re.compile(r"[ \t]{0,3}(?:#|>|[-*+][ \t]|<|={3,}|-{3,}|\*{3,})|.*\|")
# What must not be taken for the end of the paragraph it follows: a bullet, a row of a table.
_INTERRUPTS = re.compile(r"[ \t]{0,3}(?:[-*+][ \t]+\S|\|)")
# An attribute line (`{: #p20 }`), which no renderer shows; our own speech files have them.
_ATTRIBUTES = re.compile(r"[ \t]*\{:[^{}\n]*\}[ \t]*")
# `<某单位>` and `<XX>` are placeholders, not tags: a browser would swallow them.
_NO_TAG = re.compile(
    r"<(?!/?(?:a|b|big|blockquote|br|caption|center|code|col|colgroup|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i"
    r"|img|ins|li|mark|ol|p|pre|s|section|small|span|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr"
    r"|u|ul)\b|!--|https?:|mailto:)",
    re.I,
)
_ENDS = "。！？：；.!?:;”’）)…"
#: Columns: nobody wraps lines by hand wider than this.
_WIDEST_WRAP = 120
#: A wrapped line is at least this full, measured on the longest line of its paragraph.
_FULL = 0.7


@dataclass(frozen=True, slots=True)
class Notes:
    """A Markdown file taken apart; `others` are keys of its front matter a manuscript has no place for."""

    blocks: tuple[Block, ...]
    title: str
    date: str
    others: tuple[str, ...]


def notes(text: str) -> Notes:
    """Take a Markdown file apart.

    Raises:
        UnreadableFile: it nests deeper than anything a person writes.
    """
    front, body = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    hidden = hide("\n".join(_prepared(body.split("\n"))))
    try:
        html = hidden.back(_converter().convert(hidden.text))
    except RecursionError as error:
        raise UnreadableFile("Markdown 嵌套太深", remedy="请另存为 txt 后再导入") from error
    return Notes(
        blocks=markup.page(html).blocks,
        title=tidy(front.pop("title", "")),
        date=iso_date(front.pop("date", "")),
        others=tuple(front),
    )


def _converter() -> Markdown:
    converter = Markdown(extensions=["tables"], output_format="html")
    converter.parser.blockprocessors.deregister("code")
    return converter


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The front matter as strings, and the rest. What is not a YAML mapping is text and stays text."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    try:
        # BaseLoader makes every scalar a string: `date: 2019-02-30` must not stop an import.
        loaded = yaml.load(found[1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return {}, text
    if not isinstance(loaded, dict):
        return {}, text
    strings = {str(key): value if isinstance(value, str) else "" for key, value in loaded.items()}
    return strings, text[found.end() :]


def _prepared(lines: Sequence[str]) -> Iterator[str]:
    kept = [line for line in lines if not _ATTRIBUTES.fullmatch(line)]
    for blank, group in groupby(kept, key=lambda line: not line.strip()):
        yield from [""] if blank else _parted(list(group))


def _parted(lines: list[str]) -> Iterator[str]:
    """One run of lines without a blank one, parted where a paragraph ends."""
    longest = max(map(_width, lines))
    for before, line in zip(["", *lines], lines, strict=False):
        plain = not _MARKED.match(line)
        if before and _begins(line, before, plain, longest):
            yield ""
        # The escaped point keeps the number from becoming a list, which would renumber it.
        yield _NO_TAG.sub("&lt;", _NUMBERED.sub(r"\1\\.\2", line, count=1) if plain else line)


def _begins(line: str, before: str, plain: bool, longest: int) -> bool:
    """Whether a line begins a paragraph, list or table although no blank line stands before it."""
    after_text = not _MARKED.match(before)
    if not plain:
        return after_text and _INTERRUPTS.match(line) is not None
    return _OPENS.match(line) is not None or (after_text and _finished(before, longest))


def _finished(line: str, longest: int) -> bool:
    """Whether a line ends its paragraph: it closes a sentence or opens with a number, and is no full line."""
    if not (line.rstrip().endswith(tuple(_ENDS)) or _OPENS.match(line)):
        return False
    return not _FULL * longest <= _width(line) <= _WIDEST_WRAP


def _width(line: str) -> int:
    return sum(2 if wide(character) else 1 for character in line)
