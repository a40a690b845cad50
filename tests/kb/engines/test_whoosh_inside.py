"""What is private in Whoosh is named, tried out, and done without where it is not there."""

from __future__ import annotations

import ast
import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engines import whoosh_inside
from kb.engines.lists import CHARACTERS, write_lists
from kb.engines.postings import PostingsReader
from kb.engines.whoosh_inside import PRIVATE, inside_fits, write_inside
from kb.engines.whoosh_plain import Gathered, write_plain

ROOT = Path(__file__).resolve().parents[3]
WAYS = {"inside": write_inside, "plain": write_plain}

#: Postings that Whoosh writes in each of its short forms, and of more than one block.
DOCUMENTS = 9000
WRITTEN = {
    "grams": {
        "集体": [(n, 1) for n in range(DOCUMENTS)],
        "体经": [(n, 1 + n % 3) for n in range(0, DOCUMENTS, 2)],
        "经济": [(3, 2)],
        "𠀀": [(0, 4), (DOCUMENTS - 1, 4)],
    },
    "words": {"集体经济": [(3, 2), (7, 1)]},
}


def gathered(written: dict[str, dict[str, list[tuple[int, int]]]]) -> Gathered:
    return {
        name: {
            term: (array("I", [n for n, _ in found]), array("I", [count for _, count in found]))
            for term, found in terms.items()
        }
        for name, terms in written.items()
    }


def read(path: Path) -> dict[str, dict[str, list[tuple[int, int]]]]:
    write_lists(path, CHARACTERS, np.empty(0, np.uint64), chr)
    reader = PostingsReader(path)
    try:
        return {
            name: {
                term: pairs(*reader.get(name, term))
                for term in map(bytes.decode, reader._reader.expand_prefix(name, ""))
            }
            for name in ("grams", "words")
        }
    finally:
        reader.close()


def pairs(ids: Any, counts: Any) -> list[tuple[int, int]]:
    return list(zip(ids.tolist(), counts.tolist(), strict=True))


@pytest.mark.parametrize("reads", WAYS)
@pytest.mark.parametrize("wrote", WAYS)
def test_either_way_reads_what_either_wrote(
    wrote: str, reads: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So an index outlives that another Whoosh is installed."""
    WAYS[wrote](tmp_path, gathered(WRITTEN), DOCUMENTS)
    monkeypatch.setattr(whoosh_inside, "inside_fits", lambda: reads == "inside")
    assert read(tmp_path) == WRITTEN


occurring = st.dictionaries(st.integers(0, 6), st.integers(1, 3), min_size=1).map(lambda d: sorted(d.items()))
terms = st.dictionaries(st.text("甲乙丙a。", min_size=1, max_size=2), occurring, max_size=5)


@settings(max_examples=25, deadline=None)
@given(written=st.fixed_dictionaries({"grams": terms, "words": terms}), reads=st.sampled_from(list(WAYS)))
def test_both_ways_write_the_same(
    written: dict[str, dict[str, list[tuple[int, int]]]],
    reads: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whoosh_inside, "inside_fits", lambda: reads == "inside")
        for write in WAYS.values():
            path = tmp_path_factory.mktemp("terms")
            write(path, gathered(written), 7)
            assert read(path) == written


def test_the_pinned_whoosh_fits() -> None:
    assert inside_fits()


def test_what_does_not_fit_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def fails() -> None:
        tried.append(1)
        raise AttributeError("_data")

    monkeypatch.setattr(whoosh_inside, "_try_out", fails)
    inside_fits.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            assert not inside_fits()
            assert not inside_fits()
    finally:
        inside_fits.cache_clear()
    assert len(tried) == len(caplog.messages) == 1
    assert "公开的读写方式" in caplog.messages[0]
    assert "_data" in caplog.messages[0]


#: Runs where Whoosh is another: writes, reads, and says what came of it.
CHILD = """
import json, sys
from array import array
from pathlib import Path
from kb.engines.postings import Collector, PostingsReader
from kb.engines.whoosh_inside import inside_fits
import whoosh
path = Path(sys.argv[1])
collector = Collector()
for counts in ({"甲乙": 1, "乙丙": 2}, {"乙丙": 2}, {"甲乙": 3}):
    collector.add({"grams": counts, "words": {}})
collector.write(path, large=True)
reader = PostingsReader(path)
found = {term: [part.tolist() for part in reader.get("grams", term)] for term in ("甲乙", "乙丙", "丙丁")}
standing = {char: reader.standing(char).tolist() for char in "甲乙丙丁"}
reader.close()
print(json.dumps([inside_fits(), whoosh.__file__, found, standing]))
"""


def renamed(name: str, folder: Path) -> None:
    """A copy of Whoosh in which a name is another wherever it stands."""
    spec = importlib.util.find_spec("whoosh")
    assert spec is not None
    assert spec.origin is not None
    shutil.copytree(Path(spec.origin).parent, folder / "whoosh")
    for file in (folder / "whoosh").rglob("*.py"):
        before = file.read_text(encoding="utf-8")
        after = re.sub(rf"\b{name}\b", f"{name}_another", before)
        if after != before:
            file.write_text(after, encoding="utf-8")


@pytest.mark.parametrize("private", PRIVATE)
def test_with_any_private_part_gone_all_is_found_the_plain_way(private: str, tmp_path: Path) -> None:
    renamed(private.rpartition(".")[2], tmp_path)
    (tmp_path / "terms").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore::SyntaxWarning", "-W", "ignore::DeprecationWarning",
         "-c", CHILD, str(tmp_path / "terms")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]), "PYTHONUTF8": "1"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    fits, where, found, standing = json.loads(done.stdout)
    assert Path(where).is_relative_to(tmp_path)
    assert not fits
    assert done.stderr.count("公开的读写方式") == 1
    assert found == {"甲乙": [[0, 2], [1, 3]], "乙丙": [[0, 1], [2, 2]], "丙丁": [[], []]}
    assert standing == {"甲": [0, 2], "乙": [0, 1], "丙": [], "丁": []}


@pytest.mark.parametrize("name", ["postings", "whoosh_inside", "whoosh_plain"])
def test_nothing_private_is_used_that_is_not_named(name: str) -> None:
    tree = ast.parse((ROOT / f"kb/engines/{name}.py").read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and re.match(r"_(?!_)", node.attr)
        if not (isinstance(node.value, ast.Name) and node.value.id == "self")
    }
    named = {private.rpartition(".")[2] for private in PRIVATE if "._" in private}
    assert used == (named if name == "whoosh_inside" else set())
