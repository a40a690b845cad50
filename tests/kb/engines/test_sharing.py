"""What a text shares word for word is found by every engine: all of it, and what the oracle finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engine import Engine, Entry, Shared
from kb.engines import is_installed, open_engine, sharing
from kb.fold import fold
from kb.verbatim import LEAST

KINDS = [
    "whoosh",
    pytest.param("tantivy", marks=pytest.mark.skipif(not is_installed("tantivy"), reason="没有安装")),
]

PIECES = [
    "责任",
    "压实责任，",
    "农村集体经济",
    "发展壮大",
    "abc",
    "2019年",
    "。",
    "、",
    "“",
    "🀄",
    "é",
    "X近平总书记",
    "，" * 5,
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=16).map("".join).map(str.strip).filter(bool)
entries = st.builds(
    Entry,
    speech=st.sampled_from("abc"),
    place=st.just(""),
    kind=st.sampled_from(["passage", "paragraph", "heading"]),
    text=texts,
    themes=st.just(("x",)),
)


def fill(engine: Engine, made: list[Entry], batches: int = 1) -> None:
    speeches = list(dict.fromkeys(e.speech for e in made))
    for some in (speeches[n::batches] for n in range(batches)):
        with engine.write() as batch:
            for speech in some:
                batch.add(speech, "etag", [e for e in made if e.speech == speech])


def in_order(found: object) -> list[Shared]:
    assert isinstance(found, tuple)
    return sorted(found, key=lambda shared: shared.entry.key)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So small that runs lie across them."""
    monkeypatch.setattr(sharing, "_CHUNK", 16)
    yield


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(entries, max_size=8), text=texts, gone=st.sampled_from(["", "a"]))
def test_equals_the_oracle(
    name: str, made: list[Entry], text: str, gone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    numbered = [replace(e, place=f"p{n + 1}") for n, e in enumerate(made)]
    oracle, engine = (open_engine(n, tmp_path_factory.mktemp("index"), "s") for n in ("memory", name))
    for one in (oracle, engine):
        fill(one, numbered, batches=2)
        with one.write() as batch:
            batch.remove(gone)
    assert in_order(engine.sharing(fold(text))) == in_order(oracle.sharing(fold(text)))
    engine.close()


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    planted=st.text(min_size=LEAST, max_size=LEAST + 12).filter(lambda t: len(fold(t)) >= LEAST),
    before=texts,
    after=texts,
)
def test_no_planted_run_is_missed_wherever_it_begins(
    name: str, planted: str, before: str, after: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of any characters, of one byte or four, at any byte of the file."""
    engine = open_engine(name, tmp_path_factory.mktemp("index"), "s")
    fill(engine, [Entry("a", "p1", "passage", before), Entry("b", "p1", "passage", after + planted + before)])
    found = [shared for shared in engine.sharing(fold(f"说：{planted}。")) if shared.entry.speech == "b"]
    assert found and any(match.length >= len(fold(planted)) for match in found[0].matches)
    engine.close()


@pytest.mark.parametrize("name", ["memory", *KINDS])
def test_nothing_is_shared_with_what_is_short_or_with_an_empty_engine(name: str, tmp_path: Path) -> None:
    engine = open_engine(name, tmp_path, "s")
    assert engine.sharing(fold("各级党组织要切实把责任扛在肩上")) == ()
    fill(engine, [Entry("a", "p1", "passage", "各级党组织要切实把责任扛在肩上")])
    assert engine.sharing(fold("各级党组织")) == engine.sharing("") == ()
    (shared,) = engine.sharing(fold("各级党组织要切实把责任扛在肩上"))
    assert (shared.entry.key, shared.matches[0].length) == ("a#p1", 15)
    engine.close()


@pytest.mark.parametrize("name", KINDS)
def test_what_two_entries_have_only_together_is_not_shared(name: str, tmp_path: Path) -> None:
    """They stand one after the other in the file."""
    engine = open_engine(name, tmp_path, "s")
    fill(
        engine,
        [Entry("a", "p1", "passage", "各级党组织要"), Entry("a", "p2", "passage", "切实把责任扛在肩上")],
    )
    assert engine.sharing(fold("各级党组织要切实把责任扛在肩上")) == ()
    engine.close()
