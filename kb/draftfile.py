"""The text form of a draft: Markdown that any program shows, with attribute lines that say what came from where.

A draft may be edited by hand, so nothing in it is ever refused but front matter that is no YAML. The law:
`parse(render(draft)) == draft`. The format is described in docs/file-format.md; `kb/draftbody.py` reads the body.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from kb.draft import DRAFT_ID, UNTITLED, Block, Draft, Source, one_line
from kb.draftbody import SOURCE, quoted, read
from kb.errors import BrokenDraft
from kb.escape import escape

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_FACTS = ("occasion", "audience", "date")
_KNOWN = {"id", "title", *_FACTS}
_FRONT = re.compile(r"---[ \t]*\n(?:(.*?)\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)


def render(draft: Draft) -> str:
    """The text of the file, ending in a line break."""
    front: dict[str, object] = {"id": draft.id, "title": draft.title}
    front |= {name: value for name in _FACTS if (value := getattr(draft, name))}
    head = yaml.dump(
        front | dict(draft.extra),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=2**30,
    )
    return f"---\n{head}---\n" + "".join(f"\n{_rendered(block)}" for block in draft.blocks)


def _rendered(block: Block) -> str:
    if block.level:
        return (
            f"{'#' * (block.level + 1)} {escape(block.text)}{' ' if block.text else ''}{{: #{block.id} }}\n"
        )
    attributes = f"#{block.id}{_from(block.source) if block.source else ''}"
    first, *more = block.paragraphs or ("",)
    parts = [f"{escape(first)}\n{{: {attributes} }}\n" if first else f"{{: {attributes} }}\n"]
    parts += [f"{escape(line)}\n{{: .{block.id} }}\n" for line in more]
    if block.source and block.changed:
        parts.append(_quote(block.id, block.source.taken))
    return "\n".join(parts)


def _from(source: Source) -> str:
    values = zip(SOURCE, (source.key, source.citation, source.sha, source.added), strict=True)
    return "".join(f' {key}="{quoted(value)}"' for key, value in values)


def _quote(id_: str, taken: str) -> str:
    """The text as it was taken, as a quotation below the excerpt that no longer says so."""
    lines = "\n>\n".join(f"> {escape(line)}" for line in taken.split("\n"))
    return f'{lines if taken else ">"}\n{{: taken="{id_}" }}\n'


def parse(text: str, name: str = "", file: str = "") -> Draft:
    """Read a draft.

    Args:
        text: the whole file; any line ends. Without front matter it is all text.
        name: the id of one that gives none, or none that can be used.
        file: for the error.

    Raises:
        BrokenDraft: there is front matter, but it is not YAML.
    """
    front, body = split(text, file)
    given = str(front.get("id", ""))
    title = one_line(str(front.get("title", ""))) or one_line(name) or UNTITLED
    return Draft(
        id=given if DRAFT_ID.fullmatch(given) else name or "draft",
        title=title,
        blocks=read(body, title),
        extra={key: value for key, value in front.items() if key not in _KNOWN},
        **{fact: one_line(str(front.get(fact, ""))) for fact in _FACTS},
    )


def split(text: str, file: str = "") -> tuple[dict[str, Any], str]:
    """The front matter, whose values are strings, lists and mappings of strings; and the body.

    Raises:
        BrokenDraft: as `parse`.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _FRONT.match(text)
    if not found:
        return {}, text
    try:
        front = yaml.load(found[1] or "", Loader=_Loader)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        where = f"第 {mark.line + 2} 行" if mark else "开头"
        told = "检查缩进、冒号和引号；有冒号的值用引号括起来"
        raise BrokenDraft("文件头不是合格的 YAML", file=file, place=where, remedy=told) from e
    if front is None or isinstance(front, dict):
        return front or {}, text[found.end() :]
    return {}, text
