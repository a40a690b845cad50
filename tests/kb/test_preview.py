"""What an edit would change is exactly what applying it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.classify import Classifier
from kb.engine import DEFAULT_KINDS, Entry
from kb.engines.memory import MemoryEngine
from kb.model import Decision
from kb.preview import Turned, evenly, preview, words_of
from kb.taxonomy import Taxonomy, Theme
from kb.terms import Matcher

WATER = Theme("water", "水利", strong=("修水库",), weak=("清淤", "堤防"), not_=("修水库纪念馆",))
ROADS = Theme("roads", "道路", strong=("修公路",))
OLD = Taxonomy((WATER, ROADS))


def entry(number: int, text: str, *decided: str, speech: str = "a", headings: Sequence[str] = ()) -> Entry:
    return Entry(speech, f"p{number}", "passage", text, "讲话", tuple(headings), decided=decided)


def engine(entries: Sequence[Entry], taxonomy: Taxonomy = OLD) -> MemoryEngine:
    """An index of these entries, judged by a taxonomy."""
    made = MemoryEngine()
    with made.write() as batch:
        for speech in {e.speech for e in entries}:
            own = [e for e in entries if e.speech == speech]
            batch.add(speech, "1", [replace(e, themes=tuple(sorted(having(taxonomy, e)))) for e in own])
    return made


def having(taxonomy: Taxonomy, one: Entry) -> set[str]:
    decisions = [Decision(said[1:], said.startswith("+")) for said in one.decided]
    return {j.theme for j in Classifier(taxonomy).judge(one.text, one.headings, decisions)}


def edited(**changes: tuple[str, ...]) -> Taxonomy:
    return Taxonomy((replace(WATER, **changes), ROADS))


def places(turned: Sequence[Turned]) -> list[str]:
    return sorted(one.entry.place for one in turned)


def test_a_new_term_gains_those_with_it_and_says_which_term_it_was() -> None:
    made = engine(
        [entry(1, "今冬明春要兴修梯田。"), entry(2, "要修水库，也要兴修梯田。"), entry(3, "要修公路。")]
    )
    found = preview(made, OLD, edited(strong=("修水库", "梯田"))).of("water")
    assert found and places(found.gained) == ["p1"] and not found.lost
    assert found.gained[0].because == ("梯田",)
    evidence = found.gained[0].evidence[0]
    assert found.gained[0].entry.text[evidence.start : evidence.end] == "梯田"


def test_a_term_taken_out_loses_those_that_had_only_it() -> None:
    made = engine([entry(1, "要修水库。"), entry(2, "要修水库，清淤和堤防也要跟上。")])
    found = preview(made, OLD, edited(strong=())).of("water")
    assert found and places(found.lost) == ["p1"] and found.lost[0].because == ("修水库",)


def test_a_phrase_that_hides_loses_and_taking_it_out_gains() -> None:
    made = engine([entry(1, "参观修水库纪念馆。"), entry(2, "要修水库大坝。")])
    more = preview(made, OLD, edited(not_=("修水库纪念馆", "修水库大坝"))).of("water")
    less = preview(made, OLD, edited(not_=())).of("water")
    assert more and places(more.lost) == ["p2"] and more.lost[0].because == ("修水库大坝",)
    assert less and places(less.gained) == ["p1"]


def test_a_term_in_the_heading_counts_too() -> None:
    made = engine([entry(1, "清淤不能停。", headings=("一、梯田",)), entry(2, "清淤不能停。")])
    found = preview(made, OLD, edited(strong=("修水库", "梯田"))).of("water")
    assert found and places(found.gained) == ["p1"]


def test_decided_passages_neither_gain_nor_lose() -> None:
    made = engine([entry(1, "兴修梯田。", "-water"), entry(2, "要修水库。", "+water")])
    found = preview(made, OLD, edited(strong=("梯田",))).of("water")
    assert found and not found.gained and not found.lost


def test_themes_that_do_not_change_are_not_looked_at() -> None:
    made = engine([entry(1, "要修水库，要修公路。")])
    renamed = Taxonomy((replace(WATER, scope="改了说明"), ROADS))
    assert preview(made, OLD, renamed).differences == ()
    assert [d.theme.id for d in preview(made, OLD, edited(weak=("清淤",))).differences] == ["water"]


def test_merging_tells_what_comes_over_and_what_a_no_takes_away() -> None:
    merged = replace(ROADS, strong=("修公路", "修水库"), was=("water",))
    made = engine(
        [
            entry(1, "要修水库。"),
            entry(2, "要修公路。", "-water"),
            entry(3, "要修公路。"),
            entry(4, "一句话。", "+water"),
        ]
    )
    roads, water = preview(made, OLD, Taxonomy((merged,))).differences
    assert (roads.theme.id, roads.sort, water.theme.id, water.sort) == ("roads", "edited", "water", "merged")
    assert places(roads.gained) == ["p1", "p4"]
    assert places(roads.lost) == ["p2"]
    assert not water.lost


def test_laying_a_theme_down_loses_all_of_it_and_bringing_it_back_gains_them_with_old_decisions() -> None:
    made = engine([entry(1, "要修水库。"), entry(2, "一句话。", "+water"), entry(3, "要修公路。")])
    without = Taxonomy((ROADS,), (replace(WATER, retired=True),))
    gone = preview(made, OLD, without).of("water")
    assert gone and gone.sort == "gone" and places(gone.lost) == ["p1", "p2"]
    back = preview(
        engine([entry(1, "要修水库。"), entry(2, "一句话。", "+water")], without), without, OLD
    ).of("water")
    assert back and back.sort == "new" and places(back.gained) == ["p1", "p2"]


def test_a_theme_with_another_id_and_the_same_terms_turns_nothing() -> None:
    renamed = Taxonomy((replace(WATER, id="shuili", was=("water",)), ROADS))
    made = engine([entry(1, "要修水库。"), entry(2, "一句话。", "+water")])
    assert all(not d.gained and not d.lost for d in preview(made, OLD, renamed).differences)


def test_samples_take_turns_among_speeches_and_come_in_the_same_order_every_time() -> None:
    turned = [Turned(entry(n, "文", speech=s), ()) for s in "ab" for n in range(1, 4)]
    order = [one.entry.speech for one in evenly(turned)]
    assert {*order[:2]} == {*order[2:4]} == {"a", "b"}
    assert evenly(turned) == evenly(turned)


@given(
    st.sampled_from(["甲方/乙方…丙方", "责任", "压实…责任/担子", "“三资”"]),
    st.text("甲乙丙方压实责任担子三资“”，。"),
)
def test_wherever_a_term_stands_one_of_its_words_stands(term: str, text: str) -> None:
    if Matcher((term,)).find(text):
        assert any(word in text.replace("“", "").replace("”", "") for word in words_of((term,)))


_WORDS = ("修水库", "清淤", "堤防", "梯田", "修公路", "修水库大坝")
_texts = st.lists(st.sampled_from([*_WORDS, "。", "，", "今年"]), min_size=1, max_size=6).map("".join)
_said = st.sampled_from([(), ("+water",), ("-water",), ("+roads",)])
_terms = st.lists(st.sampled_from(_WORDS), min_size=3, max_size=6, unique=True)


class _Frozen:
    """Entries without an engine, so that a search cannot hide one that turns."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        return (e for e in self._entries if not theme or theme in e.themes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_texts, _said), min_size=1, max_size=6), _terms, st.integers(1, 2), st.booleans())
def test_it_is_exactly_what_applying_changes(
    passages: list[tuple[str, tuple[str, ...]]], terms: list[str], cut: int, merging: bool
) -> None:
    entries = [entry(n, text, *said) for n, (text, said) in enumerate(passages, 1)]
    water = replace(WATER, strong=tuple(terms[:cut]), weak=tuple(terms[cut:]), not_=())
    new = Taxonomy((replace(water, was=("roads",)),)) if merging else Taxonomy((water, ROADS))
    judged = [replace(e, themes=tuple(sorted(having(OLD, e)))) for e in entries]
    for source in (_Frozen(judged), engine(entries)):
        seen = preview(source, OLD, new).of("water")
        gained = [e.place for e in entries if "water" in having(new, e) and "water" not in having(OLD, e)]
        lost = [e.place for e in entries if "water" in having(OLD, e) and "water" not in having(new, e)]
        assert (places(seen.gained), places(seen.lost)) == (gained, lost) if seen else not gained + lost
    assert {e.kind for e in entries} <= DEFAULT_KINDS
