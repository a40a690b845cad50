"""Drafts from the command line: from nothing to a file that can be handed on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kb.commands import drafting
from tests.test_cli import ROOT, Kb, kb

__all__ = ["kb"]

TEXT = (
    "在作风会上的讲话\n2024年3月15日\n同志们：\n作风就是形象。\n主要抓两件事。一是会要开短；二是话要说实。\n"
)


@pytest.fixture
def speech(kb: Kb, tmp_path: Path) -> str:
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    kb("import", source)
    return next((kb.home / "speeches").glob("*/*.md")).stem


def point(kb: Kb, speech: str, text: str) -> str:
    """The key of the passage that says so."""
    rows = kb.rows("search", text)
    return next(str(row["key"]) for row in rows if str(row["key"]).startswith(speech))


@pytest.fixture
def draft(kb: Kb, speech: str) -> str:
    id_ = kb(
        "draft", "new", "在推进会上的发言", "--date", "2026-03-05", "--audience", "科级干部"
    ).stdout.strip()
    kb("draft", "add", id_, "--heading", "一、提高认识", "--text", "先说一句。")
    kb(
        "draft",
        "add",
        id_,
        "--heading",
        "抓好两件事",
        point(kb, speech, "话要说实"),
        point(kb, speech, "会要开短"),
    )
    return id_


def test_a_draft_grows_and_is_shown_with_numbers(kb: Kb, draft: str) -> None:
    lines = kb("draft", "show", draft).stdout.splitlines()
    assert [line.strip() for line in lines] == [
        "在推进会上的发言",
        "b1  一、提高认识",
        "b2  先说一句。",
        "b3  二、抓好两件事",
        "b4  二是话要说实。",
        "b5  一是会要开短；",
    ]


def test_moving_renumbers_points_when_asked(kb: Kb, draft: str) -> None:
    kb("draft", "move", draft, "b5", "--up", "--renumber")
    shown = kb("draft", "show", draft).stdout
    assert shown.index("一是会要开短；") < shown.index("二是话要说实。")
    kb("draft", "move", draft, "b3", "--up")
    assert "一、抓好两件事" in kb("draft", "show", draft).stdout
    assert "没有移动" in kb("draft", "move", draft, "b3", "--first").stderr


def test_sources_tell_where_from_and_what_was_changed(kb: Kb, draft: str, speech: str) -> None:
    kb("draft", "move", draft, "b4", "--down", "--renumber")
    kb("draft", "move", draft, "b5", "--down", "--renumber")
    shown = kb("draft", "show", draft, "--sources").stdout
    assert "《在作风会上的讲话》" in shown and f"（{speech}#" in shown
    assert "改动：" in shown and "原文已经" not in shown
    (path,) = (kb.home / "speeches").glob("*/*.md")
    path.write_text(path.read_text(encoding="utf-8").replace("话要说实", "话要说真"), encoding="utf-8")
    assert shown.count("原文") < kb("draft", "show", draft, "--sources").stdout.count("原文已经改过")


def test_without_its_ordinal(kb: Kb, draft: str, speech: str) -> None:
    kb("draft", "add", draft, point(kb, speech, "会要开短"), "--no-ordinal", "--under", "b1")
    assert "  会要开短；" in kb("draft", "show", draft).stdout


def test_versions_and_the_way_back(kb: Kb, draft: str) -> None:
    rows = kb.rows("draft", "versions", draft)
    assert len(rows) == 3
    assert "5 块" in kb("draft", "versions", draft).stdout
    kb("draft", "restore", draft, str(rows[1]["version"]))
    assert "抓好两件事" not in kb("draft", "show", draft).stdout
    kb("draft", "restore", draft)
    assert "抓好两件事" in kb("draft", "show", draft).stdout
    kb("draft", "restore", draft, "没有", code=3)


def test_deleted_and_recovered(kb: Kb, draft: str) -> None:
    assert f"recover {draft}" in kb("draft", "delete", draft).stderr
    kb("draft", "list", code=1)
    assert kb.rows("draft", "list", "--trash")[0]["id"] == draft
    assert kb("draft", "recover", draft).stdout.strip() == draft
    assert kb.rows("draft", "list")[0]["excerpts"] == 2
    assert "在推进会上的发言" in kb("draft", "list").stdout


def test_exported_as_word_and_never_over_another_file(kb: Kb, draft: str, tmp_path: Path) -> None:
    out = tmp_path / "导出"
    path = Path(kb("draft", "export", "--all", "-o", out).stdout.strip())
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as word:
        text = word.read("word/document.xml").decode()
    assert path == out / f"{draft}.docx"
    assert "提高认识" in text and "先说一句。" in text
    kb("draft", "export", draft, "-o", out)
    path.write_bytes(b"own")
    assert "--force" in kb("draft", "export", draft, "-o", out, code=3).output
    assert path.read_bytes() == b"own"
    kb("draft", "export", draft, "-o", out, "--force")
    single = tmp_path / "稿.docx"
    assert kb("draft", "export", draft, "-o", single).stdout.strip() == str(single)


@pytest.mark.parametrize(
    ("form", "heading"),
    [("md", "## 一、提高认识"), ("txt", "　　一、提高认识"), ("html", "<h2>一、提高认识</h2>")],
)
def test_exported_as_text_that_other_programs_read(
    kb: Kb, draft: str, tmp_path: Path, form: str, heading: str
) -> None:
    path = Path(kb("draft", "export", draft, "-o", tmp_path, "--as", form, "--sources").stdout.strip())
    assert path == tmp_path / f"{draft}.{form}"
    text = path.read_text(encoding="utf-8")
    assert heading in text and "材料出处" in text


@pytest.mark.parametrize("form", ["html", "md", "txt"])
def test_the_other_forms_say_the_same(kb: Kb, draft: str, form: str, tmp_path: Path) -> None:
    path = kb("draft", "export", draft, "--as", form, "-o", tmp_path, "--sources").stdout.strip()
    text = Path(path).read_text(encoding="utf-8")
    for told in ("在推进会上的发言", "一、提高认识", "先说一句。", "二、抓好两件事", "《在作风会上的讲话》"):
        assert told in text


def test_every_subcommand_is_documented() -> None:
    told = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    for name, command in drafting.draft.commands.items():
        assert f"`kb draft {name}" in told, name
        for option in (
            p.opts for p in command.params if p.param_type_name == "option" and "--json" not in p.opts
        ):
            assert any(f"`{one}" in told for one in option), (name, option)


def test_what_makes_no_sense_is_said(kb: Kb, draft: str, speech: str) -> None:
    kb("draft", "add", draft, code=2)
    kb("draft", "add", draft, "--text", "甲", "--after", "b1", "--first", code=2)
    kb("draft", "move", draft, "b1", code=2)
    kb("draft", "export", code=2)
    kb("draft", "add", draft, f"{speech}#p99", code=3)
    kb("draft", "add", draft, "--text", "甲", "--after", "b99", code=3)
    kb("draft", "show", "没有这篇", code=3)
    kb("draft", "new", " ", code=3)
