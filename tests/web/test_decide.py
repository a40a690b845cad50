"""Saying yes and no about themes by forms, one place and many; why a passage has them; the list of it all."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from kb.decisions import every
from kb.library import Library
from kb.model import Decision, Heading, Passage, Speech, Unplaced
from kb.reasons import Reason
from tests.web.conftest import Get, Tree
from tests.web.forms import Writer
from tests.web.samples import JITI, SPEECHES, ZUOFENG, index, make
from web import create_app
from web.why import runs

GONE = Unplaced("从前有过的一段，现在没有了。", (Decision("work-style", True),))
WHY = "/speech/2023-jiti/why/p4.2"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Writer:
    return Writer(create_app(library))


@pytest.fixture
def get(writer: Writer) -> Get:
    return writer.page


def said(library: Library) -> dict[str, bool]:
    return {f"{d.speech}#{d.place} {d.theme}": d.yes for d in every(library) if d.speech != ZUOFENG.id}


def themes(tree: Tree, selector: str = ".hit") -> list[str]:
    return [b.text() for b in tree.css(f"{selector} .tag:not([data-denied]) > .theme")]


def choice(say: str, theme: str, key: str) -> str:
    return f'button[name=choice][value="{say} {theme} {key}"]'


def follow(writer: Writer, answer: object) -> Tree:
    assert answer.status_code == 303, answer.text  # type: ignore[attr-defined]
    return writer.page(answer.location)  # type: ignore[attr-defined]


def test_no_on_a_card_comes_back_to_the_card_and_is_undone(writer: Writer, library: Library) -> None:
    tree = writer.page("/search?q=主体责任挂在嘴上")
    assert "责任落实" in themes(tree)
    answer = writer.submit(tree, choice("no", "responsibility", "2023-jiti#p4.2"))
    assert answer.location.endswith("#2023-jiti--p4.2")
    tree = follow(writer, answer)
    assert "责任落实" not in themes(tree)
    denied = tree.css_first(".tag[data-denied]")
    assert denied.css_first("button").text() == "责任落实"
    assert "由人确定" in denied.css_first(".why").text()
    assert tree.css_first(".said [role=status]").text() == "已定：不是“责任落实”"
    assert "责任落实" not in json.dumps(
        writer.client.get("/search.json?q=主体责任挂在嘴上").json["hits"][0]["themes"], ensure_ascii=False
    )  # type: ignore[index]
    tree = follow(writer, writer.submit(tree, ".said button"))
    assert "责任落实" in themes(tree)
    assert said(library) == {}


def test_what_a_person_said_is_taken_back_where_it_stands(writer: Writer) -> None:
    tree = writer.page("/search?theme=work-style&q=推诿")
    assert tree.css_first(".settled").text() == "由人确定"
    tree = follow(writer, writer.submit(tree, choice("clear", "work-style", "2022-zuofeng#p2")))
    assert not tree.css(".settled")
    assert tree.css_first(".hit .theme").attributes["data-by"] == "rule"


def test_a_script_gets_the_new_tags(writer: Writer, library: Library) -> None:
    json_please = {"Accept": "application/json"}
    told = writer.post("/decide", {"choice": "yes cadre-education 2023-jiti#p4.2"}, headers=json_please).json
    assert told is not None
    assert told["said"] == "已定为“干部教育”"
    assert set(told["tags"]) == {"2023-jiti#p4.2", "2023-jiti#p4+"}
    assert "干部教育" in themes(Tree(f"<div class=hit>{told['tags']['2023-jiti#p4.2']}</div>"))
    back = writer.post("/decide/undo", {"step": told["undo"]}, headers=json_please).json
    assert back is not None
    assert "干部教育" not in themes(Tree(f"<div class=hit>{back['tags']['2023-jiti#p4.2']}</div>"))
    again = writer.post("/decide/undo", {"step": told["undo"]}, headers=json_please)
    assert again.status_code == 404
    assert again.json is not None
    assert "不能撤销" in again.json["error"]


def test_a_whole_paragraph_is_decided_with_its_points(writer: Writer, library: Library) -> None:
    writer.post("/decide", {"choice": "no cadre-education 2023-jiti#p4+"})
    assert said(library) == {f"2023-jiti#{p} cadre-education": False for p in ("p4", "p4.1", "p4.2")}


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("yes work-style 2023-jiti#p99", 404),
        ("yes work-style 2023-jiti#h99", 404),
        ("yes work-style 没有#p1", 404),
        ("yes no-such-theme 2023-jiti#p4", 404),
        ("yes work-style", 404),
        ("perhaps work-style 2023-jiti#p4", 400),
        ("", 404),
    ],
)
def test_what_makes_no_sense_is_told(writer: Writer, library: Library, value: str, status: int) -> None:
    assert writer.post("/decide", {"choice": value}).status_code == status
    assert said(library) == {}


def test_one_may_be_sent_back_only_to_this_program(writer: Writer) -> None:
    fields = {"choice": "yes work-style 2023-jiti#p4", "back": "//evil.example/"}
    assert writer.post("/decide", fields).location.startswith("/search")


def test_a_heading_is_decided_where_it_stands(writer: Writer, library: Library) -> None:
    tree = writer.page("/search?q=家底薄弱&kind=heading")
    assert themes(tree) == []
    panel = writer.page(tree.css_first(".hit.heading [data-panel]").attributes["href"] or "")
    assert panel.css_first(".panel-text").text() == "一、家底薄弱，要看得见"
    answer = writer.submit(panel, choice("yes", "collective-economy", "2023-jiti#h1"))
    assert said(library) == {"2023-jiti#h1 collective-economy": True}
    assert "由人确定" in follow(writer, answer).css_first(".told li").text()
    tree = writer.page("/search?q=家底薄弱&kind=heading")
    assert themes(tree) == ["农村集体经济"]
    reading = writer.page("/speech/2023-jiti")
    assert themes(reading, ".heading[data-key='2023-jiti#h1']") == ["农村集体经济"]
    answer = writer.submit(reading, choice("clear", "collective-economy", "2023-jiti#h1"))
    assert answer.location.endswith("#h1")
    assert said(library) == {}


def test_one_who_clicks_does_not_wait_for_an_import(library: Library) -> None:
    app = create_app(library)
    writer, fields = Writer(app), {"choice": "yes work-style 2023-jiti#p4"}
    app.extensions["batches"].new().enter("reading", 1)
    with library.writing():
        begun = time.monotonic()
        answer = writer.post("/decide", fields)
        assert time.monotonic() - begun < 5
    assert answer.status_code == 503
    assert "正在导入" in answer.text
    assert writer.post("/decide", fields).status_code == 303


def test_a_theme_that_is_gone_leaves_no_nameless_tag(writer: Writer, library: Library) -> None:
    speech = dataclasses.replace(
        JITI, body=(Passage("p1", "田埂上说的话。", decisions=(Decision("gone", True),)),)
    )
    library.save(speech)
    index(library)
    assert "gone" not in writer.page("/search?q=田埂上说").css_first("main").text()
    assert "gone" in writer.page("/speech/2023-jiti/why/p1").css_first(".told").text()


# Many at once.


def test_ticking_is_a_mode_in_the_address_that_stays(writer: Writer) -> None:
    tree = writer.page("/search?q=分管责任")
    assert not tree.css("input[name=place]")
    tree = writer.page(tree.css_first("[data-tick-mode]").attributes["href"] or "")
    assert len(tree.css("input[name=place]")) == 10
    assert not tree.css("input[name=place][checked]")
    turned = writer.page(tree.css_first("a[rel=next]").attributes["href"] or "")
    assert len(turned.css("input[name=place]")) == 10
    every_one = writer.page(turned.css_first("[data-all]").attributes["href"] or "")
    assert len(every_one.css("input[name=place][checked]")) == 10
    left = writer.page(every_one.css_first(".leave").attributes["href"] or "")
    assert not left.css("input[name=place]")


def test_the_chosen_theme_is_offered_first(writer: Writer) -> None:
    tree = writer.page("/search?theme=work-style&tick=1")
    assert tree.css_first("option[selected]").text() == "作风整顿"


def test_ticked_places_are_decided_in_one_step(writer: Writer, library: Library) -> None:
    places = ["zhidu#p1", "zhidu#p2", "2023-jiti#p99"]
    fields = {"place": places, "about": "responsibility", "say": "no", "back": "/search?q=分管责任&tick=1"}
    tree = follow(writer, writer.post("/decide/many", fields))
    assert said(library) == {"zhidu#p1 responsibility": False, "zhidu#p2 responsibility": False}
    told = tree.css_first(".said [role=status]").text()
    assert told.startswith("2 处已定为不是“责任落实”；1 处没有改")
    follow(writer, writer.submit(tree, ".said button"))
    assert said(library) == {}


def test_nothing_ticked_is_told(writer: Writer) -> None:
    assert writer.post("/decide/many", {"about": "responsibility", "say": "no"}).status_code == 400


def test_every_hit_is_decided_after_the_number_was_shown(writer: Writer, library: Library) -> None:
    fields = {"about": "work-style", "say": "yes", "all": "1", "back": "/search?q=分管责任&tick=1"}
    tree = follow(writer, writer.post("/decide/many", fields))
    assert said(library) == {}
    assert tree.css_first("h1").text() == "把 40 处都定为“作风整顿”？"
    tree = follow(writer, writer.submit(tree, ".sure .button"))
    assert len(said(library)) == 40
    assert set(said(library).values()) == {True}
    follow(writer, writer.submit(tree, ".said button"))
    assert said(library) == {}


def test_headings_are_decided_with_the_rest(writer: Writer, library: Library) -> None:
    tree = writer.page("/decide/all?say=no&about=collective-economy&q=薄弱")
    assert tree.css_first("h1").text() == "把 5 处都定为不是“农村集体经济”？"
    writer.submit(tree, ".sure .button")
    assert said(library)["2023-jiti#h1 collective-economy"] is False
    assert not writer.page("/decide/all?say=no&about=work-style&q=没有这几个字").css(".sure")


def test_all_hits_are_decided_by_a_program_too(writer: Writer, library: Library) -> None:
    asked = {"say": "no", "about": "work-style", "q": "分管责任"}
    shown = writer.client.get("/decide/all.json", query_string=asked).json
    assert shown is not None
    assert (shown["count"], shown["total"], len(shown["places"])) == (40, 40, 40)
    json_please = {"Accept": "application/json"}
    done = writer.post("/decide/all", {**asked, "count": "40"}, headers=json_please).json
    assert done is not None
    assert len(done["changed"]) == len(said(library)) == 40
    writer.post("/decide/undo", {"step": done["undo"]}, headers=json_please)
    assert said(library) == {}


def test_hits_that_have_changed_in_between_are_not_decided(writer: Writer, library: Library) -> None:
    tree = writer.page("/decide/all?say=no&about=work-style&q=分管责任")
    assert writer.submit(tree, ".sure .button", count="39").status_code == 400
    assert said(library) == {}


# Why, and why not.


def test_the_words_of_every_theme_are_marked_and_the_rules_named(get: Get) -> None:
    tree = get(WHY)
    text = next(p.text for p in JITI.passages if p.id == "p4.2")
    assert tree.css_first(".panel-text").text() == text
    assert [p.text() for p in tree.css(".panel-above")] == ["一、家底薄弱，要看得见"]
    row = tree.css_first(".told li[data-theme=responsibility]")
    assert "强词一处就算" in row.css_first(".because").text()
    marked = [
        w.text() for w in tree.css(".w") if "responsibility" in (w.attributes["data-themes"] or "").split()
    ]
    assert "主体责任" in "".join(marked)
    assert {w.attributes["data-n"] for w in tree.css(".w.c1") if "data-n" in w.attributes} == {"1"}
    tree = get("/speech/2023-jiti/why/p9")
    assert tree.css_first(".told li[data-theme=role] .name").text() == "结尾"


def test_every_theme_in_use_is_there_once(get: Get, library: Library) -> None:
    tree = get(WHY)
    told = [li.attributes["data-theme"] for li in tree.css(".told li[data-theme]")]
    offered = [(b.attributes["value"] or "").split(" ")[1] for b in tree.css(".adds button")]
    in_use = [theme.id for theme in library.classifier().taxonomy.themes]
    assert sorted(t for t in (*told, *offered) if t != "role") == sorted(in_use)  # type: ignore[type-var]
    assert all(
        " zz" in (li.attributes["data-find"] or "") for li in tree.css(".adds li") if "组织" in li.text()
    )


def test_a_theme_that_is_nearly_there_says_what_is_wanting(writer: Writer, library: Library) -> None:
    library.save(
        Speech(
            "jin",
            "近的",
            (Heading(1, "一、几件事"), Passage("p1", "先把路修好，再说别的；企业的社会责任也要讲一讲。")),
        )
    )
    tree = writer.page("/speech/jin/why/p1")
    row = tree.css_first(".near li[data-theme=responsibility]")
    assert "落在屏蔽语“社会责任”里，不算" in row.text()
    tree = follow(writer, writer.submit(tree, choice("yes", "responsibility", "jin#p1")))
    row = tree.css_first(".told li[data-theme=responsibility]")
    assert "由人确定" in row.text()
    assert "按规则本来没有" in row.text()


def test_a_no_is_listed_with_what_the_rules_say(writer: Writer) -> None:
    tree = follow(writer, writer.submit(writer.page(WHY), choice("no", "responsibility", "2023-jiti#p4.2")))
    row = tree.css_first(".told li[data-theme=responsibility]")
    assert "由人确定：不是" in row.text()
    assert "按规则本来有" in row.text()
    assert row.css_first("button").text() == "收回"


def test_the_twin_and_the_way_back(writer: Writer) -> None:
    data = writer.client.get(WHY + ".json").json
    assert data is not None
    one = next(t for t in data["themes"] if t["id"] == "responsibility")
    assert one["given"]
    assert all(data["text"][e["start"] : e["end"]] for e in one["evidence"] if e["where"] == "text")
    assert (
        writer.page(f"{WHY}?back={quote('/search?q=责任')}").css_first(".back-link a").attributes["href"]
        == "/search?q=责任"
    )
    assert writer.client.get("/speech/2023-jiti/why/h99").status_code == 404
    assert (
        writer.page("/speech/2023-jiti/why/p4+").css_first(".panel-text").text().startswith("全县还有不少村")
    )


def test_runs_joined_are_the_text() -> None:
    from kb.evidence import Evidence

    marks = [("a", Evidence("甲乙丙", 1, 4, "strong")), ("b", Evidence("丙丁", 3, 5, "weak"))]
    made = runs("零甲乙丙丁。", marks, {"a": 1})
    assert [(r.text, r.themes, r.number, r.ends) for r in made] == [
        ("零", "", 0, ""), ("甲乙", "a", 1, ""), ("丙", "a b", 1, "1"), ("丁", "b", 0, ""), ("。", "", 0, ""),
    ]  # fmt: skip
    assert str(Reason("由人确定")) == "由人确定"


def test_browsing_by_a_theme_shows_the_words_that_earned_it(get: Get) -> None:
    tree = get("/search?theme=responsibility&speech=2023-jiti")
    assert tree.css(".snippet .earned")
    with_words = get("/search?theme=responsibility&q=乡镇")
    assert with_words.css(".snippet mark") and with_words.css(".snippet .earned")
    assert not get("/search?q=责任").css(".snippet .earned")


# The list.


def test_everything_decided_is_listed_by_theme(writer: Writer, library: Library) -> None:
    writer.post("/decide", {"choice": "no responsibility 2023-jiti#p4.2"})
    tree = writer.page("/decisions")
    assert [h.text().split()[0] for h in tree.css(".decided h2")] == ["责任落实", "作风整顿"]
    assert [s.text() for s in tree.css(".sign")] == ["不是", "对"]
    assert "主体责任挂在嘴上" in tree.css_first(".words").text()
    assert writer.page("/decisions?show=no").css_first(".tabs [aria-current]").text().split() == ["不是", "1"]
    assert len(writer.page("/decisions?theme=work-style").css(".decided li")) == 1
    tree = follow(writer, writer.submit(tree, choice("clear", "responsibility", "2023-jiti#p4.2")))
    assert said(library) == {}


def test_without_decisions_the_list_says_how_to_make_one(empty: Library) -> None:
    assert "还没有决定" in Writer(create_app(empty)).page("/decisions").text()


def test_a_decision_without_its_passage_is_put_elsewhere_or_dropped(writer: Writer, library: Library) -> None:
    library.save(dataclasses.replace(JITI, unplaced=(GONE,)))
    index(library)
    speech = writer.page("/speech/2023-jiti")
    link = next(a for a in speech.css(".facts a") if "1 个决定找不到原来的段落" in a.text())
    tree = writer.page(link.attributes["href"] or "")
    assert tree.css_first(".matter").text() == "原文里已没有这一段"
    assert "从前有过的一段" in tree.css_first(".words").text()
    assert writer.submit(tree, ".gone button", place="p99").status_code == 404
    assert writer.submit(tree, ".gone button").status_code == 400
    placed = follow(writer, writer.submit(tree, ".gone button", place="p3"))
    assert said(library) == {"2023-jiti#p3 work-style": True}
    assert library.speech("2023-jiti").unplaced == ()
    follow(writer, writer.submit(placed, ".said button"))
    assert library.speech("2023-jiti").unplaced == (GONE,)
    fields = {"speech": "2023-jiti", "text": GONE.text}
    dropped = follow(writer, writer.post("/decisions/drop", fields))
    assert library.speech("2023-jiti").unplaced == ()
    follow(writer, writer.submit(dropped, ".said button"))
    assert library.speech("2023-jiti").unplaced == (GONE,)


def test_it_leaves_as_a_table_and_as_json_lines(writer: Writer) -> None:
    table = writer.client.get("/decisions.csv")
    assert table.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in table.headers["Content-Disposition"]
    assert "2022-zuofeng" in table.text
    (line,) = writer.client.get("/decisions.jsonl").text.splitlines()
    assert json.loads(line)["name"] == "作风整顿"
    assert writer.client.get("/decisions.jsonl?show=no").text == ""


def test_long_lists_are_turned(writer: Writer, library: Library) -> None:
    keys = [f"zhidu#p{n}" for n in range(1, 41)]
    for theme in ("work-style", "cadre-education", "responsibility"):
        writer.post("/decide/many", {"place": keys, "about": theme, "say": "no"})
    tree = writer.page("/decisions")
    assert len(tree.css(".decided li")) == 100
    assert len(writer.page(f"/decisions?page={'9' * 5000}").css(".decided li")) == 100
    tree = writer.page(tree.css_first("a[rel=next]").attributes["href"] or "")
    assert len(tree.css(".decided li")) == 21
    assert sum(len(s.passages) for s in SPEECHES) > 40
