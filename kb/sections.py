"""Word lists that ship in `data/lexicon/`: words apart by spaces, in sections that begin with `[name]`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.resources import shipped


@lru_cache(maxsize=8)
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The words of each section of a list.

    Args:
        name: of the file, without `.txt`.
    """
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in shipped(f"lexicon/{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[] "), [])
        elif not line.startswith("#"):
            words += line.split()
    return {section: tuple(words) for section, words in found.items()}
