"""A peer: Whoosh as it comes, with jieba's ChineseAnalyzer, its own query parser, scores and groups."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from kb.engine import Entry
from tests.bench.contestants import PAGE, Outcome, cut
from tests.bench.questions import Question

_COLUMNS = ("themes", "roles", "years", "speeches", "kinds")


class StockWhoosh:
    """One index. It finds words, not strings, so its totals are others than everybody else's."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path

    def build(self, entries: Sequence[Entry]) -> None:
        import jieba
        from jieba.analyse import ChineseAnalyzer
        from whoosh.fields import ID, KEYWORD, TEXT, Schema
        from whoosh.index import create_in

        jieba.setLogLevel(logging.ERROR)
        columns = {name: ID(stored=True, sortable=True) for name in _COLUMNS if name != "themes"}
        schema = Schema(
            key=ID(stored=True),
            text=TEXT(analyzer=ChineseAnalyzer(), stored=True),
            themes=KEYWORD(stored=True),
            **columns,
        )
        writer = create_in(str(self._path), schema).writer(procs=2, limitmb=512, multisegment=True)
        for entry in entries:
            writer.add_document(**_document(entry))
        writer.commit()

    def open(self, entries: Sequence[Entry]) -> None:
        from whoosh.index import open_dir

        self._index = open_dir(str(self._path))
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Outcome:
        from whoosh.qparser import QueryParser
        from whoosh.query import And, Term
        from whoosh.sorting import Count, Facets, FieldFacet

        parser = QueryParser("text", self._index.schema)
        parts = [parser.parse(text) for text in question.literals]
        parts += [Term("themes", question.theme)] if question.theme else []
        groups = Facets()
        for name in _COLUMNS:
            groups.add_facet(name, FieldFacet(name, allow_overlap=name == "themes", maptype=Count))
        found = self._searcher.search(And(parts), limit=PAGE, groupedby=groups)
        cut([hit["text"] for hit in found], question)
        facets = {name: dict(found.groups(name)) for name in _COLUMNS}
        return Outcome(len(found), tuple(hit["key"] for hit in found), facets)

    def edit(self, speech: str, entries: Sequence[Entry]) -> None:
        writer = self._index.writer()
        writer.delete_by_term("speeches", speech)
        for entry in entries:
            writer.add_document(**_document(entry))
        writer.commit()
        self._searcher = self._searcher.refresh()

    def close(self) -> None:
        self._searcher.close()
        self._index.close()


def _document(entry: Entry) -> dict[str, str]:
    return {"key": entry.key, "text": entry.text, "themes": " ".join(entry.themes), "roles": entry.role,
            "years": str(entry.year), "speeches": entry.speech, "kinds": entry.kind}  # fmt: skip
