"""Setting a speech right on the reading page: facts, lines, passages, undoing, and edits that come too late."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.asked import Asked
from kb.library import Library
from kb.model import Removed
from kb.search import search
from tests.web.forms import Writer
from tests.web.samples import JITI, PEIXUN, make
from tests.web.test_search import attributes, texts
from web import create_app
from web.facts import plain_date

ADDRESS = "/speech/2023-jiti?q=%E8%96%84%E5%BC%B1&at=p5"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home", (JITI, PEIXUN))
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Writer:
    return Writer(create_app(library))


def test_facts_are_shown_with_where_they_were_found_and_can_be_set(writer: Writer, library: Library) -> None:
    tree = writer.page(ADDRESS)
    assert attributes(tree, "#fact-title", "value") == [JITI.title]
    assert "乡镇" in attributes(tree, "#often-level option", "value")
    answer = writer.submit(tree, ".facts-form button", title="另一个 题目", level="县", date="2023.4.1")
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    speech = library.speech(JITI.id)
    assert (speech.title, speech.level, speech.date) == ("另一个 题目", "县", "2023-04-01")
    assert speech.found == {"title": "person", "level": "person", "date": "person"}
    assert search(library, Asked(q="标题:另一个题目 薄弱")).total
    assert writer.page(ADDRESS).css_first(".said span").text() == "已改好"


@pytest.mark.parametrize(
    ("typed", "date"),
    [("2019", "2019"), ("2019年3月", "2019-03"), ("2019.3.5", "2019-03-05"), (" 2019/03/15 ", "2019-03-15"),
     ("2019年3月15日", "2019-03-15"), ("去年", "去年"), ("", "")],
)  # fmt: skip
def test_dates_are_understood_as_people_write_them(typed: str, date: str) -> None:
    assert plain_date(typed) == date


@pytest.mark.parametrize(
    ("wrong", "told"), [({"date": "去年春天"}, "看不懂"), ({"title": " "}, "标题不能空着")]
)
def test_what_cannot_be_saved_is_shown_again_as_it_was_typed(
    writer: Writer, library: Library, wrong: dict[str, str], told: str
) -> None:
    answer = writer.submit(writer.page(ADDRESS), ".facts-form button", place="石桥村", **wrong)
    assert answer.status_code == 400
    assert told in answer.text
    assert "石桥村" in answer.text
    assert library.speech(JITI.id) == library.speech(JITI.id)
    assert library.speech(JITI.id).place == ""


def test_a_removed_line_is_brought_back_and_found(writer: Writer, library: Library) -> None:
    assert not search(library, Asked(q="请关注公众号")).total
    answer = writer.submit(writer.page(ADDRESS), ".removed button")
    assert answer.status_code == 303
    speech = library.speech(JITI.id)
    assert "更多范文请关注公众号" in [p.text for p in speech.passages]
    assert speech.kept == ("更多范文请关注公众号",)
    assert search(library, Asked(q="请关注公众号")).total == 1
    tree = writer.page(answer.location.partition("#")[0])
    assert "清理掉 1 行" in texts(tree, ".removed summary")
    writer.submit(tree, ".said button")
    assert library.speech(JITI.id).body == JITI.body
    assert not search(library, Asked(q="请关注公众号")).total


def test_of_lines_with_one_number_the_one_that_was_meant_comes_back(writer: Writer, library: Library) -> None:
    two = (Removed(0, "第一句", "person"), Removed(0, "第二句", "person"))
    with library.writing():
        library.save(dataclasses.replace(library.speech(JITI.id), removed=two))
    tree = writer.page(ADDRESS)
    assert texts(tree, ".removed tbody td:nth-child(2)") == ["由人移出", "由人移出"]
    writer.submit(tree, ".removed tr:nth-child(2) button")
    assert [r.text for r in library.speech(JITI.id).removed] == ["第一句"]


def test_a_passage_is_taken_out_and_put_back_as_it_was(writer: Writer, library: Library) -> None:
    before = library.speech(JITI.id)
    answer = writer.submit(writer.page(ADDRESS), "[data-place='p4.1'] button[form=remove]")
    assert answer.status_code == 303
    assert answer.location == f"{ADDRESS}#p4.2"
    speech = library.speech(JITI.id)
    assert "p4.1" not in [p.id for p in speech.passages]
    assert speech.removed[0].rule == "person"
    assert not search(library, Asked(q="三资")).total
    tree = writer.page(ADDRESS)
    assert texts(tree, ".said") == ["已移到清理掉的行里撤销"]
    undone = writer.submit(tree, ".said button")
    assert undone.location == ADDRESS
    assert library.speech(JITI.id) == before
    assert search(library, Asked(q="三资")).total == 1
    assert writer.submit(tree, ".said button").status_code == 404


def change(library: Library) -> None:
    """Somebody else's edit."""
    with library.writing():
        library.save(dataclasses.replace(library.speech(JITI.id), occasion="座谈会", title="别人改的"))


def test_facts_that_come_too_late_show_both_versions(writer: Writer, library: Library) -> None:
    tree = writer.page(ADDRESS)
    change(library)
    answer = writer.submit(tree, ".facts-form button", title="我改的")
    assert answer.status_code == 409
    assert library.speech(JITI.id).title == "别人改的"
    both = writer.page  # the page of the answer, below
    shown = type(tree)(answer.text)
    assert [t.replace(" ", "") for t in texts(shown, ".both tbody tr")] == [
        "标题别人改的我改的",
        "场合座谈会推进会",
    ]
    saved = writer.submit(shown, ".facts-form button")
    assert (saved.status_code, saved.location) == (303, ADDRESS)
    assert library.speech(JITI.id).title == "我改的"
    assert both(ADDRESS)


@pytest.mark.parametrize(
    ("button", "act"), [("[data-place='p4.1'] button[form=remove]", "移出"), (".removed button", "放回原处")]
)
def test_a_line_or_passage_too_late_is_shown_as_it_is_now(
    writer: Writer, library: Library, button: str, act: str
) -> None:
    tree = writer.page(ADDRESS)
    change(library)
    before = library.speech(JITI.id)
    answer = writer.submit(tree, button)
    assert answer.status_code == 409
    assert f"你要{act}的" in answer.text
    assert library.speech(JITI.id) == before
    assert writer.submit(type(tree)(answer.text), ".mending .button").status_code == 303
    assert library.speech(JITI.id).body != before.body


def test_an_undo_too_late_changes_nothing(writer: Writer, library: Library) -> None:
    writer.submit(writer.page(ADDRESS), "[data-place='p4.1'] button[form=remove]")
    tree = writer.page(ADDRESS)
    change(library)
    answer = writer.submit(tree, ".said button")
    assert answer.status_code == 409
    assert "后来又改过" in answer.text
    assert library.speech(JITI.id).title == "别人改的"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/speech/2023-jiti/remove", {"passage": "p99:"}),
        ("/speech/2023-jiti/restore", {"line": "99:没有"}),
        ("/speech/2023-jiti/restore", {"line": "x"}),
        ("/speech/nowhere/facts", {"title": "题"}),
        ("/speech/nowhere/remove", {"passage": "p1:"}),
        ("/undo", {"step": "x"}),
    ],
)
def test_what_is_not_there_is_404(writer: Writer, address: str, data: dict[str, str]) -> None:
    assert writer.post(address, data).status_code == 404


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1", "/a\nb"]
)
def test_a_form_leads_nowhere_else(writer: Writer, back: str) -> None:
    answer = writer.submit(writer.page(ADDRESS), ".facts-form button", back=back, place="石桥村")
    assert answer.location == "/speech/2023-jiti"


def test_near_copies_of_the_passage_one_stands_at_are_shown_with_what_differs(writer: Writer) -> None:
    tree = writer.page("/speech/2023-jiti?at=p3")
    assert texts(tree, ".para > .copies summary") == ["另有 1 处相同或相近"]
    assert texts(tree, ".copies a") == [PEIXUN.title]
    assert texts(tree, ".copies li ins") == ["清楚"]
    data = writer.client.get("/speech/2023-jiti.json?at=p3").json
    runs = data["copies"][0]["difference"]  # type: ignore[index]
    assert "".join(r["text"] for r in runs if r["change"] != "only-second") == JITI.passages[2].text
    assert not writer.page("/speech/2023-jiti?at=p5").css(".copies")
    asked = attributes(tree, "[data-place=p5] .do a[href*=alike]", "href")[0]
    assert "没有与这一段相同或相近的" in writer.page(asked.partition("#")[0]).text()
