"""Writing and reading postings in the ways that Whoosh documents: slow, and right whatever it is like inside.

See `whoosh_inside`, which is used wherever it fits.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats, index

from kb.engines.young import Counts, Ids

#: By field and term: the documents that have the term, ascending, and how often each has it.
Gathered = Mapping[str, Mapping[str, tuple["array[int]", "array[int]"]]]
#: The same of one term, as it is read.
Occurrences = tuple[Ids, Counts]


def write_plain(path: Path, gathered: Gathered, documents: int) -> None:
    """Write the postings of so many documents as an index in the empty folder `path`."""
    counted = fields.FieldType(formats.Frequency(), None, scorable=False, stored=False)
    ix = index.create_in(str(path), fields.Schema(**dict.fromkeys(gathered, counted)))
    writer = ix.writer()
    for tokens in _by_document(gathered, documents):
        writer.add_document(**tokens)
    writer.commit(merge=False)
    ix.close()


def _by_document(gathered: Gathered, documents: int) -> Iterator[dict[str, list[str]]]:
    """For each document the terms of its fields, each as often as it stands there."""
    tokens: list[dict[str, list[str]]] = [{name: [] for name in gathered} for _ in range(documents)]
    for name, terms in gathered.items():
        for term, (ids, counts) in terms.items():
            for number, count in zip(ids, counts, strict=True):
                tokens[number][name] += [term] * count
    return iter(tokens)


def read_plain(matcher: Any) -> Occurrences:
    """All documents of a matcher that was just made, ascending, and their counts."""
    ids, counts = array("i"), array("f")
    while matcher.is_active():
        ids.append(matcher.id())
        counts.append(matcher.weight())
        matcher.next()
    return np.array(ids, np.int32), np.array(counts, np.float32)
