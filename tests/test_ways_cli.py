"""The commands that look in other ways print what their pages show."""

from __future__ import annotations

from tests.test_cli import Kb, filled, kb

__all__ = ["filled", "kb"]


def test_headings_are_printed_once_with_where_they_stand(filled: Kb) -> None:
    rows = filled.rows("titles", "-n", "500")
    assert rows and len({str(row["text"]) for row in rows}) == len(rows)
    one = str(rows[0]["text"])
    assert one in filled("titles", one).stdout
    assert filled("show", str(rows[0]["keys"][0])).exit_code == 0  # type: ignore[index]


def test_parallel_clauses_are_printed_with_their_frame(filled: Kb) -> None:
    rows = filled.rows("parallel", "-n", "500")
    assert rows and all("○" in str(row["frame"]) or "…" in str(row["frame"]) for row in rows)
    only = filled.rows("parallel", "--frame", str(rows[0]["frame"]))
    assert {row["frame"] for row in only} == {rows[0]["frame"]}


def test_a_word_stands_in_the_midst_of_its_lines(filled: Kb) -> None:
    rows = filled.rows("kwic", "责任", "-n", "500")
    assert rows and all(row["word"] == "责任" for row in rows)
    assert len(filled("kwic", "责任", "-n", "3").stdout.splitlines()) == 3


def test_what_is_not_there_has_its_own_exit_code(filled: Kb) -> None:
    for command in ("titles", "parallel", "kwic"):
        filled(command, "没有这样的词", code=1)
    filled("titles", "--theme", "没有这个主题", code=2)
