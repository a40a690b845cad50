"""Reads the body of a draft file, as we wrote it or as somebody left it. No line is ever lost or refused.

A run of lines up to an attribute line is a block; a line that is not understood is text of its own. Blocks
without an id, or with one that is taken, get a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.draft import BLOCK_ID, Block, Source, cleaned, free_id, heading_text, one_line
from kb.escape import unescape
from kb.numbers import LEVELS

#: The attributes of an excerpt, in the order of `Source`.
SOURCE = ("from", "cite", "sha", "added")

_HEADING = re.compile(
    r"(?P<marks>#{1,6})(?P<text>|[ \t].*?)(?:[ \t]*(?<!\\)\{:[ \t]*#(?P<id>[^\s{}\\]+)[ \t]*\})?"
)
_ATTRIBUTES = re.compile(r'\{:((?:[^{}"\\]|"[^"]*")*)\}')
_ATTRIBUTE = re.compile(
    r'[ \t]+(?:#(?P<id>[^\s"=]+)|\.(?P<more>[^\s"=]+)|(?P<key>[a-z]+)="(?P<value>[^"]*)")'
)
#: Lines that Markdown gives a look of their own are not joined with the line before.
_APART = re.compile(r"[-*+>|=~`]|[0-9]+[.)]")
_QUOTATION = re.compile(r">[ \t]?")

#: The ids that we give: `.b2` with no such block before it means nothing, other classes are a person's.
_OURS = re.compile(r"b[0-9]+")

_UNSAFE = {"&": "&amp;", '"': "&quot;", "{": "&#123;", "}": "&#125;", "<": "&lt;"}
_SAFE = {entity: char for char, entity in _UNSAFE.items()}
_ENTITY = re.compile("|".join(_SAFE))


def quoted(value: str) -> str:
    """A value as it stands in an attribute."""
    return "".join(_UNSAFE.get(char, char) for char in value)


def unquoted(value: str) -> str:
    """The value that `quoted` wrote."""
    return _ENTITY.sub(lambda found: _SAFE[found[0]], value)


def attributes(line: str) -> Mapping[str, str] | None:
    """What an attribute line says: `id` and perhaps the attributes of a source; or only `more`; or only `taken`.

    None for every other line.
    """
    outer = _ATTRIBUTES.fullmatch(line.strip())
    if not outer or _ATTRIBUTE.sub("", outer[1]).strip():
        return None
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(outer[1]):
        name = one["key"] or ("id" if one["id"] else "more")
        if name in found:
            return None
        found[name] = unquoted(one["value"]) if one["key"] else one[name]
    names = set(found)
    excerpt = {"id", "from"} <= names <= {"id", *SOURCE} and "#" in found["from"]
    return found if excerpt or names in ({"id"}, {"more"}, {"taken"}) else None


@dataclass(slots=True)
class _Found:
    """A block while it is read; `taken` is None until a quotation says that it differs from the text."""

    id: str
    lines: list[str]
    level: int = 0
    source: Mapping[str, str] | None = None
    taken: str | None = None

    def block(self, id_: str) -> Block:
        if self.level:
            return Block(id_, heading_text("\n".join(self.lines)), self.level)
        text = cleaned("\n".join(self.lines))
        return Block(id_, text, source=self._source(self.source, text) if self.source else None)

    def _source(self, given: Mapping[str, str], text: str) -> Source:
        key, citation, sha, added = (one_line(given.get(name, "")) for name in SOURCE)
        speech, _, place = key.partition("#")
        taken = text if self.taken is None else self.taken
        return Source(speech.strip(), place.strip(), citation, sha, taken, added)


def read(body: str, title: str) -> tuple[Block, ...]:
    """The blocks of a body. A line `# title` that only says the title once more is no block."""
    found: list[_Found] = []
    for lines in _runs(body):
        heading = _HEADING.fullmatch(lines[0])
        if heading:
            if heading["marks"] != "#" or one_line(unescape(heading["text"])) != title:
                found.append(_heading(heading))
        else:
            _read(lines, found)
    return tuple(_named(found))


def _runs(body: str) -> Iterator[list[str]]:
    """Runs of stripped lines: a blank line, a heading or an attribute line ends one."""
    run: list[str] = []
    for line in (*map(str.strip, body.split("\n")), ""):
        heading = _HEADING.fullmatch(line)
        if run and (heading or not line):
            yield run
            run = []
        if heading:
            yield [line]
        elif line:
            run.append(line)
            if attributes(line) is not None:
                yield run
                run = []


def _heading(heading: re.Match[str]) -> _Found:
    level = min(max(len(heading["marks"]) - 1, 1), LEVELS)
    return _Found(heading["id"] or "", [unescape(heading["text"].strip())], level)


def _read(lines: Sequence[str], found: list[_Found]) -> None:
    """Add what a run says to the blocks found so far."""
    told = attributes(lines[-1])
    if told is None:
        found.append(_Found("", _paragraphs(lines)))
    elif "taken" in told:
        if not _quotation(told["taken"], lines[:-1], found):
            found.append(_Found("", _paragraphs(lines)))
    elif "more" in told:
        if found and found[-1].id == told["more"] and not found[-1].level:
            found[-1].lines += _paragraphs(lines[:-1])
        else:
            bare = lines[:-1] if _OURS.fullmatch(told["more"]) else lines
            found += [_Found("", _paragraphs(bare))] if bare else []
    else:
        found.append(_Found(told["id"], _paragraphs(lines[:-1]), source=told if "from" in told else None))


def _quotation(id_: str, lines: Sequence[str], found: Sequence[_Found]) -> bool:
    """Note what an excerpt said when it was taken; tell whether there is such an excerpt."""
    for one in reversed(found):
        if one.id == id_ and one.source and one.taken is None:
            bare = [_QUOTATION.sub("", line, count=1).strip() for line in lines]
            one.taken = cleaned("\n".join(_paragraphs(bare)))
            return True
    return False


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a run: lines that a person's editor has wrapped are made one."""
    made: list[str] = []
    joins = False
    for line in lines:
        apart = _APART.match(line) is not None
        if joins and line and not apart:
            latin = (
                made[-1][-1:].isascii()
                and line[:1].isascii()
                and made[-1][-1:].isalnum()
                and line[:1].isalnum()
            )
            made[-1] += f" {line}" if latin else line
        elif line:
            made.append(line)
        joins = bool(line)
    return [unescape(line) for line in made]


def _named(found: Sequence[_Found]) -> Iterator[Block]:
    """The blocks, each with an id of its own; ids that stand there are never given to another."""
    said = {one.id for one in found if BLOCK_ID.fullmatch(one.id)}
    given: set[str] = set()
    for one in found:
        free = one.id in said and one.id not in given
        id_ = one.id if free else free_id(said | given)
        given.add(id_)
        yield one.block(id_)
