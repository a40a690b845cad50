"""Lists of entries: what one sort makes of occurrences is what counting one by one makes of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engines.lists import Lists, occurrences, write_lists

WORDS = ("责任", "责", "A\0", "\0", "集体经济", "𠮷", "zz")


def written(path: Path, found: list[tuple[int, int]], least: int = 1, counted: bool = True) -> Lists:
    columns = np.array(found, np.uint64).reshape(-1, 2)
    write_lists(path, "some", occurrences(columns[:, 0], columns[:, 1]), WORDS.__getitem__, least, counted)
    return Lists(path, "some")


@settings(deadline=None)  # the disk may be busy
@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 1), st.integers(0, 30))), st.integers(1, 4))
def test_a_list_has_every_entry_and_how_often(found: list[tuple[int, int]], least: int) -> None:
    with TemporaryDirectory() as folder:
        lists = written(Path(folder), found, least)
        for code, word in enumerate(WORDS):
            counts = Counter(entry for some, entry in found if some == code)
            listed = lists.get(word)
            if len(counts) < least:
                assert listed is None
                assert (lists.having(word), len(lists.ids(word))) == (0, 0)
                continue
            assert listed
            assert dict(zip(listed[0].tolist(), listed[1].tolist(), strict=True)) == counts
            assert listed[0].tolist() == lists.ids(word).tolist() == sorted(counts)
            assert lists.having(word) == len(counts)
        del lists, listed


def test_without_counts_each_is_one(tmp_path: Path) -> None:
    listed = written(tmp_path, [(0, 4), (0, 4), (0, 2)], counted=False).get("责任")
    assert listed
    assert [column.tolist() for column in listed] == [[2, 4], [1.0, 1.0]]


def test_a_count_too_large_for_a_byte_stays_the_largest(tmp_path: Path) -> None:
    listed = written(tmp_path, [(0, 1)] * 256 + [(0, 2)]).get("责任")
    assert listed
    assert listed[1].tolist() == [255.0, 1.0]


def test_what_was_never_written_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lists(tmp_path, "some")
