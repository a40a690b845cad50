"""What we do inside of Whoosh: the only place that knows its private parts, each named and tried out.

Whoosh counts and sorts terms one by one in Python, and hands a term's postings out one by one. Going in
below that is many times faster: terms already counted are written block by block, and a block is read as
two arrays. Whoosh 2.7.4 is pinned, but a distribution may bring another. `inside_fits` tells; where it does
not fit, `whoosh_plain` does the same in public ways. What is written is an index like any of Whoosh's own,
so that either way reads what the other wrote.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import whoosh
from whoosh import fields, formats, index
from whoosh.filedb.filestore import RamStorage

from kb.engines.whoosh_plain import Gathered, Occurrences, read_plain
from kb.engines.young import Counts, Ids

log = logging.getLogger(__name__)

#: All we use that Whoosh does not document, by class, and what for.
PRIVATE: Mapping[str, str] = {
    "W3Codec": "is told the size of blocks, and not to compress them",
    "SegmentWriter._flush_segment": "is replaced: our postings need no sorting pool",
    "SegmentWriter.perdocwriter": "is closed there, as Whoosh does",
    "SegmentWriter.fieldwriter": "takes the terms there, in order",
    "W3FieldWriter._postwriter": "takes the postings of a term",
    "W3PostingsWriter._ids": "is set to the documents of a block, instead of adding one by one",
    "W3PostingsWriter._weights": "is set to their counts",
    "W3PostingsWriter._maxweight": "is kept by adding one by one",
    "W3PostingsWriter._write_block": "ends a block that is not the last",
    "W3LeafMatcher._read_data": "reads a block",
    "W3LeafMatcher._data": "is what was read: distances between documents, and weights",
    "W3LeafMatcher._lastblock": "tells the end",
    "W3LeafMatcher._next_block": "goes on",
}

#: Postings in a block. Large, because we always read whole lists; uncompressed, because that is faster.
_BLOCK = 4096

#: What is tried out, in blocks of two: lists of several blocks, counts all one, all the same, and mixed.
_SAMPLE: Mapping[str, Mapping[str, tuple[list[int], list[int]]]] = {
    "first": {"甲": ([0, 1, 2, 3, 4], [1, 1, 1, 1, 1]), "甲乙": ([1, 4], [2, 2])},
    "second": {"甲": ([0, 2, 3], [1, 3, 2]), "乙": ([4], [3])},
}


@cache
def inside_fits() -> bool:
    """Whether the Whoosh that is installed is inside as we know it; tried once, and told when it is not."""
    try:
        _try_out()
    except Exception as e:  # noqa: BLE001  (whatever breaks in an unknown Whoosh, the plain way needs none of it)
        version = ".".join(map(str, getattr(whoosh, "__version__", ("?",))))
        log.warning(
            "Whoosh %s 的内部与言库所知的不同，改用它公开的读写方式：结果相同，只是慢（%r）", version, e
        )
        return False
    return True


def write_inside(path: Path, gathered: Gathered, documents: int) -> None:
    """Write the postings of so many documents as an index in the empty folder `path`."""
    ix = index.create_in(str(path), _schema(gathered))
    _write(ix, gathered, documents, _BLOCK)
    ix.close()


def read_inside(matcher: Any) -> Occurrences:
    """All documents of a matcher that was just made, ascending, and their counts."""
    ids: list[Ids] = []
    counts: list[Counts] = []
    while True:
        matcher._read_data()
        deltas, weights, _ = matcher._data
        ids.append(np.cumsum(np.array(deltas, np.int32), dtype=np.int32))
        counts.append(_counts(weights, len(deltas)))
        if matcher._lastblock:
            return np.concatenate(ids), np.concatenate(counts)
        matcher._next_block()


def _counts(stored: Any, length: int) -> Counts:
    """Undo Whoosh's short forms: nothing for all ones, one number for all the same."""
    if stored is None:
        return np.ones(length, np.float32)
    if isinstance(stored, tuple):
        return np.array(stored, np.float32)
    return np.full(length, stored, np.float32)


def _schema(gathered: Gathered) -> Any:
    counted = fields.FieldType(formats.Existence(), None, scorable=False, stored=False)
    return fields.Schema(**dict.fromkeys(gathered, counted))


def _write(ix: Any, gathered: Gathered, documents: int, block: int) -> None:
    from whoosh.codec.whoosh3 import W3Codec  # late: that it is gone must be no error

    writer = ix.writer(codec=W3Codec(blocklimit=block, compression=0), compound=False)
    writer._flush_segment = partial(_flush, writer, gathered, block)
    for _ in range(documents):
        writer.add_document()
    writer.commit(merge=False)


def _flush(writer: Any, gathered: Gathered, block: int) -> None:
    writer.perdocwriter.close()
    terms = writer.fieldwriter
    for name in sorted(gathered):
        terms.start_field(name, writer.schema[name])
        for key, postings in sorted((term.encode(), p) for term, p in gathered[name].items()):
            terms.start_term(key)
            _write_blocks(terms._postwriter, *postings, block)
            terms.finish_term()
        terms.finish_field()
    terms.close()


def _write_blocks(writer: Any, ids: array[int], counts: array[int], block: int) -> None:
    """Hand over a term's postings by the block; the last block is written by `finish_term`."""
    for start in range(0, len(ids), block):
        if start:
            writer._write_block()
        weights = counts[start : start + block]
        most = max(weights)
        writer._ids = ids[start : start + block]
        # Whoosh itself knows a weight that all share only when it is no integer.
        writer._weights = weights if most == 1 or min(weights) < most else array("f", weights)
        writer._maxweight = most


class _Memory(RamStorage):  # type: ignore[misc]
    """An index in memory that makes no temporary folder either."""

    def temp_storage(self, name: str | None = None) -> RamStorage:
        return RamStorage()


def _try_out() -> None:
    """Raise whatever goes wrong when a tiny index is written and read."""
    ix = _Memory().create_index(_schema(_SAMPLE_ARRAYS))
    _write(ix, _SAMPLE_ARRAYS, 5, block=2)
    with ix.reader() as reader:
        for name, terms in _SAMPLE.items():
            if [term.decode() for term in reader.expand_prefix(name, "")] != sorted(terms):
                raise ValueError(f"terms of {name}")
            for term, (ids, counts) in terms.items():
                _compare(reader, name, term, (ids, counts))


def _compare(reader: Any, name: str, term: str, expected: tuple[list[int], list[int]]) -> None:
    for read in (read_inside, read_plain):
        ids, counts = read(reader.postings(name, term))
        if (ids.tolist(), counts.tolist()) != expected:
            raise ValueError(f"{read.__name__}: {name} {term}")
    if reader.term_info(name, term).max_weight() != max(expected[1]):
        raise ValueError(f"max_weight: {name} {term}")


_SAMPLE_ARRAYS: Gathered = {
    name: {term: (array("I", ids), array("I", counts)) for term, (ids, counts) in terms.items()}
    for name, terms in _SAMPLE.items()
}
