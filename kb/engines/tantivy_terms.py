"""Terms kept by tantivy: the one home of the `tantivy` package.

A folder is one tantivy index of one segment whose document numbers are our entry numbers. It holds our own
terms and nothing else; tantivy never sees a text, a theme or a query of ours. Grams are kept with positions,
so that a phrase of grams is found exactly where the string stands.
"""

from __future__ import annotations

import re
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from operator import add
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from tantivy import Occur, Query

from kb.analysis import query_grams, words
from kb.engines.finding import words_of
from kb.engines.postings import GRAMS, WORDS
from kb.engines.young import Counts, Ids
from kb.fold import BARRIER, READING

#: Bytes that tantivy may fill before it begins a second segment, and how many more for each character.
_HEAP, _HEAP_PER_CHARACTER = 64_000_000, 24
_MOST_HEAP = 4_000_000_000
#: Answers kept, counted in entries.
_CACHED = 4_000_000
#: What the words of a literal count beside its grams.
WORD_WEIGHT = 0.5
_EMPTY: tuple[Ids, Counts] = (np.empty(0, np.int32), np.empty(0, np.float32))


def _schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field(GRAMS, tokenizer_name="whitespace", index_option="position")
    fields.add_text_field(WORDS, tokenizer_name="whitespace", index_option="basic")
    return fields.build()


def write_terms(path: Path, folded: Sequence[str], most: int = _MOST_HEAP) -> bool:
    """Keep the terms of folded texts in the empty folder `path`.

    Args:
        most: bytes of memory that may be used, at least 15,000,000.

    Returns:
        False when they did not fit into one segment of tantivy's; then the folder is empty again.
    """
    index = tantivy.Index(_schema(), str(path))
    room = min(_HEAP + _HEAP_PER_CHARACTER * sum(map(len, folded)), most)
    writer = index.writer(room, 1)  # one thread, so that documents stay in order
    for text in folded:
        document = tantivy.Document()
        document.add_text(GRAMS, _joined(text))
        document.add_text(WORDS, " ".join(words(text)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    if index.searcher().num_segments <= 1:
        return True
    shutil.rmtree(path)
    path.mkdir()
    return False


def _joined(folded: str) -> str:
    """The grams of a folded text in the order in which they stand there; see `analysis.grams`."""
    # Seen as a pair, the last character of a run is followed by a space.
    runs = (run for run in folded.split(BARRIER) if run and run != READING)
    return " ".join([" ".join(map(add, run, f"{run[1:]} ")) for run in runs])


class TantivyPostings:
    """Reads what `write_terms` wrote; answers as `PostingsReader` does, and finds whole literals by itself.

    Raises:
        FileNotFoundError: it is not there, or not all of it.
    """

    def __init__(self, path: Path) -> None:
        try:
            index = tantivy.Index.open(str(path))
        except ValueError as e:
            raise FileNotFoundError(f"no index in {path}") from e
        index.config_reader("manual")  # a segment never changes, so nothing need watch its folder
        self._schema = index.schema
        self._searcher = index.searcher()
        self._found: OrderedDict[tuple[str, str], tuple[Ids, Counts]] = OrderedDict()
        self._cached = 0

    def close(self) -> None:
        """Let go of the files."""
        self._found.clear()
        del self._searcher

    def has(self, field: str, term: str) -> bool:
        """Whether any document has the term."""
        return self.having(field, term) > 0

    def having(self, field: str, term: str) -> int:
        """How many documents have the term."""
        return int(self._searcher.doc_freq(field, term))

    def beginning_with(self, field: str, prefix: str) -> Iterator[str]:
        """The terms that begin with a string."""
        return (term for term, _ in self._searcher.terms_with_prefix(field, prefix))

    def get(self, field: str, term: str) -> tuple[Ids, Counts]:
        """The documents that have a term, ascending. How often, tantivy does not tell: every count is one."""
        return self._kept((field, term), lambda: self._having(field, term))

    def _having(self, field: str, term: str) -> tuple[Ids, Counts]:
        ids = self._unweighed(self._term(field, term))
        return ids, np.ones(len(ids), np.float32)

    def find(self, literal: str) -> tuple[Ids, Counts]:
        """See `FindsLiterals.find`."""
        return self._kept(("", literal), lambda: self._look(literal))

    def _look(self, literal: str) -> tuple[Ids, Counts]:
        terms = query_grams(literal)
        if not terms:
            ids = self._unweighed(Query.regex_query(self._schema, GRAMS, f"{re.escape(literal)}.*"))
            return ids, np.zeros(len(ids), np.float32)
        words = [word for word in words_of(literal) if self.has(WORDS, word)]
        asked = [(Occur.Must, q) for q in self._standing(literal, terms)]
        asked += [(Occur.Should, Query.boost_query(self._term(WORDS, w), WORD_WEIGHT)) for w in words]
        return self._all(Query.boolean_query(asked), min(self.having(GRAMS, term) for term in terms))

    def _standing(self, literal: str, terms: Sequence[str]) -> list[Query]:
        """What finds a literal: a phrase of its grams, or all of them where they do not follow each other."""
        if len(terms) > 1 and BARRIER not in literal:
            pairs = map(str.__add__, literal, literal[1:])
            return [Query.phrase_query(self._schema, GRAMS, [*pairs])]
        return [self._term(GRAMS, term) for term in terms]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, "freq" if field == GRAMS else "basic")

    def _unweighed(self, query: Query) -> Ids:
        """The same without scores. Handing over is the slow part: of most documents the others are asked for."""
        query, size = Query.const_score_query(query, 1.0), self._searcher.num_docs
        counted: Any = self._searcher.search(query, 1)  # the package's stub leaves `count` out
        found = int(counted.count)
        if found * 2 < size:
            return self._all(query, found)[0]
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        return np.delete(np.arange(size, dtype=np.int32), self._all(others, size - found)[0])

    def _all(self, query: Query, most: int) -> tuple[Ids, Counts]:
        """Every document that a query finds, of which there are `most` at most, with its score."""
        if not most:
            return _EMPTY
        hits = self._searcher.search(query, most, count=False).hits
        ids = np.fromiter((address.doc for _, address in hits), np.int32, len(hits))
        scores = np.fromiter((score for score, _ in hits), np.float32, len(hits))
        order = np.argsort(ids)
        return ids[order], scores[order]

    def _kept(self, key: tuple[str, str], look: Callable[[], tuple[Ids, Counts]]) -> tuple[Ids, Counts]:
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
            return found
        found = self._found[key] = look()
        self._cached += len(found[0])
        while self._cached > _CACHED and len(self._found) > 1:
            _, dropped = self._found.popitem(last=False)
            self._cached -= len(dropped[0])
        return found
