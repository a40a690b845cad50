"""What a writer in a hurry is told: how many were so already, what was laid down, what a line of words means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.reclassify import reclassify
from kb.library import Library
from kb.themes import load
from tests.web.conftest import Tree
from tests.web.forms import Writer
from tests.web.samples import make
from web import create_app

JSON = {"Accept": "application/json"}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Writer:
    return Writer(create_app(library))


def test_what_was_so_already_is_counted(writer: Writer) -> None:
    writer.post("/decide", {"choice": "yes work-style zhidu#p1"})
    fields = {"place": ["zhidu#p1", "zhidu#p2", "2023-jiti#p4+"], "about": "work-style", "say": "yes"}
    told = writer.page(writer.post("/decide/many", {**fields, "back": "/search?q=责任"}).location)
    assert told.css_first(".said [role=status]").text() == "4 处已定为“作风整顿”，1 处原来就是"


def test_without_a_step_the_last_of_the_session_is_undone(writer: Writer) -> None:
    def undone() -> str:
        told = writer.post("/decide/undo", headers=JSON).json
        assert told
        return str(told["said"])

    assert undone() == "没有可撤销的"
    writer.post("/decide", {"choice": "yes work-style zhidu#p1"})
    writer.post("/decide", {"choice": "no work-style zhidu#p2"})
    assert undone() == "已撤销：不是“作风整顿”"
    assert undone() == "已撤销：定为“作风整顿”"
    assert undone() == "没有可撤销的"


def test_nobody_undoes_what_another_browser_decided(writer: Writer, library: Library) -> None:
    writer.post("/decide", {"choice": "yes work-style zhidu#p1"})
    other = Writer(writer.client.application)
    told = other.post("/decide/undo", headers=JSON).json
    assert told and told["said"] == "没有可撤销的"


def test_a_theme_that_is_laid_down_says_so_and_shows_the_way(writer: Writer, library: Library) -> None:
    text = library.home.themes.read_text(encoding="utf-8")
    library.home.themes.write_text(
        text.replace('id = "work-style"', 'id = "work-style"\nretired = true'), encoding="utf-8"
    )
    reclassify(library)
    answer = writer.client.get("/themes/work-style")
    tree = Tree(answer.text)
    assert answer.status_code == 404
    assert tree.css_first("h1").text() == "主题“作风整顿”已停用"
    assert tree.css_first(".error [href='/themes/workshop']")
    told = writer.client.get("/themes/work-style.json")
    assert told.status_code == 404 and told.json and "已停用" in told.json["error"]


def test_words_on_one_line_are_words_of_their_own(writer: Writer, library: Library) -> None:
    fields = {
        "name": "移风易俗",
        "strong": "移风易俗、红白理事会，高价彩礼 大操大办\n“彩礼、宴席”\n滥办 / 大办",
    }
    tree = Tree(writer.post("/themes/new", {**fields, "do": "preview"}).text)
    lines = tree.css_first("#theme-strong").text().strip().splitlines()
    assert lines == ["移风易俗", "红白理事会", "高价彩礼", "大操大办", "“彩礼、宴席”", "滥办/大办"]
    assert not tree.css(".faults li")


def test_terms_that_are_there_are_left_as_they_are(writer: Writer, library: Library) -> None:
    before = load(library.home.themes).by_id["responsibility"]
    assert any("、" in term for term in before.terms)
    tree = writer.page("/themes/responsibility/edit")
    fields = {f: tree.css_first(f"#theme-{f}").text().strip() for f in ("strong", "weak", "not")}
    answer = writer.post("/themes/responsibility/edit", {"name": before.name, **fields, "do": "preview"})
    again = Tree(answer.text)
    assert {f: again.css_first(f"#theme-{f}").text().strip() for f in fields} == fields


def test_a_theme_is_looked_at_before_it_has_a_name(writer: Writer) -> None:
    answer = writer.post("/themes/new", {"strong": "分管责任", "do": "preview"})
    tree = Tree(answer.text)
    assert "会多 40 段" in " ".join(tree.css_first("#foreseen").text().split())
    assert tree.css_first("#theme-name").attributes["value"] == ""
    assert writer.post("/themes/new", {"strong": "分管责任", "do": "apply"}).status_code == 400


def test_every_word_tells_how_many_passages_it_brings(writer: Writer) -> None:
    tree = Tree(writer.post("/themes/new", {"strong": "分管责任\n田埂上", "do": "preview"}).text)
    told = [span.text() for span in tree.css(".side-gain .by-term span")]
    assert told == ["分管责任 40", "田埂上 2"]


def test_decisions_name_the_place_in_words_and_are_chosen_by_theme(writer: Writer) -> None:
    writer.post("/decide", {"choice": "no responsibility 2023-jiti#p4.2"})
    tree = writer.page("/decisions")
    assert "第4段第2点" in tree.css_first(".decided .path").text()
    assert [o.text() for o in tree.css("select[name=theme] option")] == [
        "全部主题",
        "责任落实（1）",
        "作风整顿（1）",
    ]
    tree = writer.page("/decisions?theme=work-style")
    assert tree.css_first("option[selected]").text() == "作风整顿（1）"


def test_a_use_says_that_it_cannot_be_changed(writer: Writer) -> None:
    said = "用途由规则判定，暂时不能改"
    assert said in writer.page("/speech/2023-jiti/why/p9").css_first("[data-theme=role]").text()
    assert said in writer.page("/search?q=办法总比困难多").css_first(".hit").text()


@pytest.mark.parametrize(
    "address", ["/themes/new", "/themes/work-style/edit", "/decide/all?say=no&about=work-style&q=责任"]
)
def test_pages_about_themes_stand_under_themes(writer: Writer, address: str) -> None:
    assert writer.page(address).css_first(".nav [aria-current]").text() == "主题"


def test_numbers_of_the_broader_are_said_to_leave_out_the_narrower(writer: Writer) -> None:
    assert "不含下级" in writer.page("/themes").css_first(".lead").text()
    assert "不含下级" in writer.page("/themes/party-building").css_first(".facts").text()
    assert "不含下级" in writer.page("/themes/work-style/split").css_first(".lead").text()


def test_the_best_passages_of_a_theme_show_the_words_that_earned_it(writer: Writer) -> None:
    assert writer.page("/themes/responsibility").css(".best .snippet .earned")
