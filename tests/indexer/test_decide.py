"""What a person says of a passage is written down, can be taken back alone, and outlives everything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.bring import bring
from indexer.decide import Choice, Deed, decide, drop, put, undo
from indexer.edit import remove, restore, set_facts
from indexer.pipeline import import_files
from indexer.refresh import refresh
from indexer.twins import merge
from kb.asked import Asked
from kb.decisions import Decided, Row, every, load, to_csv
from kb.errors import KbError, NotFound, StaleEdit
from kb.home import Home, create
from kb.library import Library
from kb.model import Decision, Heading, Passage, Speech, Unplaced
from kb.search import search

THEMES = """
[[theme]]
id = "floods"
name = "防汛"
strong = ["堤坝"]

[[theme]]
id = "tea"
name = "茶叶"
strong = ["春茶"]
"""
SPEECH = Speech(
    "shuiqing",
    "在全镇水情会上的讲话",
    (
        Heading(1, "一、看住水"),
        Passage("p1", "堤坝要有人日夜看着，看不住就要出大事。"),
        Passage("p2", "春茶再忙，也要轮流上堤。"),
        Passage("p2.1", "一是老人看白天，眼睛好使的看夜里。"),
        Passage("p2.2", "二是年轻人备好沙袋，雨一来就扛上去。"),
    ),
    unplaced=(Unplaced("从前有过的一段话。", (Decision("floods", True), Decision("tea", False))),),
)
TEXT = """在全镇水情会上的讲话
同志们：
一、人要上堤
堤坝要有人日夜看着，看不住就要出大事，这话每年都讲。
春茶再忙，也要轮流上堤，哪一家都不能例外，村干部先上。
夜里的路灯坏了三盏，明天就要修好，不要等到摔了人再说。
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    create(Home(tmp_path / "库"))
    made = Library(Home(tmp_path / "库"))
    made.home.themes.write_text(THEMES, encoding="utf-8")
    made.save(SPEECH)
    made.save(Speech("lingyi", "另一篇", (Passage("p1", "路灯要修。"),)))
    refresh(made)
    yield made
    made.close()


def said(library: Library) -> dict[str, bool]:
    """`speech#place theme` of every decision: yes or no."""
    return {f"{d.speech}#{d.place} {d.theme}": d.yes for d in every(library) if d.place}


def hits(library: Library, theme: str) -> list[str]:
    return sorted(found.key for found in search(library, Asked(themes=(theme,))).found)


def test_yes_no_and_nothing_any_more(library: Library) -> None:
    assert hits(library, "floods") == ["shuiqing#p1"]
    decide(library, [Choice("shuiqing", "p2.1", "防汛", True), Choice("shuiqing", "p1", "floods", False)])
    assert said(library) == {"shuiqing#p1 floods": False, "shuiqing#p2.1 floods": True}
    assert hits(library, "floods") == ["shuiqing#p2.1"]
    decide(library, [Choice("shuiqing", "p1", "floods", None)])
    assert hits(library, "floods") == ["shuiqing#p1", "shuiqing#p2.1"]


def test_a_heading_is_decided_like_a_passage_and_for_itself_alone(library: Library) -> None:
    deed = decide(library, [Choice("shuiqing", "h1", "茶叶", True)])
    assert said(library) == {"shuiqing#h1 tea": True}
    assert hits(library, "tea") == ["shuiqing#h1", "shuiqing#p2"]
    decide(library, [Choice("shuiqing", "h1", "floods", True)])
    decide(library, [Choice("shuiqing", "h1", "floods", False)])
    assert hits(library, "floods") == ["shuiqing#p1"]
    undo(library, deed)
    assert said(library) == {"shuiqing#h1 floods": False}
    put(library, "shuiqing", SPEECH.unplaced[0].text, "h1")
    assert said(library) == {"shuiqing#h1 floods": True, "shuiqing#h1 tea": False}


def test_what_was_decided_of_a_heading_is_not_taken_back_from_another(library: Library) -> None:
    deed = decide(library, [Choice("shuiqing", "h1", "tea", True)])
    moved = library.speech("shuiqing")
    first = Heading(1, "一、先说别的", (Decision("tea", True),))
    library.save(replace(moved, body=(first, *moved.body)))
    with pytest.raises(StaleEdit):
        undo(library, deed)


def test_a_whole_paragraph_stands_for_its_parts(library: Library) -> None:
    deed = decide(library, [Choice("shuiqing", "p2+", "floods", True)])
    assert [change.place for change in deed.changes] == ["p2", "p2.1", "p2.2"]


def test_what_cannot_be_done_is_told_and_the_rest_goes_on(library: Library) -> None:
    places = ["h0", "p9", "h7", "p2"]
    deed = decide(
        library, [Choice("没有", "p1", "tea", False), *(Choice("shuiqing", p, "tea", False) for p in places)]
    )
    assert said(library) == {"shuiqing#p2 tea": False}
    told = "".join(map(str, deed.problems))
    assert len(deed.problems) == 4
    assert "没有 h7 这个标题" in told
    assert "p9" in told
    assert "没有编号为“没有”的讲话" in told


def test_a_theme_that_is_none_is_refused(library: Library) -> None:
    with pytest.raises(NotFound, match="没有叫“星星”的主题"):
        decide(library, [Choice("shuiqing", "p1", "星星", True)])
    assert said(library) == {}


def test_only_what_is_touched_is_written_and_saying_it_again_changes_nothing(library: Library) -> None:
    tags = {id_: library.etag(id_) for id_ in library.ids()}
    decide(library, [Choice("shuiqing", "p1", "tea", True)])
    now = {id_: library.etag(id_) for id_ in library.ids()}
    assert now["lingyi"] == tags["lingyi"]
    assert now["shuiqing"] != tags["shuiqing"]
    again = decide(library, [Choice("shuiqing", "p1", "tea", True)])
    assert again == Deed(())
    assert library.etag("shuiqing") == now["shuiqing"]


def test_many_are_taken_back_in_one_step(library: Library) -> None:
    before = {id_: library.speech(id_) for id_ in library.ids()}
    deed = decide(library, [Choice(s, p, "floods", False) for s, p in (("shuiqing", "p1"), ("shuiqing", "p2+"), ("lingyi", "p1"))])  # fmt: skip
    assert len(deed.changes) == 5
    undo(library, deed)
    assert {id_: library.speech(id_) for id_ in library.ids()} == before
    assert hits(library, "floods") == ["shuiqing#p1"]


def test_undo_asks_only_whether_its_own_passage_was_changed(library: Library) -> None:
    first = decide(library, [Choice("shuiqing", "p1", "floods", False)])
    second = decide(library, [Choice("shuiqing", "p1", "tea", True)])
    decide(library, [Choice("shuiqing", "p2", "floods", True)])
    set_facts(library, "shuiqing", {"place": "柳坪镇"}, library.etag("shuiqing"))
    undo(library, first)
    assert said(library) == {"shuiqing#p1 tea": True, "shuiqing#p2 floods": True}
    assert library.speech("shuiqing").place == "柳坪镇"
    decide(library, [Choice("shuiqing", "p1", "tea", False)])
    with pytest.raises(StaleEdit):
        undo(library, second)
    assert said(library)["shuiqing#p1 tea"] is False


def test_undo_knows_a_theme_by_its_new_id(library: Library) -> None:
    deed = decide(library, [Choice("shuiqing", "p2", "floods", True)])
    renamed = THEMES.replace('id = "floods"', 'id = "water"\nwas = ["floods"]')
    library.home.themes.write_text(renamed, encoding="utf-8")
    with library.writing():
        refresh(library)
    assert said(library) == {"shuiqing#p2 water": True}
    undo(library, deed)
    assert said(library) == {}


def test_undo_of_what_has_gone_is_refused(library: Library) -> None:
    deed = decide(library, [Choice("lingyi", "p1", "tea", True)])
    with library.writing():
        library.delete("lingyi")
    with pytest.raises(StaleEdit, match="不在了"):
        undo(library, deed)


def test_decisions_kept_apart_are_put_or_dropped_and_both_are_taken_back(library: Library) -> None:
    before = library.speech("shuiqing")
    text = before.unplaced[0].text
    deed = put(library, "shuiqing", text, "p2.2")
    assert said(library) == {"shuiqing#p2.2 floods": True, "shuiqing#p2.2 tea": False}
    assert library.speech("shuiqing").unplaced == ()
    undo(library, deed)
    assert library.speech("shuiqing") == before
    deed = drop(library, "shuiqing", text)
    assert list(every(library)) == []
    undo(library, deed)
    assert set(library.speech("shuiqing").unplaced[0].decisions) == set(before.unplaced[0].decisions)
    with pytest.raises(NotFound):
        put(library, "shuiqing", text, "p77")
    with pytest.raises(NotFound):
        drop(library, "shuiqing", "别的话。")


PLACES = st.sampled_from(["h1", "p1", "p2", "p2.1", "p2+"])
CHOICES = st.lists(
    st.builds(Choice, st.just("shuiqing"), PLACES, st.sampled_from(["floods", "tea"]), st.sampled_from([True, False, None])),
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHOICES, CHOICES)
def test_taking_everything_back_gives_what_was_there(
    library: Library, first: list[Choice], then: list[Choice]
) -> None:
    before = said(library)
    deeds = [decide(library, first), decide(library, then)]
    for deed in reversed(deeds):
        undo(library, deed)
    assert said(library) == before


# What outlives what.


@pytest.fixture
def imported(library: Library, tmp_path: Path) -> tuple[Library, Path, str]:
    """A library with an imported speech of which the first two passages are decided."""
    source = tmp_path / "水情.txt"
    source.write_text(TEXT, encoding="utf-8")
    import_files(library, [source])
    (id_,) = set(library.ids()) - {"shuiqing", "lingyi"}
    first, second = (p.id for p in library.speech(id_).passages if p.text.startswith(("堤坝", "春茶")))
    decide(library, [Choice(id_, first, "floods", False), Choice(id_, second, "floods", True)])
    decide(library, [Choice(id_, "h1", "floods", True)])
    return library, source, id_


def told(library: Library, id_: str) -> list[tuple[str, str, bool]]:
    """Of one speech: how the passage begins, theme, yes or no."""
    return [(d.text[:2], d.theme, d.yes) for d in every(library) if d.speech == id_]


HEAD = ("一、", "floods", True)
BOTH = [HEAD, ("堤坝", "floods", False), ("春茶", "floods", True)]


def reimport_the_same(library: Library, source: Path) -> None:
    import_files(library, [source])


def reimport_with_more(library: Library, source: Path) -> None:
    source.write_text(
        TEXT.replace("堤坝要", "先说一件别的事，镇里的集市改到逢五。\n堤坝要"), encoding="utf-8"
    )
    import_files(library, [source])


def reimport_reworded(library: Library, source: Path) -> None:
    source.write_text(TEXT.replace("这话每年都讲", "这话年年都在讲"), encoding="utf-8")
    import_files(library, [source])


def reindex(library: Library, source: Path) -> None:
    with library.writing():
        refresh(library, everything=True)


def lose_the_index(library: Library, source: Path) -> None:
    library.close()
    shutil.rmtree(library.home.index)
    with library.writing():
        refresh(library)


@pytest.mark.parametrize("happens", [reimport_the_same, reimport_with_more, reimport_reworded, reindex, lose_the_index], ids=lambda f: f.__name__)  # fmt: skip
def test_decisions_outlive(
    imported: tuple[Library, Path, str], happens: Callable[[Library, Path], None]
) -> None:
    library, source, id_ = imported
    happens(library, source)
    assert told(library, id_) == BOTH
    assert [key.partition("#")[0] for key in hits(library, "floods")] == sorted([id_, id_, "shuiqing"])


def test_a_passage_that_goes_and_comes_back(imported: tuple[Library, Path, str]) -> None:
    library, source, id_ = imported
    source.write_text("\n".join(x for x in TEXT.split("\n") if not x.startswith("春茶")), encoding="utf-8")
    import_files(library, [source])
    fits = [(d.text[:2], d.fits) for d in every(library) if d.speech == id_]
    assert fits == [("一、", "yes"), ("堤坝", "yes"), ("春茶", "unplaced")]
    source.write_text(TEXT, encoding="utf-8")
    import_files(library, [source])
    assert told(library, id_) == BOTH
    assert all(d.fits == "yes" for d in every(library) if d.speech == id_)


def test_a_passage_taken_out_and_brought_back_by_hand(imported: tuple[Library, Path, str]) -> None:
    library, _, id_ = imported
    place = next(p.id for p in library.speech(id_).passages if p.text.startswith("春茶"))
    gone = remove(library, id_, place, library.etag(id_))
    assert told(library, id_) == BOTH
    line = next(r.line for r in gone.removed if r.text.startswith("春茶"))
    restore(library, id_, line, library.etag(id_))
    assert told(library, id_) == BOTH
    assert library.speech(id_).unplaced == ()


def test_a_theme_renamed_merged_retired_and_brought_back(library: Library) -> None:
    decide(library, [Choice("shuiqing", "p2", "floods", True), Choice("shuiqing", "p2.1", "tea", False)])

    def edit(themes: str) -> None:
        library.home.themes.write_text(themes, encoding="utf-8")
        with library.writing():
            refresh(library)

    edit(THEMES.replace('id = "floods"', 'id = "water"\nwas = ["floods"]').replace("防汛", "水情"))
    assert hits(library, "water") == ["shuiqing#p1", "shuiqing#p2"]
    decide(library, [Choice("shuiqing", "p2", "floods", False)])
    assert hits(library, "water") == ["shuiqing#p1"]
    assert said(library) == {"shuiqing#p2 water": False, "shuiqing#p2.1 tea": False}
    edit(THEMES.partition('[[theme]]\nid = "tea"')[0].replace("strong", 'was = ["tea", "water"]\nstrong'))
    assert said(library) == {"shuiqing#p2 floods": False, "shuiqing#p2.1 floods": False}
    edit(THEMES.replace('name = "防汛"', 'name = "防汛"\nwas = ["water"]').replace('name = "茶叶"', 'name = "茶叶"\nretired = true'))  # fmt: skip
    assert {d.theme: d.fits for d in every(library) if d.place} == {"floods": "yes", "tea": "retired"}
    with pytest.raises(KbError, match=r"停用.*主题工坊"):
        decide(library, [Choice("shuiqing", "p1", "tea", True)])
    edit(THEMES.replace('name = "防汛"', 'name = "防汛"\nwas = ["water"]'))
    assert said(library) == {"shuiqing#p2 floods": False, "shuiqing#p2.1 tea": False}


def test_a_decision_about_a_theme_that_is_gone_can_be_taken_back(library: Library) -> None:
    decide(library, [Choice("shuiqing", "p2", "tea", True)])
    library.home.themes.write_text(THEMES.partition('[[theme]]\nid = "tea"')[0], encoding="utf-8")
    with library.writing():
        refresh(library)
    assert [d.fits for d in every(library) if d.place] == ["unknown"]
    decide(library, [Choice("shuiqing", "p2", "tea", None)])
    assert said(library) == {}


def test_merging_two_speeches_keeps_what_was_said_of_either(library: Library) -> None:
    body = tuple(
        Passage(f"p{n}", f"第{n}件事，大家都要放在心上，不能只在嘴上说一说就算了。{chr(0x5000 + 31 * n) * 9}")
        for n in range(1, 40)
    )
    for id_ in ("yi", "er"):
        library.save(Speech(id_, "同一篇", (Heading(1, "一、几件事"), *body)))
    decide(library, [Choice("yi", "p1", "floods", True), Choice("er", "p1", "tea", False), Choice("er", "p2", "tea", True)])  # fmt: skip
    decide(library, [Choice("er", "h1", "tea", True)])
    with library.writing():
        merge(library, "yi", "er")
        refresh(library)
    assert said(library) == {
        "yi#h1 tea": True, "yi#p1 floods": True, "yi#p1 tea": False, "yi#p2 tea": True,
    }  # fmt: skip


# Coming in from a file.


def test_an_exported_file_brings_everything_back(library: Library, tmp_path: Path) -> None:
    decide(library, [Choice("shuiqing", "p2+", "tea", False), Choice("lingyi", "p1", "floods", True)])
    decide(library, [Choice("shuiqing", "h1", "tea", True)])
    before = list(every(library))
    file = tmp_path / "决定.csv"
    file.write_bytes(to_csv(before, library.classifier().taxonomy).encode())
    decide(library, [Choice(d.speech, d.place, d.theme, None) for d in before if d.place])
    brought = bring(library, load(file))
    assert (len(brought.deed.changes), brought.held, brought.unfit) == (5, 2, ())
    assert list(every(library)) == before
    again = bring(library, load(file))
    assert (again.deed.changes, again.held) == ((), 7)


def row(one: Decided, **changes: object) -> Row:
    return replace(Row(1, one.speech, one.place, one.theme, "", one.yes, one.text), **changes)  # type: ignore[arg-type]


def test_text_that_has_moved_is_found_and_nothing_is_guessed(library: Library) -> None:
    here = Decided("shuiqing", "", "p1", "floods", True, SPEECH.passages[3].text)
    assert bring(library, [row(here)]).unfit == ()
    assert said(library) == {"shuiqing#p2.2 floods": True}
    wrong = [
        row(here, text="没有说过的话。"),
        row(here, speech="没有"),
        row(here, theme="stars"),
        row(here, yes=False),
    ]
    unfit = bring(library, wrong).unfit
    assert [why[:12] for _, why in unfit] == [
        "这篇讲话里没有这段文字了",
        "没有编号为“没有”的讲话"[:12],
        "主题表里没有“stars”"[:12],
        "这里已经定为“是”，没有改动"[:12],
    ]
    assert said(library) == {"shuiqing#p2.2 floods": True}
    twice = replace(SPEECH, body=(*SPEECH.body, Passage("p3", SPEECH.passages[3].text)))
    library.save(twice)
    assert "2 处" in bring(library, [row(here)]).unfit[0][1]
