"""Places of a speech, and what is taken from them."""

from __future__ import annotations

import pytest

from kb.citation import spoken_date
from kb.errors import NotFound
from kb.excerpt import Taking, excerpt
from kb.model import Decision, Heading, Passage, Speech
from kb.places import place, places

SPEECH = Speech(
    "2024-x-1a2b",
    "学习《条例》座谈会上的讲话",
    (
        Heading(0, "学习《条例》座谈会上的讲话"),
        Passage("p1", "同志们：", "salutation"),
        Heading(1, "一、正视问题"),
        Passage("p2", "主要有："),
        Passage("p2.1", "一是学得浅；"),
        Passage("p2.2", "二是用得少。"),
        Heading(2, "（一）往深里学"),
        Passage("p3", "要*学*在前面 <b>。"),
    ),
    date="2024-03-05",
)


def test_all_places_in_order_with_their_headings() -> None:
    assert [(p.name, p.kind, p.text, len(p.headings)) for p in places(SPEECH)] == [
        ("p1", "passage", "同志们：", 0),
        ("h1", "heading", "一、正视问题", 0),
        ("p2+", "paragraph", "主要有：一是学得浅；二是用得少。", 1),
        ("p2", "passage", "主要有：", 1),
        ("p2.1", "passage", "一是学得浅；", 1),
        ("p2.2", "passage", "二是用得少。", 1),
        ("h2", "heading", "（一）往深里学", 1),
        ("p3", "passage", "要*学*在前面 <b>。", 2),
    ]


def test_a_place_that_is_not_there_says_so() -> None:
    with pytest.raises(NotFound, match=r"没有 p9 这一段"):
        place(SPEECH, "p9")


def test_the_forms_of_an_excerpt() -> None:
    taken = excerpt(SPEECH, place(SPEECH, "p2.1"))
    assert taken.render("plain") == "一是学得浅；"
    assert (
        taken.render("source") == "一是学得浅；\n（《学习〈条例〉座谈会上的讲话》，2024年3月5日；第2段第1点）"
    )
    assert taken.taken(Taking(ordinal=False)).plain() == "学得浅；"
    rich = excerpt(SPEECH, place(SPEECH, "p3"))
    assert rich.markdown().startswith("> 要\\*学\\*在前面 &lt;b>。\n>\n> ——《")
    assert "&lt;b&gt;" in rich.html()
    assert "仿宋_GB2312" in rich.html()


def test_dates_as_they_are_spoken() -> None:
    assert [spoken_date(d) for d in ("2019", "2019-03", "2019-03-15", "")] == [
        "2019年",
        "2019年3月",
        "2019年3月15日",
        "",
    ]


def test_what_a_person_said_of_all_parts_holds_for_the_whole() -> None:
    no, yes = Decision("work-style", False), Decision("talent", True)
    parts = (Passage("p1", "主要有："), Passage("p1.1", "一是学；"))
    some = Speech("a", "题", (parts[0], Passage("p1.1", "一是学；", decisions=(no, yes))))
    assert place(some, "p1+").decisions == (yes,)
    every = Speech("a", "题", tuple(Passage(p.id, p.text, decisions=(no,)) for p in parts))
    assert place(every, "p1+").decisions == (no,)
