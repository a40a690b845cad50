"""`kb overlap` reads a file of any format or standard input, and tells what its page tells."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from kb.__main__ import cli
from tests.test_cli import Kb, filled, kb

__all__ = ["filled", "kb"]


def passage(filled: Kb) -> tuple[str, str]:
    """A long passage of the samples with its key."""
    rows = filled.rows("search", "发展", "-n", "50")
    row = max((row for row in rows if row["kind"] == "passage"), key=lambda row: len(str(row["text"])))
    return str(row["text"]), str(row["key"])


def test_a_copied_passage_is_told_with_its_source(filled: Kb, tmp_path: Path) -> None:
    text, key = passage(filled)
    file = tmp_path / "稿子.txt"
    file.write_text(f"一、我的话\n这里是我自己写的一句。\n二、旧话\n{text}\n", encoding="gb18030")
    told = filled("overlap", file).stdout
    assert "照搬" in told and key in told and "二、旧话" in told
    (row,) = filled.rows("overlap", file)
    assert row["copied"] and key in {s["key"] for run in row["runs"] for s in run["sources"]}  # type: ignore[attr-defined]


def test_standard_input_and_nothing_copied(filled: Kb) -> None:
    given = CliRunner().invoke(cli, ["--home", str(filled.home), "overlap", "-"], input="完全是自己的话\n")
    assert given.exit_code == 0, given.output
    assert "没有照搬" in given.stdout


def test_what_cannot_be_read_is_told(filled: Kb, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    assert "空.txt" in filled("overlap", tmp_path / "空.txt", code=3).output
    (tmp_path / "长.txt").write_text("字" * 100_001, encoding="utf-8")
    assert "100,000" in filled("overlap", tmp_path / "长.txt", code=3).output
    filled("overlap", tmp_path / "没有.txt", code=2)
