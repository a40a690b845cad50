"""Questions of the whole language, as they are typed: every engine answers what the oracle answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engine import ENTRY_KINDS, Engine, Entry, Request
from kb.engines import ENGINES, is_installed, open_engine
from kb.engines import batch as batching
from kb.query import parse
from kb.selfcheck import fill
from tests.strategies import WORDS, queries

ALL = 1000
BETWEEN = (
    "",
    "",
    "，",
    "。",
    "、",
    "；",
    "的",
    "和各村各组",
    "一年一年扎扎实实地往前推进",
    "ZZ",
    "，提高ZZ站位，",
)
texts = (
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), min_size=1, max_size=6)
    .map(lambda pairs: "".join(word + between for word, between in pairs))
    .map(str.strip)
)
entries = st.builds(
    Entry,
    speech=st.sampled_from(["a", "b"]),
    place=st.just(""),
    kind=st.sampled_from(ENTRY_KINDS),
    text=texts,
    headings=st.lists(texts, max_size=2).map(tuple),
    themes=st.sets(st.sampled_from(["x", "y"])).map(sorted).map(tuple),
    role=st.sampled_from(["", "problem", "measure"]),
)
of_speech = {
    "a": {"title": "在发展集体经济会上的讲话", "source": "责任.docx", "year": 2018},
    "b": {"title": "在7.5表彰会上的讲话", "source": "三资、以.wps", "year": 0},
}
#: Where an engine keeps small segments otherwise than large ones, both.
KINDS = [(name, size) for name in ENGINES for size in (0, 10_000)]


def fitted(entry: Entry, number: int) -> Entry:
    """The entry with a place of its own and what all entries of its speech share."""
    same = of_speech[entry.speech]
    return Entry(
        entry.speech, f"p{number}", entry.kind, entry.text, headings=entry.headings, themes=entry.themes,
        role=entry.role, title=str(same["title"]), source=str(same["source"]), year=int(same["year"]),
    )  # fmt: skip


def found(engine: Engine, typed: str) -> set[str]:
    hits = engine.search(Request(parse(typed).tree, kinds=frozenset(ENTRY_KINDS)), ALL)
    assert hits.total == len(hits.page)
    return {key.partition("#")[2] for key, _ in hits.page}


@pytest.mark.parametrize(("name", "large"), KINDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(entries, max_size=12), asked=st.lists(queries(), min_size=1, max_size=10))
def test_whatever_is_asked_is_answered_as_by_the_oracle(
    name: str,
    large: int,
    made: list[Entry],
    asked: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not is_installed(name):
        pytest.skip(f"{name}: package not installed")
    monkeypatch.setattr(batching, "LARGE", large)
    kept = [fitted(entry, n) for n, entry in enumerate(made)]
    oracle = open_engine("memory", Path(), "s")
    engine = open_engine(name, tmp_path_factory.mktemp("index"), "s")
    fill(oracle, kept)
    fill(engine, kept)
    for typed in asked:
        assert found(engine, typed) == found(oracle, typed), typed
    engine.close()


TEXTS = [
    "一要抓班子，书记带头，支部才有战斗力。",
    "书记要进村入户；班子要分片包干",
    "书记在会上讲了一个下午的道理，最后才说到了班子",
    "坚持以群众满意为标尺，以实绩论英雄",
    "以为开了会就是落实。为此要督查",
    "提高ZZ站位，压实责任",
    "班子强不强，关键看“班子”里的书记",
]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if not is_installed(request.param):
        pytest.skip(f"{request.param}: package not installed")
    made = open_engine(request.param, tmp_path / "index", "s")
    fill(
        made,
        [
            Entry(f"s{n % 2}", f"p{n}", "passage", text, title=("谈作风", "谈纪律")[n % 2], year=2018 + n % 2)
            for n, text in enumerate(TEXTS)
        ],
    )
    request.addfinalizer(made.close)
    return made


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("班子 ~10 书记", {"p0", "p6"}),
        ("书记 ~ 班子", {"p0", "p6"}),
        ("书记 ~100 班子", {"p0", "p2", "p6"}),
        ("班子 ~1 书记", {"p0"}),
        ("班子 ~0 书记", set()),
        ("“班子” ~ “班子”", {"p6"}),
        ("(书记 | 支部) ~8 班子", {"p0", "p6"}),
        ("班子 -(班子 ~ 书记)", {"p1", "p2"}),
        ("以*为*", {"p3", "p4"}),
        ("以*满意*为", {"p3"}),
        ("以*实绩*标尺", set()),
        ("落实*此", set()),
        ("政治*责任", {"p5"}),
        ("政治 ~4 责任", set()),
        ("政治 ~5 责任", {"p5"}),
        ("标题:(作风 | 纪律) 以*为*", {"p3", "p4"}),
        ("标题:(谈 -作风) 书记", {"p1"}),
        ("(书记 | 以*为*) 年份:..2018", {"p0", "p2", "p4", "p6"}),
        ("书记 (标题:作风 | -(班子 ~ 书记))", {"p0", "p1", "p2", "p6"}),
    ],
)
def test_finds_what_stands_as_asked(engine: Engine, typed: str, places: set[str]) -> None:
    assert found(engine, typed) == places
