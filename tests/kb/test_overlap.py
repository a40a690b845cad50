"""照搬检测 as a writer sees it: what is marked, what counts, where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entries import entries
from kb.fold import BARRIER, READING, fold
from kb.home import Home, create
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.overlap import MOST, Overlap, UnfitText, overlap
from kb.overlap_told import data, head, percent
from kb.quotable import NAME

QIMIN = Speech(
    "2021-qimin",
    "在护林防火会上的讲话",
    (
        Heading(1, "一、把山上的事当成家里的事来管"),
        Passage(
            "p1",
            "入秋以来雨水偏少，林下的枯枝落叶一点就着。各护林站要把巡山的班次排到人、排到天，一天也不能空。",
        ),
        Passage("p2.1", "一要看住火源。上坟的、烧荒的、野炊的，都要劝得住、管得牢。"),
        Passage("p2.2", "二要备足家伙。水泵、风机、二号工具，库里有多少、能用多少，心里要有一本账。"),
    ),
    date="2021-09-03",
)
ZAITAN = Speech(
    "2023-zaitan",
    "在森林防灭火再部署会上的讲话",
    (
        Passage(
            "p1", "去年说过，林下的枯枝落叶一点就着。各护林站要把巡山的班次排到人、排到天，今年还是这句话。"
        ),
        Passage("p2", "以XJP同志为核心的党中央十分关心林区群众，我们更要把山看好。"),
        Passage("p3", "坚持以习近平新时代中国特色社会主义思想为指导，全面落实林长制。"),
    ),
    date="2023-10-08",
)

Check = Callable[[str], Overlap]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = Home(tmp_path_factory.mktemp("overlap"))
    create(home)
    made = Library(home)
    for speech in (QIMIN, ZAITAN, replace(QIMIN, id="2019-earlier", title="更早的一次", date="2019")):
        made.save(speech)
    with made.index.rebuild(made.stamp()) as batch:
        for id_ in made.ids():
            batch.add(id_, made.etag(id_), entries(made, made.speech(id_)))
    yield made
    made.close()


@pytest.fixture
def check(library: Library) -> Check:
    return lambda text: overlap(library, text)


def texts(found: Overlap) -> list[str]:
    return [found.text[run.start : run.end] for run in found.runs]


def test_what_is_copied_is_told_whole_with_where_it_stands(check: Check) -> None:
    found = check("我想说的是：都要劝得住、管得牢。二要备足家伙。水泵、风机、二号工具，都得试一遍。")
    assert texts(found) == ["都要劝得住、管得牢。二要备足家伙。水泵、风机、二号工具，"[:-1]]
    (run,) = found.runs
    assert [source.key for source in run.sources] == ["2021-qimin#p2+", "2019-earlier#p2+"]
    start, end = run.sources[0].span
    assert run.sources[0].entry.text[start:end] == texts(found)[0]
    assert found.longest == run.counted == len(fold(texts(found)[0]))


def test_changing_quotes_spaces_and_line_breaks_hides_nothing(check: Check) -> None:
    found = check("各护林站要把“巡山”的\n班次排到人 排到天，就这么办")
    assert texts(found) == ["各护林站要把“巡山”的\n班次排到人 排到天"]


def test_the_longest_counts_and_what_stands_inside_it_is_no_run_of_its_own(check: Check) -> None:
    found = check("他说：" + QIMIN.passages[0].text)
    (run,) = found.runs
    assert {source.entry.speech for source in run.sources} == {"2021-qimin", "2019-earlier"}
    assert found.copied == found.total - len(fold("他说："))


def test_the_newest_stands_first_but_the_speech_at_hand_before_it(check: Check) -> None:
    shared = "林下的枯枝落叶一点就着。各护林站要把巡山的班次排到人、排到天"
    assert check(shared).runs[0].sources[0].entry.speech == "2023-zaitan"
    beside = f"{shared}。换一句话。{QIMIN.passages[2].text}"
    assert check(beside).runs[0].sources[0].entry.speech == "2021-qimin"


def test_headings_are_compared_too(check: Check) -> None:
    found = check("一、要把山上的事当成家里的事来管起来")
    assert [s.entry.place for s in found.runs[0].sources] == ["h1", "h1"]


def test_a_masked_passage_is_found_by_what_it_says_and_shown_as_it_stands(check: Check) -> None:
    (run,) = check("大家记住：以习近平同志为核心的党中央十分关心林区群众，我们更要把山看好啊").runs
    start, end = run.sources[0].span
    assert run.sources[0].entry.text[start:end] == "以XJP同志为核心的党中央十分关心林区群众，我们更要把山看好"


def test_set_phrases_do_not_count(check: Check) -> None:
    found = check("会议要求，坚持以习近平新时代中国特色社会主义思想为指导，把山看好。")
    assert (found.runs, found.copied, found.longest) == ((), 0, 0)
    ((text, reason),) = found.uncounted
    assert "新时代中国特色社会主义思想" in text and "词表" in reason


def test_a_run_counts_with_what_it_has_beside_a_phrase(
    library: Library, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = library.home.lexicon / NAME
    listed.parent.mkdir(exist_ok=True)
    listed.write_text("巡山的班次\n短\n", encoding="utf-8")
    try:
        found = check("各护林站要把巡山的班次排到人、排到天，一天也不能空。")
        (run,) = found.runs
        assert (run.length - run.counted, run.listed) == (5, ("巡山的班次",))
        assert "不计" in run.reason
        assert found.copied == found.total - 5
        assert len(found.marks) == 2
        assert len(found.faults) == 1
        short = check("各护林站要把巡山的班次排到人")
        assert short.runs == () and "只剩 9 字" in short.spared[0].reason
    finally:
        listed.unlink()


def test_each_section_has_its_share(check: Check) -> None:
    found = check(f"一、旧话\n{QIMIN.passages[0].text}\n二、新话\n今年换一个说法。")
    assert [(s.heading, s.total, s.copied) for s in found.sections] == [
        ("一、旧话", len(fold("一旧话" + QIMIN.passages[0].text)), len(fold(QIMIN.passages[0].text))),
        ("二、新话", len(fold("二新话今年换一个说法。")), 0),
    ]
    assert sum(s.total for s in found.sections) == found.total
    assert sum(s.copied for s in found.sections) == found.copied


def test_a_text_that_cannot_be_compared_is_refused_with_the_way_out(check: Check) -> None:
    for text, said in ((" \n", "没有文字"), ("字" * (MOST + 1), "100,000")):
        with pytest.raises(UnfitText, match=said) as error:
            check(text)
        assert error.value.remedy


def test_head_line_and_shares() -> None:
    assert [percent(s) for s in (0, 0.001, 0.254, 0.999, 1)] == ["0 %", "不到 1 %", "25 %", "99 %", "100 %"]


def test_it_is_told_in_a_line_and_as_data(check: Check) -> None:
    assert head(check("自己的话")) == "全文 4 字，没有照搬"
    found = check("自己的话：" + QIMIN.passages[1].text)
    assert head(found).startswith(f"全文 {found.total} 字，照搬 {found.copied} 字（")
    told = data(found)
    assert told["runs"][0]["sources"][0]["key"] == "2021-qimin#p2.1"  # type: ignore[index]
    assert str(found.text)[told["runs"][0]["start"] :] == texts(found)[0] + "。"  # type: ignore[index]


#: Cuts of what is in the library, strung together with other words.
cuts = st.builds(
    lambda text, start, size: text[start : start + size],
    st.sampled_from([p.text for s in (QIMIN, ZAITAN) for p in s.passages]),
    st.integers(0, 30),
    st.integers(1, 60),
)
pasted = st.lists(cuts | st.sampled_from(["，", "\n", "我自己的话", "一、"]), min_size=1, max_size=6).map(
    "".join
)


@settings(max_examples=60, deadline=None)
@given(text=pasted.filter(str.strip))
def test_marked_is_what_the_library_has_and_all_of_it(library: Library, text: str) -> None:
    found = overlap(library, text)
    flat = fold(text.replace("\n", " "))
    has = [
        reading
        for id_ in library.ids()
        for e in entries(library, library.speech(id_))
        for reading in e.searched.split(f"{BARRIER}{READING}{BARRIER}")
    ]
    expected = {
        n
        for start in range(len(flat) - 12)
        if any(flat[start : start + 13] in searched for searched in has)
        for n in range(start, start + 13)
    }
    runs = (*found.runs, *found.spared)
    assert found.copied <= len(expected)
    assert bool(runs) == bool(expected)
    if not found.spared and not any(run.listed for run in runs):
        assert found.copied == len(expected)
    for run in runs:
        for source in run.sources:
            start, end = source.span
            assert fold(text[run.start : run.end].replace("\n", " ")) in source.entry.searched
            if "XJP" not in source.entry.text:
                assert fold(source.entry.text[start:end]) == fold(
                    text[run.start : run.end].replace("\n", " ")
                )
    assert all(a.start < b.start and a.end < b.end for a, b in zip(found.runs, found.runs[1:], strict=False))
