"""The command line as a user meets it: what it prints, what it leaves behind, how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kb.__main__ import cli
from kb.home import Home
from kb.masks import readings
from kb.order import ORDERS
from kb.resources import shipped
from kb.themes import load

ROOT = Path(__file__).resolve().parent.parent


class Kb:
    """Runs commands on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *args: str | Path, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["--home", str(self.home), *map(str, args)])
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    def rows(self, *args: str | Path, code: int = 0) -> list[dict[str, object]]:
        return [json.loads(line) for line in self(*args, "--json", code=code).stdout.splitlines()]


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    return Kb(tmp_path / "库")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Kb:
    """A library with the sample speeches. Tests only read it."""
    kb = Kb(tmp_path_factory.mktemp("filled") / "库")
    kb("import", shipped("samples"))
    return kb


def test_init_then_what_next(kb: Kb) -> None:
    assert "kb import" in kb("init").output
    assert "已经有了" in kb("init").output
    assert (kb.home / "themes.toml").is_file()


def test_import_reports_every_file(kb: Kb, tmp_path: Path) -> None:
    folder = tmp_path / "讲话稿"
    folder.mkdir()
    (folder / "好.txt").write_text("在作风会上的讲话\n同志们：\n要整顿作风。\n", encoding="gb18030")
    (folder / "同样.txt").write_text("在作风会上的讲话\n同志们：\n要整顿作风。\n", encoding="gb18030")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04not really")
    (folder / "空.txt").write_bytes(b"")
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    rows = {Path(str(r["path"])).name: r for r in kb.rows("import", folder, code=1)}
    assert {name: r["status"] for name, r in rows.items()} == {
        "同样.txt": "imported",
        "好.txt": "unchanged",
        "坏.docx": "unreadable",
        "空.txt": "unreadable",
        "旧.doc": "unreadable",
    }
    assert "docx" in str(rows["旧.doc"]["reason"])
    assert "坏.docx" in str(rows["坏.docx"]["reason"])
    told = kb("import", folder, code=1).output
    assert "导入 0 篇，未变 2 篇，读不了 3 个" in told


def test_importing_twice_changes_nothing(filled: Kb) -> None:
    before = {p: p.read_bytes() for p in filled.home.rglob("*") if p.is_file()}
    report = filled("import", shipped("samples")).output
    assert "导入 0 篇，未变 16 篇" in report
    assert {p: p.read_bytes() for p in filled.home.rglob("*") if p.is_file()} == before


def test_the_samples_cover_the_four_themes(filled: Kb) -> None:
    """Each of the four themes that the library is asked for, in at least six of sixteen speeches."""
    rows = filled.rows("search", "-n", "1000")
    speeches: dict[str, set[str]] = {}
    for row in rows:
        for theme in row["themes"]:  # type: ignore[attr-defined]
            speeches.setdefault(theme, set()).add(str(row["key"]).partition("#")[0])
    for theme in ("责任落实", "干部教育", "农村集体经济", "作风整顿"):
        assert len(speeches[theme]) >= 6, theme


def test_search_narrows_and_cites(filled: Kb) -> None:
    rows = filled.rows("search", "集体经济", "--theme", "农村集体经济", "--theme", "责任落实")
    assert rows
    for row in rows:
        assert "集体经济" in str(row["text"])
        assert {"农村集体经济", "责任落实"} <= set(row["themes"])  # type: ignore[call-overload]
        assert str(row["title"]) in str(row["citation"]).replace("〈", "《").replace("〉", "》")
    assert len(rows) < len(filled.rows("search", "集体经济", "-n", "100"))


def test_search_prints_for_people(filled: Kb) -> None:
    out = filled("search", "集体经济", "-n", "2").output
    assert out.startswith("共 ")
    assert "《" in out
    assert "#p" in out


def test_search_takes_every_order(filled: Kb) -> None:
    rows = {order: filled.rows("search", "干部", "-n", "500", "--order", order) for order in ORDERS}
    lengths = [len(readings(str(row["text"]))) for row in rows["length"]]
    assert lengths == sorted(lengths)
    assert [r["date"] for r in rows["oldest"]] != [r["date"] for r in rows["newest"]]
    assert {frozenset(str(r["key"]) for r in found) for found in rows.values()} == {
        frozenset(str(r["key"]) for r in rows["relevance"])
    }
    filled("search", "干部", "--order", "随便", code=2)


def test_what_a_page_shows_of_an_answer_is_said_too(filled: Kb) -> None:
    told = filled("search", "怕担责", code=0).stderr
    assert "已扩展：怕担责 →" in told and "--exact" in told
    assert "已扩展" not in filled("search", "怕担责", "--exact", code=1).stderr
    assert "已放宽" in filled("search", "集体经济 查无此文的词", "--near").stderr


def test_programs_are_told_the_same_on_the_last_line(filled: Kb) -> None:
    def summary(*args: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(filled("search", *args, "--json").stderr.splitlines()[-1])
        return found

    wide = summary("怕担责", "-n", "2")
    assert wide["expanded"] and wide["total"] and wide["order"] == "relevance"
    assert summary("集体经济 查无此文的词", "--near")["near"] is True
    assert summary("干部", "--no-prior", "--order", "newest")["behind"] == 0


def test_nothing_found_exits_1_and_advises(filled: Kb) -> None:
    assert "共 0 段" in filled("search", "查无此文的词", code=1).output
    told = filled("search", "集体经济 查无此文的词", code=1).output
    assert "试试：集体经济，有" in told


@pytest.mark.parametrize("args", [("--theme", "天气"), ("--role", "随便"), ("--year", "去年")])
def test_a_wrong_choice_names_the_right_ones(filled: Kb, args: tuple[str, str]) -> None:
    result = filled("search", "责任", *args, code=2)
    assert args[1] in result.output
    assert "应写成" in result.output


def test_a_query_that_cannot_be_parsed_is_said(filled: Kb) -> None:
    assert "已按普通文字检索" in filled("search", "年份:去年", code=1).stderr


def test_show_takes_an_excerpt(filled: Kb) -> None:
    key = (
        str(filled.rows("search", "一是 集体经济", "-n", "1")[0]["key"])
        if filled.rows("search", "集体经济")
        else ""
    )
    shown = filled("show", key).output
    assert "（《" in shown
    assert filled("show", key, "--form", "plain").output.strip() == shown.rpartition("\n（《")[0].strip()
    assert "没有 p999" in filled("show", key.partition("#")[0] + "#p999", code=3).output
    assert "没有编号" in filled("show", "no-such", code=3).output


def test_show_takes_an_excerpt_as_it_is_wanted(kb: Kb, tmp_path: Path) -> None:
    source = tmp_path / "在会上的讲话.txt"
    source.write_text(
        '在会上的讲话\n2024年3月15日\n主要有两条。一是会要开短。少说"空话" ,多办事；二是话要说实。\n', "utf-8"
    )
    kb("import", source)
    key = str(kb.rows("search", "会要开短")[0]["key"])
    text = '一是会要开短。少说"空话" ,多办事；'

    def shown(*choices: str) -> str:
        return kb("show", key, *choices).stdout.rstrip("\n")

    assert shown("--form", "plain") == text
    assert shown("--form", "plain", "--no-ordinal", "--straighten") == "会要开短。少说“空话”，多办事；"
    assert shown("--form", "plain", "--no-ordinal", "--no-lead", "--indent") == f"\u3000\u3000{text[7:]}"
    assert shown("--form", "markdown").startswith("> 一是会要开短。")
    assert shown("--form", "html", "--straighten").endswith(">一是会要开短。少说“空话”，多办事；</p>")
    assert shown("--style", "日期《标题》").endswith("（2024年3月15日《在会上的讲话》）")
    assert "标题" in kb("show", key, "--style", "日期", code=2).output
    config = kb.home / "config.toml"
    config.write_text('citation = "标题（段号）"\n', "utf-8")
    assert shown().endswith("（在会上的讲话（第2段第1点））")
    assert kb.rows("search", "会要开短")[0]["citation"] == "在会上的讲话（第2段第1点）"


def test_where_a_passage_was_used_is_told_and_can_be_left_out(kb: Kb, tmp_path: Path) -> None:
    source = tmp_path / "在会上的讲话.txt"
    source.write_text("在会上的讲话\n2024年3月15日\n会风要正，会要开短。\n文风要实，话要说短。\n", "utf-8")
    kb("import", source)
    key = str(kb.rows("search", "会要开短")[0]["key"])
    id_ = kb("draft", "new", "年初发言", "--date", "2026-03-05", "--audience", "科级干部").stdout.strip()
    kb("draft", "add", id_, key)
    assert "用过：2026年3月《年初发言》" in kb("show", key).stderr
    assert "用过：2026年3月《年初发言》" in kb("search", "会要开短").stdout
    uses = [{"draft": id_, "title": "年初发言", "when": "2026年3月", "audience": "科级干部"}]
    assert kb.rows("show", key)[0]["used"] == uses
    assert {str(row["key"]): row["used"] for row in kb.rows("search", "要")}[key] == uses
    assert key not in [row["key"] for row in kb.rows("search", "要", "--unused")]
    assert json.loads(kb("search", "要", "--unused", "--json").stderr.splitlines()[-1])["unused"] is True


def test_explain_gives_the_words(filled: Kb) -> None:
    key = str(filled.rows("search", "", "--theme", "作风整顿", "-n", "1")[0]["key"])
    assert "作风整顿：正文里的“" in filled("themes", "explain", key).output


def test_themes_are_listed_with_counts(filled: Kb) -> None:
    assert any(r["name"] == "作风整顿" and int(str(r["passages"])) > 5 for r in filled.rows("themes"))


def test_status_sees_an_edit_and_a_broken_file(kb: Kb, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("在作风会上的讲话\n同志们：\n要整顿作风。\n", encoding="utf-8")
    kb("import", source)
    assert "最新" in kb("status").output
    (path,) = (kb.home / "speeches").glob("*/*.md")
    path.write_text("坏了", encoding="utf-8")
    told = kb("status").output
    assert "有改动未入" in told
    assert path.name in told
    assert path.name in kb("reindex", code=1).output


def test_edited_themes_are_applied_by_themselves(kb: Kb, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("在作风会上的讲话\n同志们：\n要整顿作风。\n", encoding="utf-8")
    kb("import", source)
    themes = kb.home / "themes.toml"
    themes.write_text(themes.read_text(encoding="utf-8").replace("作风整顿", "作风大整顿"), encoding="utf-8")
    found = kb("search", "作风")
    assert "正在按新的归类" in found.stderr
    assert "归类" not in kb("search", "作风").stderr


def test_selfcheck_passes_on_the_samples(filled: Kb) -> None:
    assert "漏掉 0 处，多出 0 处" in filled("selfcheck", "-n", "300").output


def test_selfcheck_tells_what_is_missed(kb: Kb, tmp_path: Path) -> None:
    """The check can fail: a file changed behind the index's back is noticed."""
    source = tmp_path / "a.txt"
    source.write_text("在作风会上的讲话\n同志们：\n要整顿作风。\n", encoding="utf-8")
    kb("import", source)
    (path,) = (kb.home / "speeches").glob("*/*.md")
    path.write_text(path.read_text(encoding="utf-8").replace("要整顿作风", "务必锤炼党性"), encoding="utf-8")
    out = kb("selfcheck", "-n", "50", code=1).output
    assert "漏掉 0 处" not in out


def test_commands_without_a_library_say_how_to_begin(kb: Kb) -> None:
    for command in (["search", "x"], ["status"], ["reindex"], ["selfcheck"], ["serve"], ["show", "x"]):
        assert "kb init" in kb(*command, code=3).output


def test_a_broken_taxonomy_is_named(kb: Kb) -> None:
    kb("init")
    (kb.home / "themes.toml").write_text("[[theme]\n", encoding="utf-8")
    assert "themes.toml" in kb("search", "x", code=3).output


def test_demo_fills_a_library(kb: Kb) -> None:
    assert "导入 16 篇" in kb("demo", "--no-serve").output


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    assert isinstance(cli, click.Group)
    for name, command in cli.commands.items():
        assert f"`kb {name}" in text, name
        assert command.help or (command.callback and command.callback.__doc__), name


def test_searching_starts_without_the_heavy_parts(filled: Kb) -> None:
    """`kb search` must start fast: no word cutter, no web server, no reader is loaded for it."""
    code = (
        "import sys; from kb.__main__ import cli\n"
        f"cli(['--home', {str(filled.home)!r}, 'search', '责任'], standalone_mode=False)\n"
        "print([m for m in ('jieba', 'rjieba', 'flask', 'lxml', 'docx', 'indexer', 'rich') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.splitlines()[-1] == "[]"


def test_a_word_may_be_left_out_with_a_hyphen(filled: Kb) -> None:
    with_it = len(filled.rows("search", "作风", "-n", "500"))
    without = len(filled.rows("search", "作风", "-干部", "-n", "500"))
    assert 0 < without < with_it


def test_the_address_is_printed(filled: Kb) -> None:
    command = [sys.executable, "-u", "-m", "kb", "--home", str(filled.home), "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    process.terminate()
    process.communicate(timeout=20)
    assert "http://127.0.0.1:" in line


def test_the_taxonomy_follows_the_program_and_keeps_what_was_changed(kb: Kb, tmp_path: Path) -> None:
    kb("init")
    home = Home(kb.home)
    text = home.themes.read_text(encoding="utf-8")
    # As if an earlier version had shipped without 问责, and the user had added a word of his own.
    older = text.replace('name = "作风整顿"', 'name = "作风"')
    home.shipped_themes.write_text(older, encoding="utf-8")
    home.themes.write_text(older.replace('"四风", ', '"四风", "摆架子充场面", '), encoding="utf-8")
    source = tmp_path / "a.txt"
    source.write_text("在作风会上的讲话\n同志们：\n要整顿作风。\n", encoding="utf-8")
    assert "主题表已随程序更新" in kb("import", source).stderr
    now = load(home.themes).by_id["work-style"]
    assert now.name == "作风整顿" and "摆架子充场面" in now.strong
    assert "主题表已随程序更新" not in kb("search", "作风").stderr
