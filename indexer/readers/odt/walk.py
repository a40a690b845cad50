"""The body of an .odt → blocks, in reading order: paragraphs, lists, table rows, text boxes, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from indexer.manuscript import Block
from indexer.readers.docx.package import Element
from indexer.readers.docx.styles import outline_level
from indexer.readers.line import tidy
from indexer.readers.odt.lists import OUTLINE, Counters
from indexer.readers.odt.styles import Styles
from indexer.readers.odt.xml import attribute, local, number
from indexer.readers.rows import row

_SILENT = frozenset(
    {
        "tracked-changes",
        "annotation",
        "annotation-end",
        "ruby-text",
        "note-citation",
        "forms",
        "sequence-decls",
    }
    | {
        "variable-decls",
        "user-field-decls",
        "number",
        "bookmark",
        "bookmark-start",
        "bookmark-end",
        "hidden-text",
    }
    | {"hidden-paragraph", "reference-mark", "title", "desc", "event-listeners", "index-title-template"}
)
_DROPPED = {"image": "图片", "object": "嵌入对象", "object-ole": "嵌入对象", "plugin": "嵌入对象"}
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass
class Walk:
    """One reading of one document: the state that runs from paragraph to paragraph is here."""

    styles: Styles
    counters: Counters
    dropped: Counter[str] = field(default_factory=Counter)
    _paragraph: int = 0
    #: What hangs on the open paragraph: text boxes and notes; they come after it.
    _after: list[Block] = field(default_factory=list)

    def blocks(self, container: Iterable[Element]) -> Iterator[Block]:
        """The blocks of a body, section, cell, text box or note."""
        for item in container:
            name = local(item)
            if name in ("p", "h"):
                yield from self._read(item, "")
            elif name == "list":
                style = attribute(item, "text:style-name")
                yield from self._list(item, style, self.counters.begin(item, style), 1)
            elif name == "table":
                yield from self._table(item)
            elif name == "frame":
                yield from self._apart(item)
            elif name not in _SILENT and attribute(item, "text:display") != "none":
                yield from self.blocks(item)

    def _list(self, element: Element, style: str, key: int, depth: int) -> Iterator[Block]:
        style = attribute(element, "text:style-name") or style
        for item in element:
            numbered = local(item) == "list-item"
            start = number(item, "text:start-value", -1)
            for inner in item:
                if local(inner) == "list":
                    yield from self._list(inner, style, key, depth + 1)
                elif local(inner) in ("p", "h"):
                    label = self._label(inner, style, key, depth, start) if numbered else ""
                    # Only the first paragraph of an entry has its number.
                    numbered = False
                    yield from self._read(inner, label)
                elif local(inner) not in _SILENT:
                    yield from self.blocks([inner])

    def _label(self, paragraph: Element, style: str, key: int, depth: int, start: int) -> str:
        named = style or self.styles.list_of(attribute(paragraph, "text:style-name"))
        return self.counters.label(key, named, depth, start if start >= 0 else None)

    def _read(self, element: Element, label: str) -> Iterator[Block]:
        """The lines of a paragraph, then what hangs on it."""
        self._paragraph += 1
        line, name = self._paragraph, attribute(element, "text:style-name")
        level, label = self._level(element, name), label or self._outline(element)
        waiting, self._after = self._after, []
        bold = bool(self.styles.bold("paragraph", name))
        hidden = bool(self.styles.hidden("paragraph", name))
        for at, (text, all_bold) in enumerate(_lines(list(self._inline(element, bold, hidden)))):
            if tidied := tidy(label + text if at == 0 else text):
                yield Block(tidied, line, level=level, bold=all_bold, centered=self.styles.is_centred(name))
        yield from self._after
        self._after = waiting

    def _outline(self, element: Element) -> str:
        """The number of a heading by its outline level, where headings are numbered so."""
        plain = local(element) != "h" or attribute(element, "text:is-list-header") == "true"
        if plain or not self.counters.styles.get(OUTLINE):
            return ""
        return self.counters.label(-1, OUTLINE, number(element, "text:outline-level", 1))

    def _level(self, element: Element, style: str) -> int | None:
        if self.styles.is_title(style):
            return 0
        return outline_level(number(element, "text:outline-level", 1) - 1) if local(element) == "h" else None

    def _inline(self, element: Element, bold: bool, hidden: bool) -> Iterator[tuple[str, bool]]:
        if element.text and not hidden:
            yield _SPACE.sub(" ", element.text), bold
        for item in element:
            yield from self._piece(item, bold, hidden)
            if item.tail and not hidden:
                yield _SPACE.sub(" ", item.tail), bold

    def _piece(self, item: Element, bold: bool, hidden: bool) -> Iterator[tuple[str, bool]]:
        name = local(item)
        if name == "s":
            yield "" if hidden else " " * min(number(item, "text:c", 1), 200), bold
        elif name in ("tab", "line-break"):
            yield "" if hidden else {"tab": "\t", "line-break": "\n"}[name], bold
        elif name in ("frame", "custom-shape", "g", "text-box", "rect", "ellipse"):
            self._after += [] if hidden else self._apart(item)
        elif name == "note":
            notes = (
                []
                if hidden
                else [block for body in item.iterchildren("{*}note-body") for block in self.blocks(body)]
            )
            self._after += [replace(block, kind="note", level=None) for block in notes]
        elif name not in _SILENT and name:
            style = attribute(item, "text:style-name")
            named = self.styles.bold("text", style) if name == "span" else None
            unseen = self.styles.hidden("text", style) if name == "span" else None
            yield from self._inline(
                item, bold if named is None else named, hidden if unseen is None else unseen
            )

    def _apart(self, frame: Element) -> Iterator[Block]:
        """The text of a frame or shape; of alternatives in a frame the first counts, pictures are counted."""
        if local(frame) in _DROPPED:
            self.dropped[_DROPPED[local(frame)]] += 1
            return
        for item in frame:
            name = local(item)
            if name in _DROPPED:
                self.dropped[_DROPPED[name]] += 1
                if local(frame) == "frame":
                    return
            elif name not in _SILENT:
                yield from self.blocks(item) if name in ("text-box", "frame") else self.blocks([item])

    def _table(self, table: Element) -> Iterator[Block]:
        for item in table:
            name = local(item)
            if name == "table-row":
                yield from self._row(item)
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._table(item)

    def _row(self, element: Element) -> Iterator[Block]:
        cells = [item for item in element if local(item) in ("table-cell", "covered-table-cell")]
        nested = any(local(item) == "table" for cell in cells for item in cell)
        texts = [list(self.blocks(cell)) if local(cell) == "table-cell" else [] for cell in cells]
        yield from row(texts, layout=nested or len(cells) == 1)


def _lines(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The lines of a paragraph, each with whether all of it is bold."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, bold in pieces:
        first, *rest = text.split("\n")
        lines[-1].append((first, bold))
        lines += [[(part, bold)] for part in rest]
    return [
        ("".join(text for text, _ in line), all(bold for text, bold in line if text.strip()))
        for line in lines
    ]
