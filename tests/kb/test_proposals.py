"""What is proposed would help: words that the decided passages share, with an honest count of gain and cost."""

from __future__ import annotations

import random

import pytest

from kb import proposals
from kb.agreement import rules_give
from kb.cases import Case
from kb.engine import Entry
from kb.engines.memory import MemoryEngine
from kb.evaluate import Labelled
from kb.likeness import Likeness
from kb.mining import Sort
from kb.phrases import Sample, pairs, phrases
from kb.preview import alone
from kb.proposals import Proposal, apply, propose
from kb.taxonomy import Taxonomy, Theme

WATER = Theme("water", "水利", strong=("修水库", "防洪", "涵洞"), weak=("灌溉", "堤防"))
TAXONOMY = Taxonomy((WATER,))

_COUNTRY = ("渠道通到田头", "不误农时", "立冬前完工", "泵站要检修", "旱了能浇", "涝了能排", "水价算清楚", "田成方，路相通",
            "秋收一过就动手", "劳力排好班", "涵闸专人看", "今年雨水多", "村民投工投劳", "图纸贴在村口")  # fmt: skip
_SCHOOL = ("老师安心教书", "操场修平", "食堂管好", "孩子们吃得放心", "家长会要开好", "校车准点", "作业少而精", "图书室常开",
           "课间多跑跑", "师德看得见", "寄宿生暖被窝", "黑板换新", "体育课不占用", "午休有床睡")  # fmt: skip


def said(seed: int, *first: str, parts: tuple[str, ...] = _COUNTRY, some: tuple[str, ...] = ()) -> str:
    """A passage that no other seed gives, out of the stock phrases of its field."""
    chosen = random.Random(seed)
    return "，".join([*first, *chosen.sample(parts, 4), *some]) + "。"


_OWN = [said(n, "要抓紧修水库" if n % 2 else "防洪不能松") for n in range(60)]
_LACKING = [
    said(n, f"{'抓好盯紧做细'[n % 3 * 2 :][:2]}塘坝清淤{'工作进度账目'[n % 3 * 2 :][:2]}")
    for n in range(100, 115)
]
_OTHER = [said(n, parts=_SCHOOL) for n in range(200, 900)]
_MUSEUM = [said(n, "学生参观防洪纪念馆", parts=_SCHOOL) for n in range(900, 912)]


def library(*more: str) -> MemoryEngine:
    texts = [*_OWN, *_LACKING, *_OTHER, *_MUSEUM, *more]
    rules = alone(TAXONOMY, "water")
    made = MemoryEngine()
    with made.write() as batch:
        for n, text in enumerate(texts):
            themes = tuple(one.theme for one in rules.judge(text))
            batch.add(f"s{n}", "1", [Entry(f"s{n}", "p1", "passage", text, themes=themes)])
    return made


def case(text: str, yes: bool, place: str = "p1") -> Case:
    return Case("s", place, "", "water", yes, text)


YES = [case(text, True) for text in _LACKING[:3]]
NO = [case(text, False) for text in _MUSEUM[:3]]


@pytest.fixture(scope="module")
def added() -> tuple[Proposal, ...]:
    return propose(library(), TAXONOMY, WATER, YES)


def test_three_decisions_are_enough_to_propose_what_they_share(added: tuple[Proposal, ...]) -> None:
    assert any("塘坝" in one.term or "清淤" in one.term for one in added[:3])
    best = added[0]
    assert best.sort == "strong" and best.won == 3 and best.cost == 0 and best.turned == 15


def test_what_is_promised_happens(added: tuple[Proposal, ...]) -> None:
    source = library()
    for one in added:
        rules = alone(Taxonomy((apply(WATER, one.sort, one.term),)), "water")
        assert sum(rules_give(rules, c, "water") for c in YES) == one.won
        gained = [e for e in source.entries() if not e.themes and rules.judge(e.text)]
        assert len(gained) == one.turned
        assert all(one.term.split("…")[0] in turned.entry.text for turned in one.examples)


def test_the_best_come_first_and_say_different_things(added: tuple[Proposal, ...]) -> None:
    assert len({one.term for one in added}) == len(added) <= 10
    assert added[0].score == max(one.score for one in added)


def test_a_no_proposes_a_phrase_that_hides_the_word_that_misled(added: tuple[Proposal, ...]) -> None:
    found = propose(library(), TAXONOMY, WATER, NO)
    masks = [one for one in found if one.sort == "not"]
    assert (
        masks
        and "防洪" in masks[0].term
        and masks[0].term != "防洪"
        and masks[0].won == 3
        and masks[0].turned == 12
    )
    assert not masks[0].adds


def test_a_word_that_is_often_wrong_is_proposed_as_weak() -> None:
    sayings = [said(n, f"孩子们{'画唱猜背讲'[n % 5]}涵洞", parts=_SCHOOL) for n in range(1000, 1012)]
    found = propose(library(*sayings), TAXONOMY, WATER, [case(text, False) for text in sayings[:4]])
    demoted = [one for one in found if one.sort == "demote"]
    assert demoted and demoted[0].term == "涵洞" and demoted[0].won == 4
    assert apply(WATER, "demote", "涵洞").strong == ("修水库", "防洪")


def test_what_would_turn_many_decisions_wrong_is_not_proposed() -> None:
    against = [case(text, False) for text in _LACKING[3:]]
    found = propose(library(), TAXONOMY, WATER, [*YES, *against])
    assert not any(one.term in ("塘坝", "清淤", "塘坝清淤") for one in found)
    labelled = [Labelled(one.text, frozenset()) for one in against]
    assert propose(library(), TAXONOMY, WATER, YES, labelled) == found


def test_where_rules_and_people_agree_nothing_is_proposed() -> None:
    agreed = [case(text, True) for text in _OWN[:5]]
    assert propose(library(), TAXONOMY, WATER, agreed) == ()
    assert propose(library(), TAXONOMY, WATER, ()) == ()


def test_neighbours_lend_weight(added: tuple[Proposal, ...]) -> None:
    beside = _LACKING[3:8]
    found = {one.term: one for one in propose(library(), TAXONOMY, WATER, YES, neighbours=beside)}
    best = added[0]
    assert found[best.term].near == 5 and found[best.term].score > best.score


def test_phrases_end_where_words_do_and_pieces_of_longer_ones_are_known() -> None:
    assert {"主体责任", "责任"} <= phrases("压实主体责任，层层传导。")
    assert "体责任" not in phrases("压实主体责任，层层传导。")
    assert not any("，" in phrase for phrase in phrases("压实主体责任，层层传导。"))
    sample = Sample(["压实主体责任。", "履行主体责任，", "扛起主体责任的", "主体责任谁来扛"])
    assert sample.is_phrase("主体责任") and not sample.is_phrase("体责任") and not sample.is_phrase("没有的")


def test_pairs_stay_in_a_clause_and_keep_their_distance() -> None:
    assert pairs("压实各级书记的责任，落实到人。", ("压实", "责任", "落实")) == {"压实…责任"}


def test_likeness_tells_the_theme_from_the_rest_and_owns_up_to_not_knowing() -> None:
    like = Likeness(_OWN, _OTHER[:100], WATER.terms)
    assert like.mean(_LACKING) > 0.6 > 0.4 > like.mean(_OTHER[100:])
    assert Likeness(_OWN[:3], _OTHER, WATER.terms).chance(_OWN[0]) == 0.5


def test_hundreds_of_decisions_are_studied_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every candidate of every decided passage used to be tried on the whole library.
    monkeypatch.setattr(proposals, "_STUDIED", 5)
    tried: list[str] = []
    real = proposals.apply

    def counted(theme: Theme, sort: Sort, term: str) -> Theme:
        tried.append(term)
        return real(theme, sort, term)

    monkeypatch.setattr(proposals, "apply", counted)
    denied = [said(n, "学生参观防洪纪念馆", parts=_SCHOOL) for n in range(2000, 2200)]
    cases = [case(text, False, f"p{n}") for n, text in enumerate(denied)]
    found = propose(library(*denied), TAXONOMY, WATER, cases)
    assert found and found[0].won == 200
    assert len(tried) < 60
