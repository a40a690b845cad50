"""OFD → blocks, by where each character stands on the page; lines and paragraphs are made by `layout`.

Reads text, templates and composite units; what is only drawn (text turned into outlines, pictures, seals)
holds no characters. Source: GB/T 33190—2016《电子文件存储与交换格式 版式文档》.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from indexer.manuscript import Block
from indexer.readers import layout
from indexer.readers.document import Document
from indexer.readers.docx.package import Element, Package, damaged
from indexer.readers.line import iso_date, tidy, wide

#: Composite units within each other; a unit that contains itself ends there.
_DEEPEST = 8
#: Objects and characters of a document; a thousand full pages.
MAX_OBJECTS = 2_000_000
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
_BOLD_WEIGHT = 600


def document(package: Package) -> Document:
    """Take an OFD apart.

    Raises:
        UnreadableFile: damaged, locked, unsafe or over the limits; names the part.
    """
    root = package.xml("OFD.xml")
    if root is None:
        raise damaged("OFD.xml")
    blocks: list[Block] = []
    for body in root.iterchildren("{*}DocBody"):
        main = _path("OFD.xml", body.findtext("{*}DocRoot") or "")
        blocks += _Reader(package, main).blocks()
    numbered = tuple(replace(block, line=line) for line, block in enumerate(blocks, start=1))
    info = "{*}DocBody/{*}DocInfo/{*}"
    return Document(
        numbered,
        tidy(root.findtext(info + "Title") or ""),
        iso_date(root.findtext(info + "CreationDate") or ""),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Object space → page: x' = ax + cy + e, y' = bx + dy + f (§8.5)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, element: Element) -> _Place:
        """The place of an object that stands at `element`'s Boundary, turned by its CTM."""
        ctm, box = _numbers(element.get("CTM")), _numbers(element.get("Boundary"))
        a, b, c, d, e, f = ctm if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        x, y = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
        left, top = self.of(e + x, f + y)
        return _Place(
            self.a * a + self.c * b, self.b * a + self.d * b, self.a * c + self.c * d, self.b * c + self.d * d, left, top
        )  # fmt: skip


@dataclass
class _Reader:
    """Reads one document of the package; keeps what its pages share."""

    package: Package
    main: str
    _units: dict[str, Element] = field(default_factory=dict)
    _templates: Mapping[str, str] = field(default_factory=dict)
    _left: int = MAX_OBJECTS

    def blocks(self) -> list[Block]:
        root = self.package.xml(self.main)
        if root is None:
            raise damaged(self.main)
        for name in ("PublicRes", "DocumentRes"):
            for part in root.iterfind(f"{{*}}CommonData/{{*}}{name}"):
                self._load_units(_path(self.main, part.text or ""))
        self._templates = {
            item.get("ID", ""): item.get("BaseLoc", "")
            for item in root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        pages = [list(self._page(page.get("BaseLoc", ""), 0)) for page in root.iterfind("{*}Pages/{*}Page")]
        notes = layout.blocks(self._annotations(root))
        return [*layout.blocks(pages), *(replace(block, kind="note") for block in notes)]

    def _load_units(self, name: str) -> None:
        root = self.package.xml(name)
        for unit in root.iter("{*}CompositeGraphicUnit") if root is not None else ():
            self._units[unit.get("ID", "")] = unit

    def _page(self, location: str, depth: int) -> Iterator[layout.Glyph]:
        name = _path(self.main, location)
        root = self.package.xml(name)
        if root is None:
            raise damaged(name, "缺少这一页")
        for template in root.iterchildren("{*}Template"):
            behind = self._templates.get(template.get("TemplateID", ""))
            if behind and depth < _DEEPEST:
                yield from self._page(behind, depth + 1)
        yield from self._objects(root, _Place(), 0)

    def _annotations(self, root: Element) -> Iterator[Iterator[layout.Glyph]]:
        """The text of remarks stuck on the pages, page by page."""
        for part in root.iterchildren("{*}Annotations"):
            index = _path(self.main, part.text or "")
            pages = self.package.xml(index)
            for page in pages.iter("{*}FileLoc") if pages is not None else ():
                remarks = self.package.xml(_path(index, page.text or ""))
                if remarks is not None:
                    yield self._remarks(remarks)

    def _remarks(self, root: Element) -> Iterator[layout.Glyph]:
        for appearance in root.iter("{*}Appearance"):
            yield from self._objects(appearance, _Place().inside(appearance), 0)

    def _objects(self, parent: Element, place: _Place, depth: int) -> Iterator[layout.Glyph]:
        for item in parent:
            name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
            self._spend()
            if item.get("Visible") == "false":
                continue
            if name == "TextObject":
                yield from self._text(item, place.inside(item))
            elif name == "CompositeObject" and depth < _DEEPEST:
                unit = self._units.get(item.get("ResourceID", ""))
                if unit is not None:
                    yield from self._objects(unit, place.inside(item), depth + 1)
            elif name in ("Content", "Layer", "PageBlock"):
                yield from self._objects(item, place, depth)

    def _spend(self) -> None:
        """Count one object or character: units within units can repeat each other without end."""
        self._left -= 1
        if self._left < 0:
            raise damaged(self.main, f"文字和图形超过 {MAX_OBJECTS} 个")

    def _text(self, item: Element, place: _Place) -> Iterator[layout.Glyph]:
        size = _number(item.get("Size"), 1.0)
        stretch = _number(item.get("HScale"), 1.0)
        bold = _number(item.get("Weight"), 400.0) >= _BOLD_WEIGHT
        x = y = 0.0
        for code in item.iterchildren("{*}TextCode"):
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            for character, at_x, at_y in _spread(code, x, y):
                self._spend()
                yield _glyph(character, at_x, at_y, size, stretch, place, bold)


def _glyph(
    character: str, x: float, y: float, size: float, stretch: float, place: _Place, bold: bool
) -> layout.Glyph:
    left, baseline = place.of(x, y)
    right, _ = place.of(x + size * stretch * (1.0 if wide(character) else 0.5), y)
    across, along = place.of(x, y + size)
    shown = ((across - left) ** 2 + (along - baseline) ** 2) ** 0.5
    return layout.Glyph(character, min(left, right), max(left, right), baseline, shown, bold)


def _spread(code: Element, x: float, y: float) -> Iterator[tuple[str, float, float]]:
    """The characters of a `TextCode`, each with where it stands."""
    text = code.text or ""
    across = _deltas(code.get("DeltaX"), len(text))
    along = _deltas(code.get("DeltaY"), len(text))
    for at, character in enumerate(text):
        yield character, x, y
        x += across[at] if at < len(across) else 0.0
        y += along[at] if at < len(along) else 0.0


def _deltas(text: str | None, longest: int) -> list[float]:
    """Steps from character to character; `g 3 12.5` stands for three steps of 12.5 (§11.3)."""
    words = iter((text or "").split())
    steps: list[float] = []
    for word in words:
        if len(steps) >= longest:
            break
        if word == "g":
            count, step = _number(next(words, None), 0.0), _number(next(words, None), 0.0)
            steps += [step] * min(int(count), longest)
        else:
            steps.append(_number(word, 0.0))
    return steps


def _numbers(text: str | None) -> list[float]:
    return [_number(word, 0.0) for word in (text or "").split()]


def _number(text: str | None, default: float) -> float:
    """A number of sane size; anything else is the default."""
    if text is None or len(text) > 24 or not _NUMBER.fullmatch(text):
        return default
    value = float(text)
    return value if abs(value) < 1e7 else default


def _path(base: str, location: str) -> str:
    """A location as written in the part `base`: absolute from the root of the package, or beside it."""
    joined = posixpath.join("/", posixpath.dirname(base), location.strip())
    return posixpath.normpath(joined).lstrip("/")
