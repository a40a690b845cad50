"""Small questions about OpenDocument elements, asked in one way everywhere."""

from __future__ import annotations

from indexer.readers.docx.package import Element

_NAMESPACES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its usual prefix (`text:style-name`); empty when absent."""
    prefix, _, plain = name.partition(":")
    return (element.get(f"{{{_NAMESPACES[prefix]}}}{plain}") or "") if element is not None else ""


def number(element: Element | None, name: str, default: int) -> int:
    """An attribute as a whole number of at most six digits, else the default."""
    text = attribute(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else default
