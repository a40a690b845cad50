"""A changed taxonomy comes into force everywhere at once, and gives what indexing anew would give."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import reclassify as module
from indexer.decide import Choice, decide
from indexer.entries import entries
from indexer.reclassify import reclassify
from indexer.refresh import difference, refresh, update
from kb.asked import Asked
from kb.classify import Classifier
from kb.engine import Entry
from kb.engines import written
from kb.errors import BadTaxonomy, LibraryBusy, StaleIndex
from kb.home import Home, create
from kb.library import Library
from kb.model import Decision, Heading, Passage, Speech
from kb.search import search

WORDS = ("责任", "压实", "作风", "集体经济", "考核", "培训")


def taxonomy(*themes: tuple[str, str]) -> str:
    return "\n".join(
        f'[[theme]]\nid = "{id_}"\nname = "{word}类"\nstrong = ["{word}"]\n' for id_, word in themes
    )


OLD, NEW = taxonomy(("duty", "责任"), ("style", "作风")), taxonomy(("duty", "压实"), ("money", "集体经济"))


def speech(id_: str, *texts: str, decisions: tuple[Decision, ...] = ()) -> Speech:
    passages = tuple(
        Passage(f"p{n}", text, decisions=decisions if n == 1 else ()) for n, text in enumerate(texts, 1)
    )
    return Speech(id_, f"在{id_}会上的讲话", (Heading(1, "一、作风和责任"), *passages), date="2021")


SPEECHES = (
    speech(
        "a-1", "责任要压实，一级压一级。", "先把集体经济的账算清楚。", decisions=(Decision("style", True),)
    ),
    speech("b-2", "作风要过硬，责任要担牢。", "今天就讲到这里。", decisions=(Decision("duty", False),)),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two speeches, indexed by the old taxonomy."""
    made = Library(home(tmp_path / "库"))
    for one in SPEECHES:
        made.save(one)
    with made.writing():
        refresh(made)
    yield made
    made.close()


def home(path: Path) -> Home:
    made = Home(path)
    create(made)
    made.themes.write_text(OLD, encoding="utf-8")
    return made


def write(library: Library, text: str) -> None:
    library.home.themes.write_text(text, encoding="utf-8")


def counts(library: Library) -> dict[str, int]:
    return dict(search(library, Asked()).facets.themes)


def anew(library: Library) -> list[Entry]:
    """What indexing the files by themes.toml as it is now gives."""
    classifier = Classifier(library.taxonomy())
    made = [e for id_ in library.ids() for e in entries(library, library.speech(id_), classifier)]
    return in_order(made)


def in_order(entries: list[Entry]) -> list[Entry]:
    return sorted((replace(e, themes=tuple(sorted(e.themes))) for e in entries), key=lambda e: e.key)


def test_gives_what_indexing_anew_would_give(library: Library) -> None:
    write(library, NEW)
    assert library.behind()
    told: list[tuple[int, int]] = []
    done = reclassify(library, lambda *step: told.append(step))
    assert not library.behind()
    assert in_order(list(library.index.entries())) == anew(library)
    assert library.index.stamp() == library.stamp()
    assert (done.entries, done.changed) == (6, 5)
    assert told[-1] == (6, 6)
    assert [search(library, Asked(themes=("money",))).total] == [1]


texts = st.lists(st.sampled_from([*WORDS, "要", "，", "。", "会议", "“"]), min_size=1, max_size=8).map(
    "".join
)
decided = st.lists(st.builds(Decision, st.sampled_from(["duty", "style", "gone"]), st.booleans()), max_size=2)
speeches = st.lists(
    st.tuples(st.lists(texts, min_size=1, max_size=3), decided.map(tuple)), min_size=1, max_size=3
)
tables = st.lists(
    st.tuples(st.sampled_from(["duty", "style", "money"]), st.sampled_from(WORDS)),
    min_size=1, max_size=3, unique_by=(lambda t: t[0], lambda t: t[1]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=tables, after=tables, said=speeches)
def test_any_taxonomy_gives_what_indexing_anew_gives(
    before: list[tuple[str, str]],
    after: list[tuple[str, str]],
    said: list[tuple[list[str], tuple[Decision, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    library = Library(home(tmp_path_factory.mktemp("库")))
    write(library, taxonomy(*before))
    for n, (texts, decisions) in enumerate(said):
        library.save(speech(f"s-{n}", *texts, decisions=tuple({d.theme: d for d in decisions}.values())))
    with library.writing():
        refresh(library)
    write(library, taxonomy(*after))
    reclassify(library)
    assert in_order(list(library.index.entries())) == anew(library)
    library.close()


def test_until_it_is_done_everything_goes_by_the_old_taxonomy(library: Library) -> None:
    """Themes shown beside a passage and themes that can be narrowed by are the same, also after a restart."""
    before = counts(library)
    write(library, NEW)
    for reader in (library, Library(library.home)):
        assert counts(reader) == before == {"duty": 3, "style": 4}
        assert [t.name for t in reader.classifier().taxonomy.themes] == ["责任类", "作风类"]
        assert [t.name for t in reader.taxonomy().themes] == ["压实类", "集体经济类"]
    reclassify(library)
    assert [t.name for t in library.classifier().taxonomy.themes] == ["压实类", "集体经济类"]
    library.close()


def test_what_is_written_meanwhile_is_judged_as_the_rest_is(library: Library) -> None:
    """The index never mixes two taxonomies, and what came in between is not forgotten."""
    write(library, NEW)
    late = speech("c-3", "集体经济要壮大，责任要压实。")

    def come_between(done: int, total: int) -> None:
        if done == total and "c-3" not in library.ids():
            with library.writing():
                library.save(late)
                library.delete("b-2")
                update(library, ["c-3", "b-2"])
            assert set(counts(library)) == {"duty", "style"}

    done = reclassify(library, come_between)
    assert done.entries == 5
    assert in_order(list(library.index.entries())) == anew(library)


def test_a_decision_in_between_is_not_lost(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its passage is judged once more; of the rest only what stands in one portion with it."""
    monkeypatch.setattr(written, "PORTION", 3)
    write(library, NEW)
    judged: list[str] = []
    one: Callable[[Entry, Classifier], tuple[str, ...]] = module.themes
    monkeypatch.setattr(module, "themes", lambda *given: (judged.append(given[0].key), one(*given))[1])

    def decide_first(done: int, total: int) -> None:
        if done == total and len(judged) == 6:
            decide(library, [Choice("b-2", "p1", "style", True), Choice("b-2", "p1", "duty", None)])

    reclassify(library, decide_first)
    assert [e.decided for e in library.index.entries() if e.key == "b-2#p1"] == [("+style",)]
    assert in_order(list(library.index.entries())) == anew(library)
    assert judged[6:] == ["b-2#h1", "b-2#p1", "b-2#p2"]


def test_a_rebuild_in_between_means_starting_again(library: Library) -> None:
    write(library, NEW)
    steps: list[int] = []

    def rebuild(done: int, total: int) -> None:
        steps.append(done)
        if steps == [0, 6]:
            with library.writing():
                library.index.close()
                refresh(library, everything=True)

    reclassify(library, rebuild)
    assert in_order(list(library.index.entries())) == anew(library)
    assert library.index.stamp() == library.stamp()


def test_an_edit_in_between_means_starting_again(library: Library) -> None:
    write(library, NEW)
    reclassify(library, lambda done, total: write(library, OLD) if done == total else None)
    assert in_order(list(library.index.entries())) == anew(library)
    assert counts(library) == {"duty": 3, "style": 4}


def test_merging_in_between_is_no_error(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has been swept before it was read is judged where it is now."""
    write(library, NEW)
    themes = module._themes
    count = 0

    def sweep_first(*given: object) -> object:
        nonlocal count
        if not count:
            count = 1
            with library.writing():
                for n in range(12):
                    library.save(speech(f"d-{n}", f"第{n}件事，作风要硬。"))
                    update(library, [f"d-{n}", "a-1", "b-2"])
        return themes(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_themes", sweep_first)
    reclassify(library)
    assert in_order(list(library.index.entries())) == anew(library)


def test_readers_see_all_old_or_all_new(library: Library) -> None:
    seen: set[tuple[tuple[str, int], ...]] = set()
    stop = threading.Event()
    reader = Library(library.home)

    def read() -> None:
        while not stop.is_set():
            seen.add(tuple(sorted(counts(reader).items())))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for text in (NEW, OLD) * 5:
            write(library, text)
            reclassify(library)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    reader.close()
    assert seen <= {(("duty", 3), ("style", 4)), (("duty", 1), ("money", 1))}
    assert len(seen) == 2


def test_what_ends_it_leaves_everything_as_it_was(library: Library) -> None:
    before = counts(library)
    write(library, NEW)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reclassify(library, stop)
    with library.writing(), pytest.raises(LibraryBusy):
        reclassify(library, patience=0)
    assert counts(library) == before
    assert library.behind()


def test_a_wrong_taxonomy_stops_no_search_and_no_edit(library: Library) -> None:
    before = counts(library)
    write(library, "[[theme]\n")
    fresh = Library(library.home)
    assert counts(fresh) == before
    with pytest.raises(BadTaxonomy):
        fresh.behind()
    with pytest.raises(BadTaxonomy):
        reclassify(fresh)
    assert "TOML" in difference(fresh).fault
    with fresh.writing():
        fresh.save(speech("c-3", "作风要硬，责任要实。"))
        assert refresh(fresh).indexed == 1
        assert counts(fresh) == {"duty": 5, "style": 6}
        assert refresh(fresh, everything=True).rebuilt
    assert counts(fresh) == {"duty": 5, "style": 6}
    fresh.close()


def test_without_a_fitting_index_there_is_nothing_to_classify(tmp_path: Path) -> None:
    library = Library(home(tmp_path / "空"))
    assert not library.behind()
    with pytest.raises(StaleIndex, match="kb reindex"):
        reclassify(library)


def test_refreshing_follows_the_files_and_the_taxonomy(library: Library) -> None:
    write(library, NEW)
    library.save(speech("c-3", "集体经济要壮大。"))
    found = difference(library)
    assert (found.stale, found.behind, list(found.changed)) == (False, True, ["c-3"])
    with library.writing():
        done = refresh(library)
    assert (done.rebuilt, done.indexed, done.reclassified) == (False, 1, 8)
    assert in_order(list(library.index.entries())) == anew(library)


def test_updating_looks_at_no_other_file(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    tag: Callable[[Library, str], str] = Library.etag
    monkeypatch.setattr(Library, "etag", lambda self, id_: (read.append(id_), tag(self, id_))[1])
    monkeypatch.setattr(Library, "files", lambda self: pytest.fail("目录不必看"))
    library.save(replace(SPEECHES[0], body=(*SPEECHES[0].body, Passage("p9", "再说考核。"))))
    with library.writing():
        done = update(library, ["a-1", "a-1"])
    assert (done.indexed, done.removed, read) == (1, 0, ["a-1"])
    assert search(library, Asked("考核")).total == 1


def test_updating_what_is_gone_or_broken(library: Library) -> None:
    library.delete("b-2")
    path = library.path("a-1")
    path.write_text("没有文件头", encoding="utf-8")
    with library.writing():
        done = update(library, ["a-1", "b-2", "never"])
    assert (done.indexed, done.removed) == (0, 2)
    assert "a-1" in done.broken[0]
    assert list(library.index.entries()) == []


def test_many_processes_give_the_same(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", 0)
    with library.writing():
        library.save(speech("c-3", "集体经济要壮大。"))
        update(library, ["c-3"])
    write(library, NEW)
    assert reclassify(library).entries == 8
    assert in_order(list(library.index.entries())) == anew(library)
