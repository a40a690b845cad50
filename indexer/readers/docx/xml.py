"""Small questions about WordprocessingML elements, asked in one way everywhere.

Source: ISO/IEC 29500-1 §17.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.readers.docx.package import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset({"0", "false", "off", "none"})

#: Elements whose children stand in for them: content controls, tags, accepted insertions.
WRAPPERS = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo"}
)
#: Elements that the finished document does not show: tracked deletions and what describes, not says.
REMOVED = frozenset({"del", "moveFrom", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"})


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, or follow a path of names; None where it ends."""
    for name in path:
        element = element.find(_W + name) if element is not None else None
    return element


def value(element: Element | None, *path: str, name: str = "val") -> str | None:
    """An attribute (`w:val`) of the element at the end of the path."""
    found = child(element, *path)
    return found.get(_W + name) if found is not None else None


def number(element: Element | None, *path: str, name: str = "val") -> int | None:
    """As `value`, as a whole number; None for what is none."""
    text = value(element, *path, name=name)
    if text is None or len(text) > 10 or not text.removeprefix("-").isascii():
        return None
    return int(text) if text.removeprefix("-").isdigit() else None


def toggle(element: Element | None, *path: str) -> bool | None:
    """An on/off property: present means on unless it says off; None when absent."""
    found = child(element, *path)
    return None if found is None else (found.get(_W + "val") or "1") not in _OFF


def members(element: Element) -> Iterator[Element]:
    """The children that the finished document shows, looked for inside wrappers; of alternatives one."""
    for item in element:
        name = local(item)
        if name in REMOVED:
            continue
        if name == "AlternateContent":
            yield from members(alternative(item))
        elif name in WRAPPERS:
            yield from members(item)
        else:
            yield item


def alternative(element: Element) -> Element:
    """The one of `mc:AlternateContent` to read: the first Choice, else the Fallback, else itself (empty)."""
    options = {local(item): item for item in reversed(element)}
    return options.get("Choice", options.get("Fallback", element))
