"""Saved searches: kept by a form, opened, renamed, deleted and brought back, and what is new since the last look."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import Passage
from tests.web.forms import Writer
from tests.web.samples import PEIXUN, index, make
from tests.web.test_search import texts
from web import create_app


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[Library]:
    library = make(tmp_path)
    yield library
    library.close()


@pytest.fixture
def writer(kb: Library) -> Writer:
    return Writer(create_app(kb))


def keep(writer: Writer, address: str, name: str) -> None:
    answer = writer.submit(writer.page(address), ".keep form .button", name=name)
    assert answer.status_code == 303, answer.text


def test_what_is_kept_is_plain_text_and_leads_back(writer: Writer, kb: Library) -> None:
    keep(writer, "/search?q=作风 毛病&theme=work-style&page=1", "作风的毛病")
    stored = tomllib.loads((kb.home.root / "saved.toml").read_text(encoding="utf-8"))["search"]
    assert [(s["name"], s["address"]) for s in stored] == [
        ("作风的毛病", "/search?q=作风+毛病&theme=work-style")
    ]
    tree = writer.page("/saved")
    assert texts(tree, ".open b") == ["作风的毛病"]
    answer = writer.submit(tree, ".open")
    assert answer.status_code == 303
    assert writer.page(answer.location).css_first("#q").attributes["value"] == "作风 毛病"
    assert writer.page("/").css_first(".kept button")
    assert writer.page(answer.location).css_first("a.keep")


def test_every_way_of_looking_can_be_kept_with_what_is_chosen(writer: Writer) -> None:
    for number, address in enumerate(
        ("/titles?q=责任&length=9..12", "/parallel?count=2", "/kwic?q=责任&before=主体")
    ):
        keep(writer, address, f"第{number}个")
        assert writer.submit(writer.page("/saved"), f"li:nth-child({number + 1}) .open").status_code == 303
    assert [s["total"] is not None for s in writer.client.get("/saved.json").json["searches"]] == [True] * 3


def test_new_material_is_counted_until_it_is_looked_at(writer: Writer, kb: Library) -> None:
    keep(writer, "/search?q=薄弱", "薄弱")
    assert writer.page("/saved").css_first(".new") is None
    kb.save(
        replace(
            PEIXUN,
            id="2024-new",
            title="新的",
            body=(Passage("p1", "薄弱的村要有人管。"), Passage("p2", "薄弱村要先走。")),
        )
    )
    index(kb)
    assert texts(writer.page("/saved"), ".new") == ["新增 2"] and texts(writer.page("/"), ".new") == [
        "新增 2"
    ]
    writer.submit(writer.page("/saved"), ".open")
    assert writer.page("/saved").css_first(".new") is None


def test_what_is_new_is_told_even_when_other_material_has_gone(writer: Writer, kb: Library) -> None:
    keep(writer, "/search?q=责任", "责任")
    kb.delete("zhidu")
    kb.save(replace(PEIXUN, id="2024-new", title="新的", body=(Passage("p1", "责任在肩。"),)))
    index(kb)
    assert texts(writer.page("/saved"), ".new") == ["新增 1"]


def test_a_name_can_be_changed_and_a_deleted_one_brought_back_to_its_place(writer: Writer) -> None:
    for word in ("作风", "责任", "干部"):
        keep(writer, f"/search?q={word}", word)
    writer.submit(writer.page("/saved"), "li:nth-child(2) .saved-do details .button", name="压实责任")
    assert texts(writer.page("/saved"), ".open b") == ["作风", "压实责任", "干部"]
    writer.submit(writer.page("/saved"), "li:nth-child(2) form[action$=delete] button")
    tree = writer.page("/saved")
    assert texts(tree, ".open b") == ["作风", "干部"] and "已删去“压实责任”" in tree.css_first(".said").text()
    writer.submit(tree, ".said button")
    assert texts(writer.page("/saved"), ".open b") == ["作风", "压实责任", "干部"]


def test_keeping_the_same_search_again_only_gives_it_the_new_name(writer: Writer) -> None:
    keep(writer, "/search?q=作风", "甲")
    answer = writer.post("/saved", {"name": "乙", "address": "/search?q=作风"})
    assert answer.status_code == 303 and texts(writer.page("/saved"), ".open b") == ["乙"]


def test_what_was_changed_elsewhere_is_not_overwritten(writer: Writer, kb: Library) -> None:
    keep(writer, "/search?q=作风", "作风")
    tree, file = writer.page("/saved"), kb.home.root / "saved.toml"
    by_hand = file.read_text(encoding="utf-8") + "# 手写的话\n"
    file.write_text(by_hand, encoding="utf-8")
    assert writer.submit(tree, "form[action$=delete] button").status_code == 409
    assert file.read_text(encoding="utf-8") == by_hand
    keep(writer, "/search?q=责任", "责任")
    assert "# 手写的话" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address",
    ["", "https://example.com/search?q=a", "//example.com/search?q=a", "/saved", "/import?q=a", "/search"],
)
def test_only_a_search_can_be_kept(writer: Writer, address: str) -> None:
    assert writer.post("/saved", {"name": "x", "address": address}).status_code == 400
    assert writer.client.get("/saved.json").json["searches"] == []


def test_a_file_written_wrong_is_told_and_does_not_stop_searching(writer: Writer, kb: Library) -> None:
    (kb.home.root / "saved.toml").write_text('[[search]]\nname = "缺号"\n', encoding="utf-8")
    answer = writer.client.get("/saved")
    assert answer.status_code >= 400 and "第 1 条" in answer.text
    assert (
        writer.client.get("/").status_code == 200 and writer.client.get("/search?q=作风").status_code == 200
    )


def test_a_form_from_elsewhere_is_refused(writer: Writer) -> None:
    assert writer.client.post("/saved", data={"name": "x", "address": "/search?q=a"}).status_code == 403
