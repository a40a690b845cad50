"""A peer: tantivy as its makers mean it to be used, over our terms, with its own facets and scores."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from kb.engine import Entry
from tests.bench.contestants import PAGE, Outcome, cut
from tests.bench.questions import Question
from tests.bench.terms import grams_in_order, phrase

_COLUMNS = ("themes", "roles", "years", "speeches", "kinds")
_FACETS = {name: {"terms": {"field": name, "size": 60_000}} for name in _COLUMNS}


class RawTantivy:
    """One index; texts stored, columns as fast fields, facets by aggregation."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        fields = tantivy.SchemaBuilder()
        fields.add_text_field("grams", tokenizer_name="whitespace", index_option="position")
        fields.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        fields.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        for name in _COLUMNS:
            fields.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = fields.build()
        self._index = tantivy.Index(self._schema, str(path))

    def build(self, entries: Sequence[Entry]) -> None:
        self._add(entries)

    def _add(self, entries: Sequence[Entry], gone: str = "") -> None:
        writer = self._index.writer(500_000_000)
        if gone:
            writer.delete_documents_by_term("speeches", gone)
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, entries: Sequence[Entry]) -> None:
        self._index.config_reader("manual")
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Outcome:
        query = self._query(question)
        found = self._searcher.search(query, PAGE)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        cut([document["text"][0] for document in documents], question)
        counted = self._searcher.aggregate(query, _FACETS)
        facets = {name: _counts(counted[name]) for name in _COLUMNS}
        return Outcome(found.count, tuple(d["key"][0] for d in documents), facets)

    def _query(self, question: Question) -> Query:
        parts = [self._literal(text) for text in question.literals]
        if question.theme:
            theme = Query.term_query(self._schema, "themes", question.theme, "basic")
            parts.append(Query.const_score_query(theme, 0.0))
        return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, p) for p in parts])

    def _literal(self, literal: str) -> Query:
        grams = phrase(literal)
        if not grams:
            return Query.regex_query(self._schema, "grams", f"{re.escape(literal)}.*")
        if len(grams) == 1:
            return Query.term_query(self._schema, "grams", grams[0], "freq")
        return Query.phrase_query(self._schema, "grams", list(grams))

    def edit(self, speech: str, entries: Sequence[Entry]) -> None:
        self._add(entries, gone=speech)
        self._index.reload()
        self._searcher = self._index.searcher()

    def close(self) -> None:
        del self._searcher, self._index


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("grams", grams_in_order(entry.searched))
    document.add_text("text", entry.text)
    document.add_text("key", entry.key)
    for theme in entry.themes:
        document.add_text("themes", theme)
    for name, value in (("roles", entry.role), ("years", str(entry.year)),
                        ("speeches", entry.speech), ("kinds", entry.kind)):  # fmt: skip
        document.add_text(name, value)
    return document


def _counts(counted: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in counted["buckets"]}
