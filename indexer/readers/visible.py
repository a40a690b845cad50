"""The walk over a page that sees what a browser shows, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborNode

Event = Literal["open", "text", "close"]

_UNSEEN = frozenset(
    {"head", "script", "style", "noscript", "template", "title", "iframe", "noembed", "noframes", "object"}
    | {"audio", "video", "canvas", "datalist", "rp", "rt"}
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)


def walk(root: LexborNode) -> Iterator[tuple[Event, LexborNode]]:
    """`open` and `close` of every element seen, and its `text`, in order.

    No recursion: pages nest without limit.
    """
    pending: list[tuple[Event, LexborNode]] = [("open", root)]
    while pending:
        event, node = pending.pop()
        if event == "open" and node.tag == "-text":
            yield "text", node
        elif event == "close" or _seen(node):
            yield event, node
            if event == "open":
                pending.append(("close", node))
                pending.extend(("open", child) for child in reversed(list(node.iter(include_text=True))))


def _seen(node: LexborNode) -> bool:
    if node.tag is None or node.tag in _UNSEEN or node.tag.startswith(("-", "!")):
        return False
    attributes = node.attributes
    return "hidden" not in attributes and not _NOT_SHOWN.search(attributes.get("style") or "")
