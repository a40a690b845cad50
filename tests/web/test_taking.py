"""How excerpts are wanted: kept by the browser, the style of sources by the library; what is taken follows both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import draft_edit as edit
from kb.draft_sources import take
from kb.drafts import Drafts
from kb.library import Library
from kb.model import Passage, Speech
from kb.placeholders import placeholders
from tests.web.forms import Writer
from tests.web.samples import JITI, make
from web import create_app

POINT = '一是强化责任意识。××镇要有"钉钉子"精神 ,某某局要带头。'
SPEECH = Speech(
    "2024-yijian",
    "在责任制会上的讲话",
    (Passage("p1", "有两条。"), Passage("p1.1", POINT)),
    date="2024-03-15",
    occasion="县委全会",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "库", (SPEECH, JITI))
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Writer:
    return Writer(create_app(library))


def excerpt(writer: Writer, form: str = "plain") -> str:
    return writer.client.get(f"/speech/2024-yijian/p1.1.txt?form={form}").text.rstrip("\n")


def test_choices_are_remembered_and_followed_everywhere(writer: Writer, library: Library) -> None:
    chosen = {"ordinal": "on", "straighten": "on", "back": "/search?q=钉钉子"}
    answer = writer.post("/taking", chosen)
    assert (answer.status_code, answer.location) == (303, "/search?q=%E9%92%89%E9%92%89%E5%AD%90")
    wanted = "强化责任意识。××镇要有“钉钉子”精神，某某局要带头。"
    tree = writer.page("/search?q=钉钉子")
    assert tree.css_first(".hit").attributes["data-text"] == wanted
    assert [box.attributes["name"] for box in tree.css(".taking input[checked]")] == ["ordinal", "straighten"]
    place = writer.page("/speech/2024-yijian").css_first("[data-place='p1.1']")
    assert place.attributes["data-taken"] == wanted
    assert place.css_first("[data-part]").text() == POINT
    assert excerpt(writer) == wanted
    assert excerpt(writer, "markdown").startswith("> 强化责任意识。")
    writer.post("/draft/take", {"place": "2024-yijian#p1.1"})
    (listed,) = Drafts(library.home).all()
    assert Drafts(library.home).open(listed.id).draft.blocks[0].text == wanted
    other = Writer(writer.client.application)
    assert excerpt(other) == POINT


def test_the_style_of_sources_is_the_librarys(writer: Writer, library: Library) -> None:
    answer = writer.post("/taking", {"style": "标题（场合，日期）", "back": "/"})
    assert answer.status_code == 303
    assert 'citation = "标题（场合，日期）"' in library.home.config.read_text(encoding="utf-8")
    cited = "在责任制会上的讲话（县委全会，2024年3月15日）"
    assert writer.page("/search?q=钉钉子").css_first(".hit").attributes["data-cite"] == cited
    assert excerpt(writer, "source").endswith(f"（{cited}）")
    wrong = writer.post("/taking", {"style": "日期", "back": "/"})
    assert wrong.status_code == 400
    assert "标题" in wrong.text


def test_places_to_fill_in_are_counted_as_they_are_filled(writer: Writer) -> None:
    card = writer.page("/search?q=钉钉子").css_first(".hit")
    assert card.attributes["data-blanks"] == str(len(placeholders(POINT))) == "2"
    places = writer.page("/speech/2024-yijian").css("[data-place]")
    assert [p.attributes.get("data-blanks") for p in places] == ["2", None, "2"]


def test_several_selections_are_taken_each_from_its_place(writer: Writer, library: Library) -> None:
    places = [
        ("2024-yijian#p1.1", "强化责任意识。"),
        ("2023-jiti#p5", ""),
        ("2024-yijian#p1.1", "强化责任意识。"),
    ]
    data = {"place": [key for key, _ in places], "text": [text for _, text in places]}
    answer = writer.post("/draft/take", data, headers={"Accept": "application/json"})
    assert len(answer.get_json()["blocks"]) == 2
    (listed,) = Drafts(library.home).all()
    blocks = Drafts(library.home).open(listed.id).draft.blocks
    assert [block.text for block in blocks] == ["强化责任意识。", JITI.passages[6].text]
    wrong = writer.post("/draft/take", {"place": "2023-jiti#p5", "text": "没有这句话"})
    assert wrong.status_code == 404
    assert "选中的文字不在这一段里" in wrong.text


def test_where_a_passage_was_used_is_shown_and_can_be_left_out(writer: Writer, library: Library) -> None:
    for shown in (writer.page("/search?q=第一责任人"), writer.page("/speech/2023-jiti")):
        assert not shown.css(".used")
    assert not writer.page("/search?q=责任").css(".by-used")
    drafts = Drafts(library.home)
    source = take(JITI, "p5")
    for number, date in enumerate(("2026-03-05", "2025-12-01", "2025-10-01")):
        id_ = drafts.new(f"讲话{number}", date=date, audience="科级干部").draft.id
        drafts.edit(id_, lambda d: edit.add_excerpt(d, source.taken, source))
    tree = writer.page("/search?q=责任")
    used = next(hit for hit in tree.css(".hit") if hit.attributes["data-place"] == "p5").css_first(".used")
    assert [a.text() for a in used.css("a")] == [
        "2026年3月《讲话0》",
        "2025年12月《讲话1》",
        "2025年10月《讲话2》",
    ]
    assert used.css_first("summary").text() == "等 3 篇"
    assert len(writer.page("/speech/2023-jiti").css(".passage[data-place=p5] .used")) == 1
    choice = tree.css_first(".by-used a")
    data = writer.client.get("/search.json?q=责任").get_json()
    (unused,) = data["facets"]["used"]["choices"]
    assert (unused["label"], unused["count"], data["unused"]) == ("未用过", data["total"] - 1, False)
    narrowed = writer.page(choice.attributes["href"] or "")
    assert "p5" not in [hit.attributes["data-place"] for hit in narrowed.css(".hit")]
    chip = narrowed.css_first(".chip")
    assert chip.text().startswith("未用过")
    assert "used=no" not in (chip.attributes["href"] or "")
    left = writer.client.get("/search.json?q=责任&used=no").get_json()
    assert (left["total"], left["unused"]) == (data["total"] - 1, True)
    hit = next(hit for hit in data["hits"] if hit["place"] == "p5")
    assert hit["used"][0]["draft"] == "2026年3月《讲话0》"
    assert ("used", "no") in [
        (n.attributes["name"], n.attributes["value"]) for n in narrowed.css(".ask input[type=hidden]")
    ]


def test_a_heading_is_taken_as_a_heading_and_what_comes_next_goes_under_it(
    writer: Writer, library: Library
) -> None:
    line = writer.page("/titles?q=薄弱").css_first(".line[data-key*='#h']")
    writer.post("/draft/take", {"place": line.attributes["data-key"] or ""})
    writer.post("/draft/take", {"place": "2024-yijian#p1.1"})
    (listed,) = Drafts(library.home).all()
    first, second = Drafts(library.home).open(listed.id).draft.blocks
    assert (first.level, first.text, second.kind) == (1, line.attributes["data-text"], "excerpt")
    assert not writer.page("/titles").css(".line:not([data-key])")
