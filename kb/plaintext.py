"""A document as plain text and as Markdown: what can be pasted anywhere, and read without any program of ours."""

from __future__ import annotations

from kb.document import Document
from kb.escape import escape
from kb.lines import Line, lines

_INDENT = "\u3000\u3000"
_FLUSH = ("title", "subtitle", "salutation", "appendix")
#: Each has an empty line before it.
_APART = ("appendix",)


def to_text(document: Document, *, appendix: bool = False, marks: bool = False) -> str:
    """A document as plain text: a line a paragraph, indented by two full-width spaces, ended by a line break.

    Args:
        document: what is written.
        appendix: list the sources at the end.
        marks: give the number of its source with each paragraph that has one.
    """
    written: list[str] = []
    previous = ""
    for line in lines(document, appendix=appendix, marks=marks):
        if written and (line.role in _APART or _head(previous) != _head(line.role)):
            written.append("")
        indent = "" if line.role in _FLUSH else _INDENT
        written.append(f"{indent}{line.whole}{_mark(line)}")
        previous = line.role
    return "".join(f"{line}\n" for line in written)


def to_markdown(document: Document, *, appendix: bool = False, marks: bool = False) -> str:
    """A document as Markdown that renders as exactly its text: headings by `#`.

    Args:
        document: what is written.
        appendix: list the sources at the end.
        marks: give the number of its source with each paragraph that has one.
    """
    shown = lines(document, appendix=appendix, marks=marks)
    return "\n\n".join(_markdown(line) for line in shown) + "\n" if shown else ""


def _markdown(line: Line) -> str:
    if line.role == "title":
        return f"# {escape(' '.join(line.text.split()))}"
    text = escape(f"{line.whole}{_mark(line)}")
    if line.role.startswith("heading"):
        return f"{'#' * (int(line.role[-1]) + 1)} {text}"
    return f"## {text}" if line.role == "appendix" else text


def _mark(line: Line) -> str:
    return "" if line.mark is None else f"[{line.mark}]"


def _head(role: str) -> bool:
    return role in ("title", "subtitle")
