"""The contract every engine keeps: what the oracle finds, all find, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engine import ENTRY_KINDS, Engine, Entry, Hits, Request, Retagged, Tagged, Using
from kb.engines import batch as batching
from kb.engines import is_installed, open_engine, whoosh_inside, written
from kb.order import ORDERS, Order
from kb.query import And, Literal, Not, Or, Tree, parse
from kb.rank import POOL

ALL = 10_000
TEXTS = [
    "一要压实“第一责任人”责任，层层传导压力。二要健全制度；三要严格考核！",
    "农村集体经济“三资”管理、土地确权，是基层治理的突出问题。",
    "要推动高质量发展，坚持以人民为中心的发展思想。",
    "到2019年底，全县×个村集体经济收入超过5万元，GDP增长7.5%。",
    "Ｇ２０峰会之后，ABC公司与XX镇签约",
    "農村集體經濟發展壯大，黨組織帶頭",
    "作风不实，会风不正、文风不短，群众意见很大？必须整顿",
    "同志们：",
    "一",
    "甲。乙。丙",
]


def entry(speech: str, place: str, text: str, **more: object) -> Entry:
    return Entry(speech, place, "passage", text, title=f"在{speech}会上的讲话", **more)  # type: ignore[arg-type]


def sample_entries() -> list[Entry]:
    entries = []
    for n, text in enumerate(TEXTS):
        entries.append(
            Entry(
                speech=f"s{n % 4}",
                place=f"p{n + 1}",
                kind=ENTRY_KINDS[n % 3],
                text=text,
                title=f"在第{n % 4}次作风会上的讲话",
                headings=("一、正视问题", f"（{n}）“短板”在哪里") if n % 2 else (),
                source=f"原件{n % 4}.docx",
                year=(0, 2018, 2019, 2021)[n % 4],
                themes=(("work-style",), ("responsibility", "work-style"), ())[n % 3],
                role=("problem", "measure", "")[n % 3],
                decided=(("+work-style",), (), ("-responsibility", "+kept-by-hand"))[n % 3],
            )
        )
    return entries


def fill(engine: Engine, entries: list[Entry]) -> None:
    with engine.write() as batch:
        for speech in dict.fromkeys(e.speech for e in entries):
            batch.add(speech, f"etag-{speech}", [e for e in entries if e.speech == speech])


Maker = Callable[[], Engine]


def kind(name: str) -> Any:
    """An engine to be tested, or skipped where its package is missing."""
    missing = not is_installed(name.partition(" ")[0])
    return pytest.param(name, marks=pytest.mark.skipif(missing, reason=f"{name}: package not installed"))


FITS = whoosh_inside.inside_fits
#: Every engine; of those on disk also what they keep of large segments, which they keep otherwise; of Whoosh
#: also without going inside of it.
ON_DISK = [kind(name) for name in ("whoosh", "whoosh large", "whoosh plain", "tantivy", "tantivy large")]
KINDS = [kind("memory"), *ON_DISK]


def opened_as(kind: str, path: Path, stamp: str) -> Engine:
    name, _, way = kind.partition(" ")
    batching.LARGE = 0 if way else 10_000
    whoosh_inside.inside_fits = FITS if way != "plain" else (lambda: False)
    return open_engine(name, path, stamp)


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    opened: list[Engine] = []

    def made() -> Engine:
        opened.append(opened_as(request.param, tmp_path / f"index{len(opened)}", "stamp"))
        return opened[-1]

    yield made
    for engine in opened:
        engine.close()


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """What `opened_as` sets holds for one test."""
    before = batching.LARGE
    yield
    batching.LARGE, whoosh_inside.inside_fits = before, FITS


@pytest.fixture
def engine(make: Maker) -> Engine:
    made = make()
    fill(made, sample_entries())
    return made


def found(engine: Engine, query: str, **chosen: object) -> set[str]:
    kinds = chosen.pop("kinds", frozenset(ENTRY_KINDS))
    request = Request(parse(query).tree, kinds=kinds, **chosen)  # type: ignore[arg-type]
    hits = engine.search(request, ALL)
    assert hits.total == len(hits.page)
    return {key.partition("#")[2] for key, _ in hits.page}


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("集体", {"p2", "p4", "p6"}),
        ("村集体经济", {"p2", "p4", "p6"}),
        ("農村集體經濟", {"p2", "p6"}),
        ("经济三资", {"p2"}),
        ("“三资”管理、土地", {"p2"}),
        ("三资管理土地确权", {"p2"}),
        ("会风不正文风不短", {"p7"}),
        ("责", {"p1"}),
        ("题", {"p2"}),
        ("：", {"p8"}),
        ("ｇ20", {"p5"}),
        ("abc", {"p5"}),
        ("xx镇", {"p5"}),
        ("7.5%", {"p4"}),
        ("２０１９", {"p4"}),
        ("×个村", {"p4"}),
        ("压力。二要", {"p1"}),
        ("压力二要", set()),
        ("制度；三要严格考核！", {"p1"}),
        ("一", {"p1", "p9"}),
        ("甲。乙。丙", {"p10"}),
        ("甲。丙", set()),
        ("高质量发展", {"p3"}),
        ("以人民为中心", {"p3"}),
        ("发展 -经济", {"p3"}),
        ("会风 | 责任", {"p1", "p7"}),
        ("标题:正视问题 集体", {"p2", "p4", "p6"}),
        ("标题:短板在哪里 集体", {"p2", "p4", "p6"}),
        ("来源:原件1 集体", {"p2", "p6"}),
        ("年份:2019..2021", {"p3", "p4", "p7", "p8"}),
        ("用途:问题", {"p1", "p4", "p7", "p10"}),
        ("查无此文", set()),
    ],
)
def test_finds_exactly(engine: Engine, query: str, places: set[str]) -> None:
    assert found(engine, query) == places


def test_a_run_of_one_character_is_as_long_as_it_was_typed(make: Maker) -> None:
    """It has one bigram, however long it is."""
    engine = make()
    texts = ("××乡镇", "×××同志", "××××年×月，××县", "还有……没说完", "哈哈，哈哈哈")
    fill(engine, [entry("s", f"p{n}", text) for n, text in enumerate(texts)])
    assert found(engine, "××") == {"p0", "p1", "p2"}
    assert found(engine, "×××") == {"p1", "p2"}
    assert found(engine, "××××") == {"p2"}
    assert found(engine, "×××××") == set()
    assert found(engine, "哈哈哈") == {"p4"}
    assert found(engine, "……") == {"p3"}
    assert found(engine, "………") == set()


def test_facets_count_what_each_choice_would_leave(engine: Engine) -> None:
    facets = engine.search(
        Request(parse("").tree, roles=("problem",), kinds=frozenset(ENTRY_KINDS)), ALL
    ).facets
    assert facets.themes == {"work-style": 4}
    assert facets.roles == {"problem": 4, "measure": 3}
    assert sum(facets.kinds.values()) == 4
    chosen = engine.search(Request(parse("").tree, years=(2018, 2018), kinds=frozenset(ENTRY_KINDS)), ALL)
    assert chosen.total == chosen.facets.years[2018] == 3
    assert chosen.facets.years.keys() == {2018, 2019, 2021}


USING = Using(
    frozenset({"s0#p1", "s1#p6", "s3#p4", "gone#p1"}),
    frozenset({"s2#p3+"}),
    frozenset({Entry("", "", "passage", TEXTS[9]).sha, "0" * 16}),
)


@pytest.mark.parametrize("query", ["", "集体", "要 -会风", "会风 | 责任 | 甲"])
def test_what_was_used_is_left_out_and_counted(engine: Engine, query: str) -> None:
    used = {"p1", "p6", "p4", "p3", "p10"}
    every = found(engine, query)
    assert found(engine, query, used=USING, unused=True) == every - used
    assert found(engine, query, used=USING) == every
    kinds = frozenset(ENTRY_KINDS)
    for unused in (False, True):
        hits = engine.search(Request(parse(query).tree, kinds=kinds, used=USING, unused=unused), ALL)
        assert hits.facets.unused == len(every - used)
        assert sum(hits.facets.kinds.values()) == hits.total
    assert engine.search(Request(parse(query).tree), ALL).facets.unused is None


def test_other_drafts_leave_out_other_places(engine: Engine) -> None:
    assert "p1" not in found(engine, "", used=USING, unused=True)
    assert "p2" not in found(engine, "", used=Using(frozenset({"s1#p2"})), unused=True)
    assert found(engine, "", unused=True) == found(engine, "")
    with engine.write() as batch:
        batch.add("new", "e", [entry("new", "p77", TEXTS[9]), entry("new", "p78", TEXTS[8])])
    left = found(engine, "", used=USING, unused=True)
    assert "p77" not in left and "p78" in left


def test_a_longer_page_begins_with_the_shorter(engine: Engine) -> None:
    request = Request(parse("的|一|不").tree, kinds=frozenset(ENTRY_KINDS))
    whole = engine.search(request, ALL).page
    pages = [engine.search(request, 2, offset).page for offset in range(0, len(whole), 2)]
    assert tuple(hit for page in pages for hit in page) == whole


def test_a_speech_is_replaced_and_taken_out(engine: Engine) -> None:
    with engine.write() as batch:
        batch.add("s1", "new", [entry("s1", "p99", "新的一段话")])
        batch.remove("s2")
        batch.remove("never there")
    assert found(engine, "") == {"p99", "p1", "p4", "p5", "p8", "p9"}
    assert engine.manifest() == {"s0": "etag-s0", "s1": "new", "s3": "etag-s3"}


def test_the_last_version_in_a_batch_counts(engine: Engine) -> None:
    with engine.write() as batch:
        batch.add("s1", "a", [entry("s1", "p1", "先写的")])
        batch.add("s1", "b", [entry("s1", "p1", "后写的")])
        batch.add("s5", "c", [entry("s5", "p1", "写了又不要")])
        batch.remove("s5")
    assert found(engine, "写的", speech="s1") == {"p1"}
    assert found(engine, "先写的 | 写了又不要") == set()


def test_a_crash_in_a_batch_leaves_the_old_state(engine: Engine) -> None:
    before = found(engine, "")
    with pytest.raises(RuntimeError, match="停电"), engine.write() as batch:
        batch.add("s1", "new", [entry("s1", "p99", "半截")])
        batch.remove("s0")
        raise RuntimeError("停电")
    assert found(engine, "") == before
    assert engine.manifest()["s1"] == "etag-s1"


def test_an_empty_engine_answers(make: Maker) -> None:
    engine = make()
    assert engine.search(Request(parse("甲").tree), 10) == Hits(
        0, (), engine.search(Request(parse("").tree), 1).facets
    )
    assert engine.stamp() == ""
    assert engine.manifest() == {}


def test_a_speech_without_text_and_many_small_batches(make: Maker) -> None:
    """Segments are merged behind the scenes; nothing is lost by it."""
    engine = make()
    fill(engine, [])
    with engine.write() as batch:
        batch.add("empty", "e", [])
    for n in range(15):
        with engine.write() as batch:
            batch.add(f"s{n}", "1", [entry(f"s{n}", f"p{n + 1}", f"第{n}篇讲话的第一段")])
    assert found(engine, "讲话") == {f"p{n + 1}" for n in range(15)}
    assert len(engine.manifest()) == 16
    assert engine.stamp() == "stamp"


SNIPPETS = st.sampled_from(
    [
        "责任",
        "集体",
        "经济",
        "“三资”",
        "、",
        "。",
        "；",
        "一",
        "村",
        "×",
        "Ａ",
        "a1",
        "發展",
        "发展",
        " ",
        "作风",
        "7.5",
        "×××",
        "……",
    ]
)
texts = st.lists(SNIPPETS, min_size=1, max_size=9).map("".join).map(str.strip).filter(bool)
literals = texts.map(lambda t: parse(f"“{t}”" if "“" not in t else t).tree)


def trees() -> st.SearchStrategy[Tree]:
    fields = st.sampled_from(["标题:责任", "来源:发展", "年份:2019", "用途:问题"]).map(
        lambda q: parse(q).tree
    )
    leaves = literals | fields
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3).map(lambda p: And(tuple(p)))
            | st.lists(inner, min_size=1, max_size=3).map(lambda p: Or(tuple(p)))
            | inner.map(Not)
        ),
        max_leaves=5,
    )


entries = st.builds(
    Entry,
    speech=st.sampled_from(["a", "b", "c"]),
    place=st.just(""),
    kind=st.sampled_from(ENTRY_KINDS),
    text=texts,
    title=texts,
    headings=st.lists(texts, max_size=2).map(tuple),
    source=texts,
    year=st.sampled_from([0, 2018, 2019]),
    day=st.sampled_from([0, 20180315, 20180316, 20190300]),
    themes=st.sets(st.sampled_from(["x", "y"])).map(sorted).map(tuple),
    role=st.sampled_from(["", "problem", "measure"]),
    decided=st.lists(st.sampled_from(["+x", "-y"]), max_size=2).map(tuple),
)
PLACES = st.sampled_from([f"{speech}#p{n}" for speech in "abc" for n in range(1, 6)])
using = st.builds(
    lambda keys, wholes, texts: Using(
        frozenset(keys | wholes), frozenset(wholes), frozenset(Entry("", "", "heading", t).sha for t in texts)
    ),
    keys=st.sets(PLACES, max_size=4),
    wholes=st.sets(PLACES.map("{}+".format), max_size=2),
    texts=st.sets(texts, max_size=2),
)
requests = st.builds(
    Request,
    tree=trees(),
    themes=st.sets(st.sampled_from(["x", "y"]), max_size=1).map(tuple),
    roles=st.sets(st.sampled_from(["problem", "measure"])).map(sorted).map(tuple),
    years=st.sampled_from([None, (2018, 2018), (2018, 2019)]),
    speech=st.sampled_from(["", "", "a"]),
    kinds=st.sets(st.sampled_from(ENTRY_KINDS), min_size=1).map(frozenset),
    fold=st.booleans(),
    order=st.sampled_from(list(ORDERS)),
    prior=st.booleans(),
    near=st.booleans(),
    used=st.just(Using()) | using,
    unused=st.booleans(),
)


@pytest.mark.parametrize("name", ON_DISK)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(entries, max_size=12), asked=st.lists(requests, min_size=1, max_size=8))
def test_equals_the_oracle(
    name: str, made: list[Entry], asked: list[Request], tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = {e.speech: (e.title, e.source) for e in made}
    numbered = [
        replace(e, place=f"p{n + 1}", title=source[e.speech][0], source=source[e.speech][1])
        for n, e in enumerate(made)
    ]
    oracle = open_engine("memory", Path(), "s")
    engine = opened_as(name, tmp_path_factory.mktemp("index"), "s")
    fill(oracle, numbered)
    fill(engine, numbered)
    for request in asked:
        same(oracle.search(request, ALL), engine.search(request, ALL), request)
    engine.close()


#: What happens to an index: a speech comes or is changed, one goes, all get new themes, some get other tags.
steps = st.lists(
    st.tuples(st.just("add"), st.lists(entries, max_size=4))
    | st.tuples(st.just("remove"), st.sampled_from(["a", "b", "c"]))
    | st.tuples(st.just("retheme"), st.integers(0, 5))
    | st.tuples(st.just("retag"), st.integers(0, 5)),
    max_size=12,
)


@pytest.mark.parametrize("name", ON_DISK)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, words=st.lists(SNIPPETS, max_size=3), theme=st.sampled_from(["", "x", "y", "z"]))
def test_entries_and_counts_equal_the_oracle_whatever_came_before(
    name: str,
    steps: list[tuple[str, Any]],
    words: list[str],
    theme: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    oracle = open_engine("memory", Path(), "s")
    engine = opened_as(name, tmp_path_factory.mktemp("index"), "s")
    for number, (step, what) in enumerate(steps):
        changes = [take(one, step, what, number) for one in (oracle, engine)]
        assert changes[0] == changes[1]
    assert in_any_order(engine.entries()) == in_any_order(oracle.entries())
    assert in_any_order(engine.entries(words, theme)) == in_any_order(oracle.entries(words, theme))
    assert dict(engine.grid()) == dict(oracle.grid())
    assert engine.manifest() == oracle.manifest()
    judged = [{e.key: e for p in one.portions() for e in p.entries()} for one in (oracle, engine)]
    assert judged[0] == judged[1]
    request = Request(parse("").tree, kinds=frozenset(ENTRY_KINDS))
    same(oracle.search(request, ALL), engine.search(request, ALL), request)
    engine.close()


def take(engine: Engine, step: str, what: Any, number: int) -> object:
    """One step; for new themes, how many entries were changed by it, for other tags, what was not in."""
    if step == "retag":
        return sorted(engine.retag(other_tags(engine, what)))
    if step == "retheme":
        return retheme(engine, lambda e: [t for n, t in enumerate("xyz") if (len(e.text) + what) >> n & 1])
    with engine.write() as changes:
        if step == "remove":
            changes.remove(what)
        else:
            speech = "abc"[number % 3]
            changes.add(
                speech, str(number), [replace(e, speech=speech, place=f"p{n}") for n, e in enumerate(what)]
            )
    return 0


def other_tags(engine: Engine, seed: int) -> dict[str, Retagged]:
    """Other tags for some entries of every speech, and now and then for one that is not there."""
    places: dict[str, dict[str, Tagged]] = {speech: {} for speech in "abc"}
    for e in engine.entries():
        if (len(e.text) + seed) % 2:
            said = ("+x", "-w")[: (len(e.text) + seed) % 3]
            places[e.speech][e.place] = Tagged(("w", "x")[: len(e.text) % 3], said)
    if seed == 5:
        places["b"]["p99"] = Tagged(("w",))
    return {speech: Retagged(f"tagged {seed}", mine) for speech, mine in places.items()}


def retheme(engine: Engine, judge: Callable[[Entry], list[str]]) -> int:
    return engine.retheme({p: [judge(e) for e in p.entries()] for p in engine.portions()})


def in_any_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: e.key)


def test_the_entries_come_back_as_they_went_in(engine: Engine) -> None:
    assert in_any_order(engine.entries()) == in_any_order(sample_entries())
    assert {e.place for e in engine.entries(["“三资”", "GDP增长"])} == {"p2", "p4"}
    assert {e.place for e in engine.entries(["农村 集体"], "work-style")} == {"p2"}
    assert {e.place for e in engine.entries(["短板”在"])} == {"p2", "p4", "p6", "p8", "p10"}
    assert list(engine.entries(["查无此文"])) == []


def test_what_was_asked_for_is_settled_when_the_first_entry_is_taken(engine: Engine) -> None:
    """A page that goes through all entries is not disturbed by a writer."""
    going = engine.entries()
    first = next(going)
    with engine.write() as batch:
        for speech in ("s0", "s1", "s2", "s3"):
            batch.remove(speech)
    assert in_any_order([first, *going]) == in_any_order(sample_entries())
    assert list(engine.entries()) == []


def test_the_grid_counts_what_a_search_counts(engine: Engine) -> None:
    for (theme, role), count in engine.grid().items():
        query = f"用途:{role}" if role else "-用途:problem -用途:measure"
        tree = parse(query).tree
        assert engine.search(Request(tree, themes=(theme,)), ALL).total == count
    assert sum(engine.grid().values()) == 4


def test_new_themes_come_all_at_once_and_stay_through_merging(make: Maker) -> None:
    engine = make()
    for n in range(40):
        with engine.write() as batch:
            batch.add(f"s{n}", "1", [entry(f"s{n}", f"p{n + 1}", f"第{n}篇讲话", themes=("old",))])
        if n == 20:
            assert retheme(engine, lambda e: ["new"]) == 21
            assert retheme(engine, lambda e: ["new"]) == 0
    counts = engine.search(Request(parse("讲话").tree), ALL).facets.themes
    assert counts == {"new": 21, "old": 19}
    assert {e.place for e in engine.entries((), "new")} == {f"p{n + 1}" for n in range(21)}


def test_other_tags_for_some_entries(engine: Engine) -> None:
    before = {e.key: e for e in engine.entries()}
    changes = {
        "s1": Retagged("new", {"p2": Tagged(("work-style", "zeal"), ("+zeal",)), "p6": Tagged()}),
        "s3": Retagged("newer", {}),
        "s0": Retagged("never", {"p1": Tagged(("zeal",)), "p77": Tagged()}),
        "unknown": Retagged("never", {}),
    }
    assert sorted(engine.retag(changes)) == ["s0", "unknown"]
    assert engine.manifest() == {"s0": "etag-s0", "s1": "new", "s2": "etag-s2", "s3": "newer"}
    changed = {
        "s1#p2": replace(before["s1#p2"], themes=("work-style", "zeal"), decided=("+zeal",)),
        "s1#p6": replace(before["s1#p6"], themes=(), decided=()),
    }
    assert {e.key: e for e in engine.entries()} == before | changed
    assert found(engine, "", themes=("zeal",)) == {"p2"}
    assert found(engine, "三资", themes=("zeal",)) == {"p2"}


def test_other_tags_stay_through_merging_and_new_themes(make: Maker) -> None:
    engine = make()
    for n in range(20):
        with engine.write() as batch:
            batch.add(f"s{n}", "1", [entry(f"s{n}", "p1", f"第{n}篇讲话"), entry(f"s{n}", "p2", "再说一句")])
        assert engine.retag({f"s{n}": Retagged("2", {"p1": Tagged(("x",), ("+x",))})}) == ()
    assert {e.key for e in engine.entries((), "x")} == {f"s{n}#p1" for n in range(20)}
    assert retheme(engine, lambda e: ["y"] if e.decided else []) == 20
    assert {e.key: e.decided for e in engine.entries((), "y")} == {f"s{n}#p1": ("+x",) for n in range(20)}
    assert set(engine.manifest().values()) == {"2"}


def test_only_a_portion_with_another_decision_is_another(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged before somebody decided something of it does not count; everything else does."""
    monkeypatch.setattr(written, "PORTION", 2)
    engine = make()
    fill(engine, [entry(f"s{n}", f"p{k}", "一句话") for n in range(4) for k in (1, 2)])
    before = set(engine.portions())
    engine.retag({"s2": Retagged("new", {"p2": Tagged(("x",), ("-y",))})})
    (other,) = set(engine.portions()) - before
    assert [(e.key, e.decided) for e in other.entries()] == [("s2#p1", ()), ("s2#p2", ("-y",))]
    assert len(before & set(engine.portions())) == 3


def test_equal_hits_stand_in_one_order_whatever_is_edited(make: Maker) -> None:
    engine = make()
    years = {"d": 2021, "b": 2021, "c": 0, "a": 2018}
    said = {s: [entry(s, f"p{n}", "要抓好落实", year=year) for n in (1, 2, 10)] for s, year in years.items()}
    order = [f"{s}#p{n}" for s in "bdac" for n in (1, 2, 10)]
    fill(engine, [e for entries in said.values() for e in entries])
    for speech in "abcdabcdabcdabcd":
        hits = engine.search(Request(parse("").tree), ALL)
        assert [key for key, _ in hits.page] == order
        assert engine.search(Request(parse("").tree), 3, 4).page == hits.page[4:7]
        with engine.write() as batch:
            batch.add(speech, "edited", said[speech])


def test_speeches_of_one_year_stand_by_their_days(make: Maker) -> None:
    days = {"a": 0, "b": 20230315, "c": 20230316, "d": 20230400, "e": 20230000, "f": 20221231}
    engine = make()
    fill(engine, [entry(s, "p1", "要抓好落实", year=day // 10_000, day=day) for s, day in days.items()])

    def by(order: Order) -> str:
        hits = engine.search(Request(parse("落实").tree, order=order), ALL)
        return "".join(key[0] for key, _ in hits.page)

    assert by("newest") == by("relevance") == "dcbefa"
    assert by("oldest") == "febcda"
    assert [e.day for e in engine.entries()] == list(days.values())


def same(expected: Hits, got: Hits, request: Request) -> None:
    assert got.total == expected.total, request
    if expected.total <= POOL:
        assert got.page == expected.page, request
        assert got.copies == expected.copies, request
        assert got.back == expected.back, request
    elif not request.near:
        assert {k for k, _ in got.page} == {k for k, _ in expected.page}, request
    if expected.total <= POOL or not request.near:
        assert got.facets == expected.facets, request


@pytest.mark.parametrize("kind", ON_DISK)
def test_equals_the_oracle_on_real_text(shared: Path, tmp_path: Path, kind: str) -> None:
    """Substrings at any cut of real paragraphs, and pairs of them."""
    import random

    rng = random.Random(20240315)
    files = sorted((shared / "corpus/speeches").rglob("*.txt"))
    chosen = rng.sample(files, 12)
    made = [
        Entry(
            f"s{n}", f"p{k + 1}", "passage", line.strip(), year=2000 + n % 3, themes=("x",) if k % 3 else ()
        )
        for n, file in enumerate(chosen)
        for k, line in enumerate(file.read_text(encoding="utf-8").splitlines()[:60])
        if line.strip()
    ]
    oracle = open_engine("memory", Path(), "s")
    engine = opened_as(kind, tmp_path, "s")
    fill(oracle, made)
    fill(engine, made)
    for _ in range(150):
        source = rng.choice(made).text
        start = rng.randrange(len(source))
        literal = source[start : start + rng.randint(1, 12)]
        tree = parse(f'"{literal}"' if '"' not in literal else literal).tree
        if isinstance(tree, Literal) and rng.random() < 0.3:
            tree = And((tree, Not(Literal("的", "的"))))
        request = Request(tree)
        same(oracle.search(request, ALL), engine.search(request, ALL), request)
    engine.close()


def test_a_removed_generation_still_answers_its_readers(tmp_path: Path) -> None:
    """Between a swap and the reader's next look nothing must seem to be missing."""
    import shutil

    engine = open_engine("whoosh", tmp_path / "1", "s")
    fill(engine, sample_entries())
    before = found(engine, "集体")
    assert before
    shutil.rmtree(tmp_path / "1")
    assert found(engine, "集体") == before
    engine.close()


COPIES = [
    "发展村级集体经济，先算三本账：一本资源账，地有多少；一本合同账，哪些到期。",
    "发展村级集体经济，要先算三本账：一本资源账，地有多少；一本合同账，哪些到期了。",
    "村级集体经济薄弱，根子在班子，书记不上心，账目几年不清，群众背后有怨气。",
    "发展村级集体经济，先算三本账：一本资源账，地有多少；一本合同账，哪些到期。",
]


def test_near_copies_stand_behind_the_first(make: Maker) -> None:
    engine = make()
    fill(engine, [entry(f"s{n}", f"p{n + 1}", text) for n, text in enumerate(COPIES)])
    hits = engine.search(Request(parse("村级集体经济").tree, fold=True), 10)
    assert (hits.total, hits.folded, len(hits.page)) == (4, 2, 2)
    (leader,) = hits.copies
    shown = {key for key, _ in hits.page}
    assert leader in shown
    assert shown | set(hits.copies[leader]) == {f"s{n}#p{n + 1}" for n in range(4)}
    second = engine.search(Request(parse("村级集体经济").tree, fold=True), 1, 1)
    assert second.page == hits.page[1:]


def test_folding_loses_no_hit_beyond_the_pool(make: Maker) -> None:
    engine = make()
    many = [
        entry(f"s{n // 50}", f"p{n + 1}", COPIES[0] if n % 2 else f"第{n}村村级集体经济第{n * 7}类")
        for n in range(250)
    ]
    fill(engine, many)
    request = Request(parse("村级集体经济").tree, fold=True)
    whole = engine.search(request, 1000)
    pages = [engine.search(request, 40, offset) for offset in range(0, whole.total, 40)]
    listed = [key for page in pages for key, _ in page.page]
    assert listed == [key for key, _ in whole.page]
    folded = {copy for page in pages for group in page.copies.values() for copy in group}
    assert len(listed) + len(folded) == whole.total == 250
    assert set(listed) | folded == {e.key for e in many}
