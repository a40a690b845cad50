"""A speech on disk: the round trip, and what a person may do to the file by hand."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given, settings

from kb.errors import BrokenSpeech
from kb.escape import escape, unescape
from kb.model import Decision, Heading, Passage, Speech
from kb.speechfile import parse, render
from tests.strategies import lines, speeches


@settings(max_examples=300)
@given(speeches)
def test_what_is_written_is_read_back(speech: Speech) -> None:
    assert parse(render(speech)) == speech


@given(lines)
def test_escaping_is_undone(line: str) -> None:
    assert unescape(escape(line)) == line


@settings(max_examples=300)
@given(lines)
def test_any_markdown_program_shows_the_text_itself(line: str) -> None:
    """Text that looks like markup stays text, under its own anchor."""
    plain = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", line).strip() or "字"
    speech = Speech("a", "题", (Passage("p1", plain),))
    html = markdown.markdown(render(speech).split("---\n", 2)[2], extensions=["attr_list"])
    shown = re.fullmatch(r'<p id="p1">(.*)</p>', html, re.DOTALL)
    assert shown, html
    entities = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
    text = re.sub("|".join(entities), lambda m: entities[m[0]], shown[1])
    # Tabs and runs of spaces are set by the Markdown program; their number is not ours to keep there.
    assert re.sub(r"\s+", "", text) == re.sub(r"\s+", "", plain)


def test_the_file_looks_as_documented() -> None:
    speech = Speech(
        id="2024-zuofeng-3f2a",
        title="在作风整顿会上的讲话",
        date="2024-03-15",
        body=(
            Heading(0, "在作风整顿会上的讲话"),
            Passage("p1", "同志们：", "salutation"),
            Heading(1, "一、为什么要整顿"),
            Passage("p2", "主要有：", decisions=(Decision("work-style", True), Decision("integrity", False))),
            Passage("p2.1", "1. 会风*不实*。"),
        ),
    )
    assert render(speech) == (
        "---\nid: 2024-zuofeng-3f2a\ntitle: 在作风整顿会上的讲话\ndate: 2024-03-15\n---\n"
        "# 在作风整顿会上的讲话\n\n"
        "同志们：\n{: #p1 .salutation }\n\n"
        "## 一、为什么要整顿\n\n"
        '主要有：\n{: #p2 themes="+work-style -integrity" }\n\n'
        "1\\. 会风\\*不实\\*。\n{: #p2.1 }\n"
    )


@settings(max_examples=300)
@given(lines)
def test_a_decided_heading_is_shown_without_its_decision(line: str) -> None:
    plain = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", line).strip() or "字"
    speech = Speech("a", "题", (Heading(1, plain, (Decision("work-style", False),)),))
    html = markdown.markdown(render(speech).split("---\n", 2)[2], extensions=["attr_list"])
    shown = re.fullmatch(r'<h2 themes="-work-style">(.*)</h2>', html, re.DOTALL)
    assert shown, html
    entities = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
    text = re.sub("|".join(entities), lambda m: entities[m[0]], shown[1])
    assert re.sub(r"\s+", "", text) == re.sub(r"\s+", "", plain)


def test_decisions_about_a_heading_stand_at_the_end_of_its_line() -> None:
    decided = Heading(2, "（一）会风要实", (Decision("work-style", False), Decision("duty", True)))
    line = '### （一）会风要实 {: themes="-work-style +duty" }\n'
    speech = Speech("a", "题", (decided, Passage("p1", "短话短说。")))
    assert line in render(speech)
    assert parse("---\nid: a\ntitle: 题\n---\n" + line).body == (decided,)


@pytest.mark.parametrize(
    "text", ["甲 {: #p1 }", '甲{: themes="+x" }', "甲 {themes}", '甲 \\{: themes="+x" \\}']
)
def test_whatever_else_ends_a_heading_is_its_text(text: str) -> None:
    (heading,) = parse(f"---\nid: a\ntitle: 题\n---\n## {text}\n").body
    assert heading == Heading(1, text.replace("\\", ""))


def test_a_hand_edited_file_may_wrap_lines_and_leave_out_ids() -> None:
    text = "---\r\nid: a\r\ntitle: 题\r\n---\r\n## 一、头\r\n手写的一段，\r\n折成两行。\r\n\r\n又一段。\r\n"
    body = parse(text).body
    assert body == (Heading(1, "一、头"), Passage("p1", "手写的一段，折成两行。"), Passage("p2", "又一段。"))


@pytest.mark.parametrize(
    ("body", "nodes"),
    [
        ("甲\n{: #p3 }\n\n新加的\n\n乙\n{: #p4 }\n", [("p3", "甲"), ("p5", "新加的"), ("p4", "乙")]),
        ("甲\n{: #p1 }\n新加的\n\n乙\n{: #p2 }\n", [("p1", "甲"), ("p3", "新加的"), ("p2", "乙")]),
        ("甲\n{: #p1 }\n乙\n{: #p2 }\n", [("p1", "甲"), ("p2", "乙")]),
        ("甲\n## 一、头\n乙\n", [("p1", "甲"), (1, "一、头"), ("p2", "乙")]),
        ("one\ntwo 三\n四\n", [("p1", "one two 三四")]),
    ],
)
def test_hand_edits_lose_and_mix_nothing(body: str, nodes: list[tuple[object, str]]) -> None:
    speech = parse("---\nid: a\ntitle: 题\n---\n" + body)
    assert [(n.level if isinstance(n, Heading) else n.id, n.text) for n in speech.body] == nodes


def test_an_original_is_named_by_its_hash_and_never_by_a_path() -> None:
    with pytest.raises(BrokenSpeech, match="sha256"):
        parse("---\nid: a\ntitle: 题\noriginal: {sha256: ../../etc/passwd, name: x}\n---\n")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("没有文件头", "第 1 行"),
        ("---\nid: a\ntitle: [题\n---\n", "第 "),
        ("---\nid: a\ntitle: 题\n---\n甲\n{: #p1 }\n\n乙\n{: #p1 }\n", "第 8 行"),
        ("---\nid: a\ntitle: 题\n---\n甲\n{: #q1 }\n", "第 5 行"),
        ("---\nid: a\ntitle: 题\n---\n甲\n{: #p1 .weird }\n", "第 5 行"),
        ("---\nid: a\ntitle: 题\n---\n{: #p1 }\n", "第 5 行"),
        ("---\nid: a\ntitle: 题\n---\n## \n", "第 5 行"),
        ('---\nid: a\ntitle: 题\n---\n甲\n\n# 题 {: themes="+x" }\n', "第 7 行"),
        ("---\ntitle: 题\n---\n", "第 1 行"),
        ("---\nid: a\ntitle: 题\ndate: 去年\n---\n", "第 1 行"),
    ],
)
def test_a_broken_file_names_file_and_line(text: str, place: str) -> None:
    with pytest.raises(BrokenSpeech) as error:
        parse(text, "坏.md")
    assert "坏.md" in str(error.value)
    assert place in str(error.value)
