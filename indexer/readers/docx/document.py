"""Word's .docx → blocks, as Word would print the finished document.

Automatic numbers, text boxes and notes are there; tracked deletions, hidden text, field codes, headers
and footers are not. What a manuscript cannot hold (pictures, formulas) is counted and told.
Source: ISO/IEC 29500-1 (ECMA-376), WordprocessingML.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.readers.document import Document, dropped_notices
from indexer.readers.docx.numbering import Counters, load_numbering
from indexer.readers.docx.package import Element, Package, damaged
from indexer.readers.docx.runs import Runs
from indexer.readers.docx.styles import load_styles, value_of
from indexer.readers.docx.walk import Walk
from indexer.readers.docx.xml import child
from indexer.readers.line import iso_date, tidy

# python-docx stamps this on every document it makes: the age of its template, not of the text.
_TEMPLATE_DATE = "2013-12-23T23:15:00Z"
_NOTE_PARTS = {"footnotes": "footnote", "endnotes": "endnote"}


def document(package: Package) -> Document:
    """Take a .docx apart.

    Raises:
        UnreadableFile: damaged, locked, unsafe or over the limits; names the part.
    """
    main = next(iter(package.related("", "officeDocument")), "word/document.xml")
    body = child(package.xml(main), "body")
    if body is None:
        raise damaged(main)
    walk = _walk(package, main)
    blocks = tuple(walk.blocks(body))
    return Document(blocks, *_core(package), dropped_notices(walk.runs.dropped))


def _walk(package: Package, main: str) -> Walk:
    styles = load_styles(_part(package, main, "styles"))
    style_nums = {name: style.num for name, style in styles.by_id.items() if style.num}
    lists = load_numbering(_part(package, main, "numbering"), style_nums)
    notes = {
        (part, value_of(note, "id")): note
        for part, name in _NOTE_PARTS.items()
        for note in _children(_part(package, main, part), name)
    }
    return Walk(Runs(styles), Counters(lists), notes)


def _part(package: Package, main: str, kind: str) -> Element | None:
    name = next(iter(package.related(main, kind)), None)
    return package.xml(name) if name else None


def _children(root: Element | None, name: str) -> Iterator[Element]:
    return root.iterchildren(f"{{*}}{name}") if root is not None else iter(())


def _core(package: Package) -> tuple[str, str]:
    name = next(iter(package.related("", "core-properties")), "docProps/core.xml")
    root = package.xml(name)
    if root is None:
        return "", ""
    created = root.findtext("{*}created") or ""
    return tidy(root.findtext("{*}title") or ""), "" if created == _TEMPLATE_DATE else iso_date(created)
