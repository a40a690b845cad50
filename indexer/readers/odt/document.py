"""OpenDocument text → blocks, as an office suite shows the finished document.

Automatic numbers, text boxes and notes are there; tracked deletions, hidden text, headers and footers
are not. What a manuscript cannot hold is counted and told.
"""

from __future__ import annotations

from indexer.readers.document import Document, dropped_notices
from indexer.readers.docx.package import Element, Package, damaged
from indexer.readers.line import iso_date, tidy
from indexer.readers.odt.lists import Counters, load_lists
from indexer.readers.odt.styles import load_styles
from indexer.readers.odt.walk import Walk


def document(package: Package) -> Document:
    """Take an .odt apart.

    Raises:
        UnreadableFile: damaged, locked, unsafe or over the limits; names the part.
    """
    _refuse_locked(package)
    content = package.xml("content.xml")
    text = content.find("{*}body/{*}text") if content is not None else None
    if content is None or text is None:
        raise damaged("content.xml")
    styles = package.xml("styles.xml")
    roots = [root for root in (styles, content) if root is not None]
    walk = Walk(load_styles(roots), Counters(load_lists(roots)))
    blocks = tuple(walk.blocks(text))
    return Document(blocks, *_properties(package.xml("meta.xml")), dropped_notices(walk.dropped))


def _refuse_locked(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise damaged(manifest, "文件加了密码")


def _properties(meta: Element | None) -> tuple[str, str]:
    if meta is None:
        return "", ""
    title = meta.findtext("{*}meta/{*}title") or ""
    return tidy(title), iso_date(meta.findtext("{*}meta/{*}creation-date") or "")
