"""However many places only have another word for it, those that have the string as it was typed come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.engine import Entry, Request
from kb.engines import open_engine
from kb.expand import expand
from kb.lexicon import Lexicon, Sense
from kb.query import parse
from kb.rank import POOL
from kb.wanted import wanted_of

LEXICON = Lexicon({"农民合作社": (Sense("equal", ("农民专业合作社",)),)}, longest=5)


@pytest.mark.parametrize("name", ["whoosh", "tantivy"])
def test_what_was_typed_is_looked_at_first(name: str, tmp_path: Path) -> None:
    if name == "tantivy":
        pytest.importorskip("tantivy")
    others = [f"农民专业合作社、专业合作社、农民专业合作，第{n}家合作社。" for n in range(POOL + 50)]
    typed = f"办好农民合作社。{'这一年乡里的桥修了，路通了，灯亮了。' * 8}"
    engine = open_engine(name, tmp_path / "index", "")
    with engine.write() as batch:
        batch.add(
            "s", "1", [Entry("s", f"p{n}", "passage", text) for n, text in enumerate([*others, typed], 1)]
        )
    wide = expand(parse("农民合作社").tree, LEXICON)
    hits = engine.search(Request(wide.tree, wanted=wanted_of(wide.tree, wide.weights)), 3)
    engine.close()
    assert hits.total == POOL + 51
    assert hits.page[0][0] == f"s#p{POOL + 51}"
