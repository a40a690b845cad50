"""`kb themes preview` and `kb themes propose` tell, and write nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.commands.workshop import preview, propose
from kb.home import Home
from kb.terms import Matcher
from kb.themes import load
from tests.web.samples import make


@pytest.fixture
def home(tmp_path: Path) -> Home:
    make(tmp_path / "home").close()
    return Home(tmp_path / "home")


def looked(home: Home, *words: str) -> Result:
    before = home.themes.read_bytes()
    result = CliRunner().invoke(preview, words, obj=home, catch_exceptions=False)
    assert home.themes.read_bytes() == before
    return result


def test_preview_tells_numbers_passages_and_agreement(home: Home) -> None:
    terms = load(home.themes).by_id["work-style"].terms
    earning = {match.term for match in Matcher(terms).find("不推诿、不扯皮，谁的账谁来认。")}
    taken = [word for term in sorted(earning) for word in ("--remove", term)]
    said = looked(home, "作风整顿", "--add-strong", "田埂上", *taken).output
    assert "会多 2 段" in said and "2023-jiti#p3 〔田埂上〕" in said
    assert "与您的决定一致：1 → 0（共 1 个）" in said


def test_preview_as_json(home: Home) -> None:
    found = json.loads(looked(home, "work-style", "--add-strong", "田埂上", "--limit", "1", "--json").output)
    theme = found["themes"][0]
    assert (theme["id"], theme["gained"], theme["lost"]) == ("work-style", 2, 0)
    assert len(theme["examples"]["gained"]) == 1
    assert found["decisions"] == [{"theme": "work-style", "total": 1, "before": 1, "after": 1}]


def test_preview_compares_with_labelled_files(home: Home, tmp_path: Path) -> None:
    row = json.dumps({"text": "田埂上开会。", "must": ["work-style"]}, ensure_ascii=False)
    mine, given = home.root / "labels" / "mine.jsonl", tmp_path / "given.jsonl"
    mine.parent.mkdir()
    for path in (mine, given):
        path.write_text(row, encoding="utf-8")
    said = looked(home, "作风整顿", "--add-strong", "田埂上", "--labels", str(given)).output
    assert "标注 labels/mine.jsonl：F1 0.000 → 1.000" in said
    assert f"标注 {given}：F1 0.000 → 1.000" in said
    given.write_text("{", encoding="utf-8")
    assert "第 1 行" in looked(home, "作风整顿", "--labels", str(given)).output


def test_an_edit_that_changes_nothing_says_so(home: Home) -> None:
    assert "没有变化" in looked(home, "作风整顿").output


def test_proposing_without_cause_is_said_and_has_its_exit_code(home: Home) -> None:
    result = CliRunner().invoke(propose, ["作风整顿"], obj=home)
    assert result.exit_code == 1 and "没有可提议的" in result.output
