"""What people know a speech by survives a change of its source."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.align import align
from kb.model import Decision, Heading, Passage, Speech, Unplaced

YES = (Decision("work-style", True),)


def speech(*passages: Passage) -> Speech:
    return Speech("a", "题", passages)


def test_nothing_changes_when_nothing_has_changed() -> None:
    old = speech(Passage("p1", "甲段。", decisions=YES), Passage("p2", "乙段。"))
    fresh = (Passage("p1", "甲段。"), Passage("p2", "乙段。"))
    assert align(old, fresh).body == old.body


def test_a_new_paragraph_in_front_takes_a_fresh_id() -> None:
    old = speech(Passage("p1", "甲段。"), Passage("p2", "乙段讲作风。", decisions=YES))
    fresh = (Passage("p1", "新加的一段。"), Passage("p2", "甲段。"), Passage("p3", "乙段讲作风。"))
    assert [(p.id, p.decisions) for p in align(old, fresh).body if isinstance(p, Passage)] == [
        ("p3", ()),
        ("p1", ()),
        ("p2", YES),
    ]


def test_an_edited_passage_keeps_its_id_and_decision() -> None:
    old = speech(Passage("p7", "要抓好作风建设，不搞形式主义那一套。", decisions=YES))
    fresh = (Heading(1, "一、新标题"), Passage("p1", "要抓实作风建设，坚决不搞形式主义那一套。"))
    aligned = align(old, fresh)
    assert aligned.body[1] == Passage("p7", "要抓实作风建设，坚决不搞形式主义那一套。", decisions=YES)


def test_points_move_with_their_paragraph() -> None:
    old = speech(
        Passage("p4", "主要有："), Passage("p4.1", "一是学；", decisions=YES), Passage("p4.2", "二是干。")
    )
    fresh = (
        Passage("p1", "加一段。"),
        Passage("p2", "主要有："),
        Passage("p2.1", "一是学；"),
        Passage("p2.2", "二是干。"),
    )
    assert [p.id for p in align(old, fresh).body if isinstance(p, Passage)] == ["p5", "p4", "p4.1", "p4.2"]


def test_a_decision_without_its_passage_is_kept_and_comes_back() -> None:
    old = speech(Passage("p1", "这一段被删掉了。", decisions=YES))
    gone = align(old, (Passage("p1", "完全是另外的内容。"),))
    assert gone.unplaced == (Unplaced("这一段被删掉了。", YES),)
    back = align(replace(speech(), unplaced=gone.unplaced), (Passage("p1", "这一段被删掉了。"),))
    assert back.unplaced == ()
    assert back.body == (Passage("p1", "这一段被删掉了。", decisions=YES),)


def test_a_decided_heading_is_known_by_its_text_and_else_kept_apart() -> None:
    twice = (Heading(1, "一、抓落实", YES), Passage("p1", "甲段。"), Heading(1, "二、讲学习", YES))
    old = Speech("a", "题", twice)
    fresh = (
        Heading(0, "抓落实"),
        Heading(2, "一、 抓落实"),
        Passage("p1", "甲段。"),
        Heading(1, "二、讲团结"),
    )
    aligned = align(old, fresh)
    assert [n.decisions for n in aligned.body] == [(), YES, (), ()]
    assert aligned.unplaced == (Unplaced("二、讲学习", YES),)
    back = align(Speech("a", "题", aligned.body, unplaced=aligned.unplaced), twice)
    assert (back.body, back.unplaced) == (twice, ())


heads = st.lists(st.sampled_from(["一、抓落实", "二、讲学习", "抓 落实"]), max_size=5)


@given(heads, heads)
def test_no_decision_about_a_heading_is_lost(before: list[str], after: list[str]) -> None:
    old = Speech(
        "a", "题", tuple(Heading(1, text, (Decision(f"t{n}", True),)) for n, text in enumerate(before))
    )
    aligned = align(old, tuple(Heading(1, text) for text in after))
    kept = [n.decisions for n in aligned.body if n.decisions] + [u.decisions for u in aligned.unplaced]
    assert sorted(d.theme for decisions in kept for d in decisions) == [f"t{n}" for n in range(len(before))]
    assert [n.text for n in aligned.body] == after


texts = st.lists(st.sampled_from(["甲段。", "乙段。", "丙段讲作风。", "丁段讲责任。"]), max_size=6)


@given(texts, texts)
def test_no_decision_is_ever_lost_and_no_id_given_twice(before: list[str], after: list[str]) -> None:
    old = speech(*(Passage(f"p{n}", t, decisions=YES) for n, t in enumerate(before, 1)))
    aligned = align(old, tuple(Passage(f"p{n}", t) for n, t in enumerate(after, 1)))
    passages = [p for p in aligned.body if isinstance(p, Passage)]
    assert [p.text for p in passages] == after
    assert len({p.id for p in passages}) == len(passages)
    assert sum(bool(p.decisions) for p in passages) + len(aligned.unplaced) == len(before)
