"""The list of what people have decided: complete, honest about what fits no more, and there and back by file."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.__main__ import cli
from kb.decisions import Decided, every, load, to_csv, to_jsonl
from kb.errors import KbError
from kb.home import Home, create
from kb.library import Library
from kb.model import Decision, Passage, Speech, Unplaced
from kb.said import effective
from kb.themes import Taxonomy, Theme

THEMES = """
[[theme]]
id = "floods"
name = "防汛"
was = ["high-water"]
strong = ["堤坝"]

[[theme]]
id = "tea"
name = "茶叶"
retired = true
strong = ["春茶"]
"""
ODD = '"引号"，逗号,\t制表，=1+1，“弯引号”'


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    create(Home(tmp_path / "库"))
    made = Library(Home(tmp_path / "库"))
    made.home.themes.write_text(THEMES, encoding="utf-8")
    made.save(Speech("a", "没有决定的一篇", (Passage("p1", "春茶要采得及时。"),)))
    made.save(
        Speech(
            "b",
            "水情会上的讲话",
            (
                Passage("p1", ODD, decisions=(Decision("floods", False),)),
                Passage("p2", "夜里要有人看水。", decisions=(Decision("high-water", True),)),
                Passage("p3", "茶山也要排水。", decisions=(Decision("tea", True), Decision("stars", False))),
            ),
            date="2020",
            unplaced=(Unplaced("从前的一段。", (Decision("floods", True),)),),
        )
    )
    yield made
    made.close()


def test_all_are_listed_with_what_is_the_matter(library: Library) -> None:
    found = [(one.place, one.theme, one.yes, one.fits) for one in every(library)]
    assert found == [
        ("p1", "floods", False, "yes"),
        ("p2", "floods", True, "yes"),
        ("p3", "tea", True, "retired"),
        ("p3", "stars", False, "unknown"),
        ("", "floods", True, "unplaced"),
    ]
    assert [one.text for one in every(library)][-1] == "从前的一段。"


def test_a_broken_file_is_named_and_the_rest_is_listed(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    (library.home.speeches / "2020" / "c.md").write_text('没有文件头 themes="+floods"', encoding="utf-8")
    assert len(list(every(library))) == 5
    assert "c.md" in caplog.text


def test_a_word_under_the_present_id_goes_first() -> None:
    taxonomy = Taxonomy((Theme("floods", "防汛", was=("high-water", "rain")),))
    assert effective((Decision("floods", False), Decision("high-water", True)), taxonomy) == {"floods": False}
    assert effective((Decision("rain", False), Decision("high-water", True)), taxonomy) == {"floods": True}


@pytest.mark.parametrize("name", ["决定.csv", "决定.jsonl"])
def test_out_and_back_by_file(library: Library, tmp_path: Path, name: str) -> None:
    taxonomy = library.classifier().taxonomy
    file = tmp_path / name
    write = to_csv if name.endswith("csv") else to_jsonl
    file.write_bytes(write(every(library), taxonomy).encode())
    rows = load(file)
    assert [(r.speech, r.place, r.theme, r.yes, r.text) for r in rows] == [
        (d.speech, d.place, d.theme, d.yes, d.text) for d in every(library)
    ]
    assert [r.name for r in rows] == ["防汛", "防汛", "茶叶", "stars", "防汛"]


def test_a_table_that_excel_has_saved_comes_back(library: Library, tmp_path: Path) -> None:
    text = to_csv(every(library), library.classifier().taxonomy).removeprefix("\ufeff")
    (tmp_path / "决定.csv").write_bytes((text + ",,,,,,,\r\n").encode("gb18030"))
    assert [(r.place, r.yes, r.text) for r in load(tmp_path / "决定.csv")] == [
        (d.place, d.yes, d.text) for d in every(library)
    ]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ('b,p1,tea,是,"没有合上\nb,p2,tea,是,下一行\n', "引号没有合上"),
        (f"b,p1,tea,是,{'长' * 131_073}\n", "一格超过 131,072 个字"),
    ],
)
def test_a_broken_table_is_named_by_the_row_where_it_breaks(tmp_path: Path, rows: str, what: str) -> None:
    head = "讲话编号,段号,主题编号,决定,原文\nb,p0,tea,是,好的\n"
    (tmp_path / "x.csv").write_text(head + rows, encoding="utf-8")
    with pytest.raises(KbError, match=what) as refused:
        load(tmp_path / "x.csv")
    assert refused.value.place == "第 3 行"


def test_the_table_opens_in_excel(library: Library) -> None:
    text = to_csv([Decided("b", "题", "p1", "floods", False, "换\t行")], library.classifier().taxonomy)
    assert text.encode().startswith(codecs.BOM_UTF8)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["主题"], row["决定"], row["状态"]) == ("防汛", "不是", "有效")


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("x.csv", "甲,乙\n1,2\n", "第 1 行"),
        ("x.csv", "讲话编号,段号,主题编号,决定,原文\nb,p1,floods,也许,文\n", "第 2 行"),
        ("x.jsonl", '{"speech": "b"}\n', "第 1 行"),
        ("x.jsonl", "\n[1, 2]\n", "第 2 行"),
        ("x.jsonl", '{"speech"', "第 1 行"),
    ],
)
def test_what_is_none_of_ours_is_refused_by_line(tmp_path: Path, name: str, text: str, place: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(KbError) as refused:
        load(tmp_path / name)
    assert refused.value.place == place


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\xff\xff")
    with pytest.raises(KbError, match="UTF-8"):
        load(tmp_path / "x.csv")
    with pytest.raises(KbError, match="读不了"):
        load(tmp_path / "没有.csv")


# The commands.


def run(library: Library, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["--home", str(library.home.root), "decide", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_deciding_listing_and_taking_back_by_command(library: Library) -> None:
    assert "已改 2 处" in run(library, "no", "防汛", "a#p1", "b#p3")
    assert "不是 防汛  a#p1  春茶要采得及时。" in run(library, "list", "--theme", "防汛")
    assert "没有要改的" in run(library, "no", "floods", "a#p1")
    run(library, "yes", "high-water", "a#p1")
    rows = [json.loads(line) for line in run(library, "list", "--json").splitlines()]
    assert {row["place"]: row["yes"] for row in rows if row["speech"] == "a"} == {"p1": True}
    run(library, "clear", "防汛", "a#p1")
    assert "a#p1" not in run(library, "list")
    assert "〔原文里已没有这一段〕" in run(library, "list")


def test_what_cannot_be_decided_is_named_and_told_by_the_exit_code(library: Library) -> None:
    told = run(library, "yes", "防汛", "a#p1", "a#p9", code=1)
    assert "已改 1 处" in told
    assert "没有 p9 这一段" in told
    assert "没有叫“星星”的主题" in run(library, "yes", "星星", "a#p1", code=3)
    assert "编号#段号" in run(library, "yes", "防汛", "a", code=2)


def test_what_has_lost_its_place_is_put_or_dropped_by_command(library: Library) -> None:
    kept = (
        Unplaced("从前的一段。", (Decision("floods", True),)),
        Unplaced("从前的话。", (Decision("tea", True),)),
    )
    library.save(Speech("c", "丢了原处的", (Passage("p1", "路灯要修。"),), unplaced=kept))
    assert "有 2 处都这样开头" in run(library, "drop", "c", "从前", code=3)
    assert "没有这样开头" in run(library, "put", "c", "以后", "p1", code=3)
    assert "没有 p9 这一段" in run(library, "put", "c", "从前的一", "p9", code=3)
    assert "已放到 p1" in run(library, "put", "c", "从前的一", "p1")
    assert "是 防汛  c#p1  路灯要修。" in run(library, "list")
    assert "已丢弃 1 个决定" in run(library, "drop", "c", "从前")
    assert library.speech("c").unplaced == ()


def test_a_file_goes_out_and_comes_in_by_command(library: Library, tmp_path: Path) -> None:
    out, again = tmp_path / "全部.csv", tmp_path / "全部.jsonl"
    assert "已写出 5 个决定" in run(library, "list", "--csv", str(out), "--jsonl", str(again))
    run(library, "clear", "防汛", "b#p1", "b#p2")
    told = run(library, "import", str(out), code=1)
    assert "放回 2 个决定，2 个本来就有，1 个对不上" in told
    assert "第 5 行，b#p3，stars：主题表里没有“stars”" in told
    run(library, "clear", "防汛", "b#p1")
    assert "放回 1 个决定" in run(library, "import", str(again), code=1)


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    create(Home(tmp_path / "空"))
    assert "还没有人的决定" in run(Library(Home(tmp_path / "空")), "list", code=1)
