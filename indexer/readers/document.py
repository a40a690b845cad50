"""What every reader of a document format gives: its blocks and what its properties say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.manuscript import Block


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken apart. `title` and `date` (ISO) are its properties and may be empty."""

    blocks: tuple[Block, ...]
    title: str = ""
    date: str = ""
    notices: tuple[str, ...] = ()


def dropped_notices(dropped: Mapping[str, int]) -> tuple[str, ...]:
    """The notice about what a manuscript cannot hold: how many of each, by its Chinese name."""
    counted = "、".join(f"{what} {count} 处" for what, count in sorted(dropped.items()) if count)
    return (f"没有读入：{counted}",) if counted else ()
