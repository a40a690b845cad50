"""Terms kept by tantivy: the one home of the `tantivy` package.

A folder is one tantivy index of one segment whose document numbers are our entry numbers, and beside it the
lists of what very many entries have (see `lists`). It holds our own terms and nothing else; tantivy never sees
a text, a theme or a query of ours. Grams are kept with positions, so that a phrase of grams is found exactly
where the string stands. What tantivy finds is handed over one by one, which is slow for many: so single
characters, words and frequent grams are read from the lists.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import tantivy
from tantivy import Occur, Query

from kb.analysis import query_grams
from kb.engines.finding import LONGEST_WORD, words_of
from kb.engines.lists import CHARACTERS, MOST_ENTRIES, Lists, Occurrences, term_of, write_lists
from kb.engines.occurrences import Block, Vocabulary, characters, gram, wanted
from kb.engines.young import GRAMS, WORDS, Counts, Ids
from kb.fold import BARRIER
from kb.rank import bm25
from kb.recent import Recent

#: A gram that so many entries have is read from a list.
FREQUENT = 1_000
#: What the words of a literal count beside its grams.
WORD_WEIGHT = 0.5
#: Bytes that tantivy may fill before it begins a second segment, and how many more for each character.
_HEAP, _HEAP_PER_CHARACTER = 64_000_000, 24
_MOST_HEAP = 4_000_000_000
#: Texts whose terms are made in one go.
_BLOCK = 500
#: Answers kept, counted in entries.
_CACHED = 4_000_000
_LENGTHS = "lengths.npy"
_EMPTY: tuple[Ids, Counts] = (np.empty(0, np.int32), np.empty(0, np.float32))


def write_terms(path: Path, folded: Sequence[str], most: int = _MOST_HEAP) -> bool:
    """Keep the terms of folded texts in the empty folder `path`.

    Args:
        most: bytes of memory that tantivy may use, at least 15,000,000.

    Returns:
        False when they did not fit into one segment of tantivy's; then the folder is empty again.
    """
    room = min(_HEAP + _HEAP_PER_CHARACTER * sum(map(len, folded)), most)
    if len(folded) < MOST_ENTRIES and _write(path, folded, room):
        return True
    shutil.rmtree(path)
    path.mkdir()
    return False


def _write(path: Path, folded: Sequence[str], room: int) -> bool:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field(GRAMS, tokenizer_name="whitespace", index_option="position")
    index = tantivy.Index(fields.build(), str(path))
    writer = index.writer(room, 1)  # one thread, so that documents stay in order
    gathered = _Gathered()
    for start in range(0, len(folded), _BLOCK):
        texts = folded[start : start + _BLOCK]
        block = Block(texts, start)
        for grams in block.spelled():
            document = tantivy.Document()
            document.add_text(GRAMS, grams)
            writer.add_document(document)
        # While tantivy, in a thread of its own, is busy with those.
        gathered.add(block, texts, start)
    with ThreadPoolExecutor(1) as beside:
        committed = beside.submit(writer.commit)
        gathered.write(path)
        committed.result()
    np.save(path / _LENGTHS, np.array([len(text) for text in folded], np.int32))
    writer.wait_merging_threads()
    index.reload()
    return bool(index.searcher().num_segments <= 1)


class _Gathered:
    """What goes into lists."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._words: list[Occurrences] = [np.empty(0, np.uint64)]
        self._grams: list[Occurrences] = [np.empty(0, np.uint64)]

    def add(self, block: Block, texts: Sequence[str], first: int) -> None:
        self._grams.append(block.grams())
        self._words.append(self._vocabulary.standing(texts, first))

    def write(self, path: Path) -> None:
        words, standing = self._vocabulary.words(), np.concatenate(self._words)
        self._words.clear()
        kept = wanted(words, LONGEST_WORD)[term_of(standing)]
        write_lists(path, WORDS, standing[kept], words.__getitem__)
        grams = np.concatenate(self._grams)
        self._grams.clear()
        write_lists(path, CHARACTERS, characters(grams), chr)
        write_lists(path, GRAMS, grams, gram, least=FREQUENT, counted=True)


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
        self._lists = {name: Lists(path, name) for name in (GRAMS, WORDS, CHARACTERS)}
        self._lengths: Ids = np.load(path / _LENGTHS)
        self._mean = float(self._lengths.mean()) if len(self._lengths) else 1.0
        self._found: Recent[str, tuple[Ids, Counts]] = Recent(_CACHED, lambda found: len(found[0]))

    def close(self) -> None:
        """Let go of the files."""
        self._found.clear()
        self._lists.clear()
        del self._searcher

    def has(self, field: str, term: str) -> bool:
        """Whether any document has the term."""
        return self.having(field, term) > 0

    def having(self, field: str, term: str) -> int:
        """How many documents have the term."""
        listed = self._lists[field].having(term)
        return listed if listed or field != GRAMS else int(self._searcher.doc_freq(GRAMS, term))

    def get(self, field: str, term: str) -> tuple[Ids, Counts]:
        """The documents that have a term, ascending, and how often; of a rare gram every count is one."""
        listed = self._lists[field].get(term)
        if listed or field != GRAMS:
            return listed or _EMPTY
        ids, _ = self._ask(self._term(term), self.having(GRAMS, term))
        return ids, np.ones(len(ids), np.float32)

    def standing(self, character: str) -> Ids:
        """The documents that a character stands in, ascending."""
        return self._lists[CHARACTERS].ids(character)

    def find(self, literal: str) -> tuple[Ids, Counts]:
        """See `FindsLiterals.find`."""
        if len(literal) == 1:
            ids = self.standing(literal)
            return ids, np.zeros(len(ids), np.float32)
        return self._found.get(literal, lambda: self._weighed_by_words(literal, *self._look(literal)))

    def _look(self, literal: str) -> tuple[Ids, Counts]:
        listed = self._lists[GRAMS].get(literal) if len(literal) == 2 else None
        if listed:
            return listed[0], self._bm25(*listed)
        terms = query_grams(literal)
        return self._ask(self._standing(literal, terms), min(self.having(GRAMS, term) for term in terms))

    def _weighed_by_words(self, literal: str, ids: Ids, scores: Counts) -> tuple[Ids, Counts]:
        """More for the entries that have the words of a literal as words."""
        for word in words_of(literal):
            listed = self._lists[WORDS].get(word)
            if listed and len(ids):
                having, weights = listed[0], self._bm25(listed[0], np.ones(len(listed[0]), np.float32))
                at = np.searchsorted(having, ids).clip(max=len(having) - 1)
                scores = scores + WORD_WEIGHT * np.where(having[at] == ids, weights[at], 0).astype(np.float32)
        return ids, scores

    def _bm25(self, ids: Ids, counts: Counts) -> Counts:
        return bm25(counts, self._lengths[ids], self._mean, len(ids), len(self._lengths))

    def _standing(self, literal: str, terms: Sequence[str]) -> Query:
        """What finds a literal: a phrase of its grams, or all of them where they do not follow each other."""
        # Not by how many different grams there are: of ××× there is one, and it has to follow itself.
        if len(literal) > 2 and BARRIER not in literal:
            return Query.phrase_query(self._schema, GRAMS, [*map(str.__add__, literal, literal[1:])])
        return Query.boolean_query([(Occur.Must, self._term(term)) for term in terms])

    def _term(self, term: str) -> Query:
        return Query.term_query(self._schema, GRAMS, term, "freq")

    def _ask(self, query: Query, most: int) -> tuple[Ids, Counts]:
        """Every document that a query finds, of which there are `most` at most, with its score."""
        if not most:
            return _EMPTY
        hits = self._searcher.search(query, most, count=False).hits
        ids = np.fromiter((address.doc for _, address in hits), np.int32, len(hits))
        scores = np.fromiter((score for score, _ in hits), np.float32, len(hits))
        order = np.argsort(ids)
        return ids[order], scores[order]
