"""The engine for large libraries (extra `fast`): segments as the default engine's, their terms kept by tantivy.

Everything but terms is shared: texts, columns, themes, decisions, the state of the index, and what reads
them. What one edit makes stays as plain arrays (see `young`), which are made faster than any index.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.engines import postings
from kb.engines.tantivy_terms import write_terms
from kb.engines.whoosh import WhooshEngine

#: Entries in a segment when a large batch is split. Every question costs a little for each segment, and
#: making one uses more than one core by itself.
_SPLIT = 120_000


class TantivyEngine(WhooshEngine):
    """See `kb.engine.Engine`."""

    def __init__(self, path: Path, stamp: str = "") -> None:
        super().__init__(path, stamp)
        self._keep_terms = keep_terms
        self._split = _SPLIT


def keep_terms(path: Path, folded: Sequence[str], large: bool) -> None:
    """See `postings.write_terms`; texts too long for one segment of tantivy's are kept as arrays."""
    if not large or not write_terms(path, folded):
        postings.write_terms(path, folded, large=False)
