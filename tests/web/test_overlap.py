"""照搬检测 in the browser: marked text, sources beside it, nothing kept."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask

from kb.library import Library
from kb.overlap import MOST
from tests.web.conftest import Get, Tree
from tests.web.forms import Writer
from tests.web.samples import JITI

COPIED = max((p.text for p in JITI.passages), key=len)
OWN = "这一句全是自己想出来的。"


@pytest.fixture(scope="module")
def writer(app: Flask) -> Writer:
    return Writer(app)


def test_the_form_is_there_and_the_way_to_it(get: Get) -> None:
    assert get("/overlap").css_first("form.paste textarea[name=text]")
    assert "/overlap" in {a.attributes["href"] for a in get("/").css(".leafing a")}
    assert get("/overlap").css_first(".nav [aria-current]")


def test_copied_words_are_marked_and_lead_to_their_sources(writer: Writer) -> None:
    tree = Tree(writer.post("/overlap", {"text": f"一、我的\r\n{OWN}\r\n二、旧的\r\n{COPIED}"}).text)
    assert tree.css_first(".pasted").text() == f"一、我的\n{OWN}\n二、旧的\n{COPIED}"
    assert "照搬" in tree.css_first(".head").text()
    marked = tree.css("a.copied")
    assert marked and OWN not in "".join(a.text() for a in marked)
    for one in marked:
        run = tree.css_first((one.attributes["href"] or "").replace("#", "#"))
        assert run.css_first(".src-of a").attributes["href"].startswith("/speech/")  # type: ignore[union-attr]
        back = run.css_first(".back").attributes["href"] or ""
        assert tree.css_first(back)
    assert [row.css_first("th").text() for row in tree.css(".by-part tbody tr")] == ["一、我的", "二、旧的"]
    address = tree.css_first(".src-of a").attributes["href"] or ""
    assert writer.client.get(address.partition("#")[0]).status_code == 200


def test_what_is_the_same_is_marked_in_the_passage_too(writer: Writer) -> None:
    tree = Tree(writer.post("/overlap", {"text": f"{OWN}{COPIED[4:30]}"}).text)
    assert tree.css_first(".passage mark").text() == COPIED[4:30].strip("，。、：；“”")
    assert "".join(a.text() for a in tree.css("a.copied")).startswith(COPIED[4:28])


def test_set_phrases_are_told_apart(writer: Writer) -> None:
    tree = Tree(writer.post("/overlap", {"text": OWN}).text)
    assert "没有照搬" in tree.css_first(".head").text()
    assert tree.css_first(".theirs") is None and tree.css_first(".uncounted") is None


def test_the_json_twin_says_the_same(writer: Writer) -> None:
    answer = writer.post("/overlap.json", {"text": OWN + COPIED})
    assert answer.json and answer.json["copied"] and answer.json["runs"][0]["sources"][0]["key"]
    assert writer.client.get("/overlap.json").json == {"most": MOST}


def test_text_with_markup_is_only_text(writer: Writer) -> None:
    tree = Tree(writer.post("/overlap", {"text": f"<script>x</script>{COPIED}</div>"}).text)
    assert tree.css_first(".pasted").text() == f"<script>x</script>{COPIED}</div>"
    assert not tree.css(".pasted script")


def test_a_text_of_the_greatest_length_is_taken_a_longer_one_told_and_not_lost(writer: Writer) -> None:
    assert writer.post("/overlap", {"text": "字词" * (MOST // 2)}).status_code == 200
    answer = writer.post("/overlap", {"text": "字词" * MOST})
    assert answer.status_code == 400
    tree = Tree(answer.text)
    assert "100,000" in tree.css_first(".wrong").text()
    assert len(tree.css_first("textarea").text().strip()) == 2 * MOST
    assert writer.post("/overlap.json", {"text": " "}).json == {
        "error": "没有文字",
        "remedy": "粘贴要检测的文字",
    }


def test_only_our_own_form_is_answered(app: Flask) -> None:
    assert app.test_client().post("/overlap", data={"text": COPIED}).status_code == 403


def test_nothing_pasted_is_kept_or_logged(
    writer: Writer, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "绝不外传的一句话只在这里"
    with caplog.at_level(logging.DEBUG):
        answer = writer.post("/overlap", {"text": secret + COPIED})
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in caplog.text
    assert not any(
        secret.encode() in f.read_bytes() for f in Path(library.home.root).rglob("*") if f.is_file()
    )
