"""What the styles of an .odt say: centred, bold, hidden, title, and the list that numbers a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.readers.docx.package import Element
from indexer.readers.odt.xml import attribute

_TITLES = frozenset({"Title", "标题"})


@dataclass(frozen=True, slots=True)
class Style:
    """One style as declared; empty where it says nothing and its parent decides."""

    name: str
    parent: str
    align: str
    weight: str
    display: str
    list_style: str


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of paragraphs and of text, by family and name."""

    by_name: Mapping[tuple[str, str], Style]

    def _chain(self, family: str, name: str) -> Iterator[Style]:
        seen: set[str] = set()
        while (style := self.by_name.get((family, name))) is not None and name not in seen:
            seen.add(name)
            yield style
            name = style.parent

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is that of the title."""
        return any(style.name in _TITLES for style in self._chain("paragraph", name))

    def is_centred(self, name: str) -> bool:
        """Whether a paragraph style centres."""
        return next((s.align for s in self._chain("paragraph", name) if s.align), "") == "center"

    def list_of(self, name: str) -> str:
        """The list style that a paragraph style belongs to."""
        return next((s.list_style for s in self._chain("paragraph", name) if s.list_style), "")

    def bold(self, family: str, name: str) -> bool | None:
        """Bold or not; None when the style leaves it open."""
        weight = next((s.weight for s in self._chain(family, name) if s.weight), "")
        return None if not weight else weight == "bold" or weight in ("600", "700", "800", "900")

    def hidden(self, family: str, name: str) -> bool | None:
        """Hidden or not; None when the style leaves it open."""
        display = next((s.display for s in self._chain(family, name) if s.display), "")
        return None if not display else display == "none"


def load_styles(roots: Iterable[Element]) -> Styles:
    """Read the styles of `styles.xml` and `content.xml`; those of the latter come last and win."""
    found = {}
    for root in roots:
        for element in root.iter("{*}style"):
            style = _style(element)
            found[attribute(element, "style:family"), attribute(element, "style:name")] = style
    return Styles(found)


def _style(element: Element) -> Style:
    paragraph, text = element.find("{*}paragraph-properties"), element.find("{*}text-properties")
    return Style(
        name=attribute(element, "style:display-name") or attribute(element, "style:name"),
        parent=attribute(element, "style:parent-style-name"),
        align=attribute(paragraph, "fo:text-align"),
        weight=attribute(text, "fo:font-weight"),
        display=attribute(text, "text:display"),
        list_style=attribute(element, "style:list-style-name"),
    )
