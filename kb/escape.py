"""Text into Markdown that renders as exactly that text, and back.

Every character that Markdown could take for markup is escaped, so that a speech file stays readable by
any Markdown program and `unescape(escape(text)) == text` for every line of text.
"""

from __future__ import annotations

import re

_ANYWHERE = str.maketrans({c: "\\" + c for c in "\\`*_{}[]"} | {"&": "&amp;", "<": "&lt;"})
_AT_START = re.compile(r"[#>+\-]")
_NUMBERED = re.compile(r"([0-9]+)([.)])")
_TRAILING_HASH = re.compile(r"#$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])|&(lt|gt|amp|quot);")
_ENTITY = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def escape(text: str) -> str:
    """One line of text as one line of Markdown."""
    line = text.translate(_ANYWHERE)
    if _AT_START.match(line):
        line = "\\" + line
    line = _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    # `## heading #` would lose its last mark.
    return _TRAILING_HASH.sub(r"\\#", line) if line != "\\#" else line


def unescape(line: str) -> str:
    """The text of one line of Markdown that `escape` wrote, or that a person wrote in plain words."""
    return _ESCAPED.sub(lambda m: m[1] if m[1] else _ENTITY[m[2]], line)
