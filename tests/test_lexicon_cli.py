"""The word lists at the command line: what a word is widened to and why, and what is wrong with one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import Kb


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    kb = Kb(tmp_path / "库")
    kb("init")
    (kb.home / "lexicon").mkdir(exist_ok=True)
    return kb


def own(kb: Kb, name: str, text: str) -> None:
    (kb.home / "lexicon" / name).write_text(text, encoding="utf-8")


def test_lists_without_faults_are_said_to_be_so(kb: Kb) -> None:
    assert "没有问题" in kb("lexicon", "check").output
    own(kb, "equal.txt", "田埂会 地头会\n")
    assert kb.rows("lexicon", "check") == []


def test_every_line_that_is_not_used_is_named_with_file_and_line(kb: Kb) -> None:
    own(kb, "equal.txt", "# 自己的\n田埂会 地头会\n孤零零\n")
    own(kb, "plain.txt", "没本钱、没钱 = 家底薄弱\n")
    told = kb("lexicon", "check", code=1).output
    assert "equal.txt，第 3 行" in told and "一行至少要有两个词" in told
    rows = kb.rows("lexicon", "check", code=1)
    assert [(Path(str(r["file"])).name, r["place"]) for r in rows] == [
        ("equal.txt", "第 3 行"),
        ("plain.txt", "第 1 行"),
    ]


def test_a_word_shows_what_it_is_widened_to_and_by_which_line(kb: Kb) -> None:
    own(kb, "plain.txt", "没本钱/缺本钱 = 家底薄弱 村集体家底薄弱\n")
    (row,) = kb.rows("lexicon", "show", "没本钱")
    assert row["expanded"] == [{"kind": "plain", "alternatives": ["家底薄弱"]}]
    assert row["spared"] == [{"term": "村集体家底薄弱", "inside": "家底薄弱"}]
    (line,) = row["lines"]  # type: ignore[misc]
    assert (line["line"], line["own"]) == (1, True)
    assert line["text"] == "没本钱/缺本钱 = 家底薄弱 村集体家底薄弱"
    told = kb("lexicon", "show", "没本钱").output
    assert "口语对官话：没本钱 → 家底薄弱" in told and "本来就找得到" in told


def test_a_shipped_word_names_its_shipped_list(kb: Kb) -> None:
    (row,) = kb.rows("lexicon", "show", "怕担责")
    assert row["expanded"] and not row["lines"][0]["own"]  # type: ignore[index]


def test_words_about_the_search_and_unknown_words_are_said_to_be_so(kb: Kb) -> None:
    assert "说的是检索本身" in kb("lexicon", "show", "怎么写").output
    told = kb("lexicon", "show", "查无此词", code=1).output
    assert "词表里没有“查无此词”" in told
    (row,) = kb.rows("lexicon", "show", "党支部书记怕担责", code=1)
    assert "怕担责" in row["inside"]  # type: ignore[operator]
