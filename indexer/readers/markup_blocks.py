"""The elements of a page → blocks: one at each block-level element, line break and table row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from indexer.manuscript import Block
from indexer.readers.line import collapse, tidy
from indexer.readers.numerals import numeral
from indexer.readers.rows import row
from indexer.readers.visible import walk

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
    }
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header"}
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
    }
    | {"optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td"}
    | {"textarea", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_VERBATIM = frozenset({"pre", "textarea"})
_CELLS = frozenset({"td", "th"})
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_UNCENTRED = re.compile(r"text-align\s*:\s*(?:left|right|justify|start|end)", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)

# Stands for a line end that counts, through `collapse`. The parser lets no NUL through from the page.
_HARD_END = "\0"


def blocks(root: LexborNode) -> list[Block]:
    """The blocks of a page in order, numbered from 1. One `h1` is the title; several are headings."""
    builder = _Builder()
    for event, node in walk(root):
        if event == "text":
            builder.text(node.text_content or "")
        elif event == "open":
            builder.open(node, node.tag or "")
        else:
            builder.close(node.tag or "")
    return builder.done()


@dataclass
class _List:
    """An ordered list being read: the number its next entry prints."""

    next: int
    step: int
    form: str


@dataclass
class _Row:
    cells: list[list[Block]] = field(default_factory=list)
    layout: bool = False
    spanned: bool = False


class _Builder:
    """Gathers text between block boundaries. All state of reading one page is here."""

    def __init__(self) -> None:
        # Where finished blocks go: the page, or the innermost open table cell.
        self._sinks: list[list[Block]] = [[]]
        self._rows: list[_Row] = []
        self._pieces: list[tuple[str, bool]] = []
        self._lists: list[_List | None] = []
        self._label = ""
        self._level: int | None = None
        self._bold = [False]
        self._centred = [False]
        self._verbatim = 0
        self._title_begins = False
        self._titles = 0

    def done(self) -> list[Block]:
        self._flush()
        first = 0 if self._titles == 1 else 1
        return [
            replace(block, line=line, level=first if block.level == 0 else block.level)
            for line, block in enumerate(self._sinks[0], start=1)
        ]

    def text(self, text: str) -> None:
        kept = text.replace("\n", _HARD_END) if self._verbatim else text
        self._pieces.append((kept, self._bold[-1]))

    def open(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        style = node.attributes.get("style") or ""
        self._bold.append(self._bold[-1] or tag in ("b", "strong") or bool(_BOLD.search(style)))
        self._centred.append(_is_centred(node, tag, style, self._centred[-1]))
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
            self._title_begins = tag == "h1"
        elif tag in _VERBATIM:
            self._verbatim += 1
        elif tag in _LISTS:
            self._lists.append(_ordered(node) if tag == "ol" else None)
        elif tag == "li":
            self._label = self._number(node)
        else:
            self._open_table(node, tag)

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        self._bold.pop()
        self._centred.pop()
        if tag in _HEADINGS:
            self._level = None
        elif tag in _VERBATIM:
            self._verbatim -= 1
        elif tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        else:
            self._close_table(tag)

    def _open_table(self, node: LexborNode, tag: str) -> None:
        if tag == "table":
            for outer in self._rows:
                outer.layout = True
        elif tag == "tr":
            self._rows.append(_Row())
        elif tag in _CELLS and self._rows:
            self._rows[-1].spanned |= _integer(node.attributes.get("colspan"), 1) > 1
            self._sinks.append([])

    def _close_table(self, tag: str) -> None:
        if tag == "tr":
            done = self._rows.pop()
            lone = len(done.cells) == 1 and not done.spanned
            self._sinks[-1].extend(row(done.cells, layout=done.layout or lone))
        elif tag in _CELLS and self._rows:
            self._rows[-1].cells.append(self._sinks.pop())

    def _number(self, node: LexborNode) -> str:
        numbering = self._lists[-1] if self._lists else None
        if numbering is None:
            return ""
        value = _integer(node.attributes.get("value"), numbering.next)
        numbering.next = value + numbering.step
        return f"{numeral(value, numbering.form)}. "

    def _flush(self) -> None:
        raw = "".join(text for text, _ in self._pieces)
        bold = all(bold for text, bold in self._pieces if text.strip())
        self._pieces = []
        for text in collapse(raw).split(_HARD_END):
            if tidied := tidy(text):
                self._emit(tidied, bold)

    def _emit(self, text: str, bold: bool) -> None:
        self._titles += self._title_begins
        self._title_begins = False
        block = Block(self._label + text, 1, level=self._level, bold=bold, centered=self._centred[-1])
        self._label = ""
        self._sinks[-1].append(block)


def _is_centred(node: LexborNode, tag: str, style: str, inherited: bool) -> bool:
    align = (node.attributes.get("align") or "").lower()
    if tag == "center" or align == "center" or _CENTRED.search(style):
        return True
    return inherited and not align and not _UNCENTRED.search(style)


def _ordered(node: LexborNode) -> _List:
    backwards = "reversed" in node.attributes
    entries = sum(child.tag == "li" for child in node.iter())
    start = _integer(node.attributes.get("start"), entries if backwards else 1)
    form = _LIST_FORMS.get(node.attributes.get("type") or "", "decimal")
    return _List(start, -1 if backwards else 1, form)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\s*[+-]?[0-9]{1,6}\s*", text) else default
