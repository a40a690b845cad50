"""`kb themes …` as a user meets it: themes shown, changed, carried out and in, tested and explained."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kb.__main__ import cli
from kb.home import Home
from kb.resources import shipped
from kb.taxonomy_edit import BadChange, put_terms
from kb.themes import load

ROOT = Path(__file__).resolve().parent.parent
SPEECH = """\
在水利工作会上的讲话
同志们：
一、成绩要肯定
去年完成了三座小水库除险加固，灌区渠道全部疏通。
防汛责任要压实到人。
"""


class Kb:
    """Runs `kb themes` on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *args: str | Path, code: int = 0, answer: str = "") -> Result:
        command = ["--home", str(self.home), *map(str, args)]
        result = CliRunner().invoke(cli, command, input=answer)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    def themes(self, *args: str | Path, code: int = 0, answer: str = "") -> Result:
        return self("themes", *args, code=code, answer=answer)

    def rows(self, *args: str | Path, code: int = 0) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.themes(*args, "--json", code=code).stdout.splitlines()]

    @property
    def text(self) -> str:
        return (self.home / "themes.toml").read_text(encoding="utf-8")


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    kb = Kb(tmp_path / "库")
    kb("init")
    return kb


@pytest.fixture
def filled(kb: Kb, tmp_path: Path) -> Kb:
    source = tmp_path / "水利.txt"
    source.write_text(SPEECH, encoding="utf-8")
    kb("import", source)
    return kb


def key(kb: Kb, text: str) -> str:
    out = CliRunner().invoke(cli, ["--home", str(kb.home), "search", text, "--json"]).stdout
    return str(json.loads(out.splitlines()[0])["key"])


def test_a_theme_is_shown_as_it_is_written(kb: Kb) -> None:
    told = kb.themes("show", "作风整顿").output
    assert told.startswith('[[theme]]\nid = "work-style"\nname = "作风整顿"\n')
    assert "四风" in told
    (row,) = kb.rows("show", "work-style")
    assert "四风" in row["strong"]  # type: ignore[operator]
    assert "没有叫“渔业”的主题" in kb.themes("show", "渔业", code=3).output


def test_a_new_theme_is_in_force_at_once(filled: Kb) -> None:
    told = filled.themes("add", "水利建设", "--strong", "小水库", "--weak", "灌区", "--scope", "水库。")
    assert "新增主题“水利建设”（shuili-jianshe）" in told.output
    assert "1 处的主题有变" in told.output
    assert "1 段  水利建设（shuili-jianshe）：水库。" in filled.themes().output


def test_a_dry_run_shows_and_writes_nothing(kb: Kb) -> None:
    before = kb.text
    told = kb.themes(
        "edit", "work-style", "--add-strong", "官老爷做派", "--remove", "四风", "--dry-run"
    ).output
    assert "强词：- 四风；+ 官老爷做派" in told
    assert kb.text == before
    assert kb.themes("history", code=1)


def test_terms_name_scope_and_broader_are_edited(kb: Kb) -> None:
    kb.themes(
        "edit", "作风整顿", "--name", "作风建设", "--scope", "甲。", "--broader", "责任落实",
        "--add-strong", "官老爷做派", "--add-weak", "懒懒散散", "--add-not", "家风建设", "--remove", "四风",
    )  # fmt: skip
    theme = load(kb.home / "themes.toml").by_id["work-style"]
    assert (theme.name, theme.scope, theme.broader) == ("作风建设", "甲。", "responsibility")
    assert theme.strong[-1] == "官老爷做派"
    assert theme.weak[-1] == "懒懒散散"
    assert theme.not_[-1] == "家风建设"
    assert "四风" not in theme.strong
    assert "已经是这样" in kb.themes("edit", "作风建设", "--scope", "甲。").output


def test_themes_are_renamed_merged_split_retired_and_restored(kb: Kb) -> None:
    kb.themes("rename-id", "work-style", "zuofeng")
    kb.themes("split", "zuofeng", "四风问题", "--term", "四风", "--id", "four-winds", "--scope", "四风。")
    taxonomy = load(kb.home / "themes.toml")
    assert taxonomy.by_id["four-winds"].broader == "zuofeng"
    kb.themes("merge", "four-winds", "责任落实")
    taxonomy = load(kb.home / "themes.toml")
    assert taxonomy.by_id["responsibility"].was == ("four-winds",)
    assert "四风" in taxonomy.by_id["responsibility"].strong
    kb.themes("retire", "作风整顿")
    assert [theme.id for theme in load(kb.home / "themes.toml").retired] == ["zuofeng"]
    assert "work-style" not in load(kb.home / "themes.toml").by_id
    kb.themes("restore", "作风整顿")
    assert load(kb.home / "themes.toml").current("work-style") == "zuofeng"
    assert "已停用" not in kb.themes().output


def test_a_retired_theme_is_listed_apart(filled: Kb) -> None:
    filled.themes("retire", "work-style")
    told = filled.themes().output
    assert "已停用：作风整顿（work-style）" in told
    assert "段  作风整顿" not in told


def test_every_version_is_listed_and_can_come_back(kb: Kb) -> None:
    before = kb.text
    kb.themes("retire", "work-style")
    kb.themes("edit", "cadre-education", "--add-weak", "夜校")
    latest, first = kb.rows("history")
    assert first["done"] == "停用“work-style”"
    assert "此后：改动“cadre-education”" in kb.themes("history").output
    assert "只是看看" in kb.themes("revert", str(first["version"]), "--dry-run").output
    kb.themes("revert", str(first["version"]))
    assert kb.text == before
    kb.themes("revert")
    assert "夜校" in kb.text
    assert latest["version"] in [row["version"] for row in kb.rows("history")]
    assert "20200101" in kb.themes("revert", "20200101T000000000000Z", code=3).output


def test_a_broken_file_can_be_reverted(kb: Kb) -> None:
    kb.themes("retire", "work-style")
    (kb.home / "themes.toml").write_text("[[theme]\n", encoding="utf-8")
    told = kb.themes("revert").output
    assert "原来的主题表有误" in told
    assert load(kb.home / "themes.toml").by_id["work-style"]


@pytest.mark.parametrize("data", ["[[theme]]\nname = '水利'".encode("gb18030"), None])
@pytest.mark.parametrize("command", [["revert"], ["upgrade", "--replace"], ["import", "表.toml", "--yes"]])
def test_a_file_in_another_encoding_or_gone_can_be_put_back(
    kb: Kb, data: bytes | None, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = kb.text
    kb.themes("export", "表.toml")
    kb.themes("retire", "work-style")
    path = kb.home / "themes.toml"
    path.unlink() if data is None else path.write_bytes(data)
    kb.themes(*command)
    assert kb.text == before


def test_laying_a_theme_down_tells_what_becomes_of_decisions(filled: Kb) -> None:
    filled("decide", "no", "work-style", key(filled, "小水库"))
    told = filled.themes("retire", "work-style", "--dry-run").output
    assert "“作风整顿”停用后，您对它的 1 个决定（是 0，不是 1）不再起作用" in told


def test_nothing_can_be_reverted_before_anything_was_done(kb: Kb) -> None:
    assert "还没有改过" in kb.themes("revert", code=3).output


@pytest.mark.parametrize("name", ["主题.csv", "主题.toml"])
def test_what_is_exported_can_be_imported(kb: Kb, tmp_path: Path, name: str) -> None:
    before = kb.text
    kb.themes("export", tmp_path / name)
    assert "已经是这样" in kb.themes("import", tmp_path / name).output
    kb.themes("retire", "work-style")
    assert "停用：- 是" in kb.themes("import", tmp_path / name, "--dry-run").output
    assert "retired" in kb.text
    kb.themes("import", tmp_path / name, answer="n\n", code=1)
    assert "retired" in kb.text
    kb.themes("import", tmp_path / name, answer="y\n")
    assert kb.text == before


def test_a_table_shows_what_it_adds_and_takes_away(kb: Kb, tmp_path: Path) -> None:
    table = "编号,主题,上级,类别,内容\r\nwork-style,作风整顿,,强词,四风\r\n,渔业,,强词,禁渔期\r\n"
    path = tmp_path / "表.csv"
    path.write_bytes(table.encode("gb18030"))
    told = kb.themes("import", path, "--yes").output
    assert "新增主题“渔业”（yuye）" in told
    assert "删去主题“干部教育”（cadre-education）" in told
    assert [theme.id for theme in load(kb.home / "themes.toml").themes] == ["work-style", "yuye"]


def test_a_mistake_in_a_table_names_its_row(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("编号,主题,上级,类别,内容\nwork-style,作风整顿,,强字,四风\n", encoding="utf-8")
    assert "第 2 行：不认识的类别“强字”" in kb.themes("import", path, code=3).output


def test_an_upgrade_keeps_what_was_changed(kb: Kb) -> None:
    assert "没有新的差别" in kb.themes("upgrade").output
    home = Home(kb.home)
    old = put_terms(kb.text, "work-style", {}, ["四风"])
    home.shipped_themes.write_text(old, encoding="utf-8")
    home.themes.write_text(old.replace("作风整顿", "作风建设年"), encoding="utf-8")
    told = kb.themes("upgrade").output
    assert "强词：+ 四风" in told
    theme = load(home.themes).by_id["work-style"]
    assert theme.name == "作风建设年"
    assert "四风" in theme.strong


def test_an_upgrade_may_take_everything_that_ships(kb: Kb) -> None:
    kb.themes("retire", "work-style")
    kb.themes("upgrade", "--replace")
    assert kb.text == shipped("themes.toml").read_text(encoding="utf-8")
    assert len(kb.rows("history")) == 2


def test_an_upgrade_that_cannot_be_is_said_and_searching_goes_on(
    filled: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise BadChange("“甲”重复了", remedy="换个写法")

    Home(filled.home).shipped_themes.write_text(filled.text + "# 旧的\n", encoding="utf-8")
    monkeypatch.setattr("kb.taxonomy_upgrade.upgrade", fail)
    told = filled("search", "小水库").output
    assert "没有随程序更新：“甲”重复了" in told and "除险加固" in told


def test_a_home_without_its_base_is_told_so(kb: Kb) -> None:
    home = Home(kb.home)
    kb.themes("retire", "work-style")
    home.shipped_themes.unlink()
    assert "没有改动" in kb.themes("upgrade").output
    assert "retired" in kb.text


# Explaining


def test_a_passage_is_explained(filled: Kb) -> None:
    filled.themes("add", "水利建设", "--strong", "小水库", "--weak", "灌区")
    filled.themes("add", "防汛", "--weak", "防汛", "--weak", "汛期")
    told = filled.themes("explain", key(filled, "小水库")).output
    assert "水利建设：正文里的“小水库”，强词一处就算" in told
    assert "用途\n  成绩" in told
    told = filled.themes("explain", key(filled, "防汛责任")).output
    assert "差一点" in told
    assert "防汛：只有一处弱词“防汛”，还差一处" in told


def test_a_decision_is_part_of_the_explanation(filled: Kb) -> None:
    place = key(filled, "小水库")
    (path,) = (filled.home / "speeches").glob("*/*.md")
    name = place.partition("#")[2]
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(f"{{: #{name} }}", f'{{: #{name} themes="+work-style -responsibility" }}'),
        encoding="utf-8",
    )
    told = filled.themes("explain", place).output
    assert "作风整顿：由人确定" in told
    assert "是 作风整顿、不是 责任落实" in told


def test_any_text_is_explained_without_a_library(tmp_path: Path) -> None:
    kb = Kb(tmp_path / "没有")
    told = kb.themes("explain", "--text", "四风问题必须纠治。").output
    assert "作风整顿：正文里的“四风”" in told
    assert not kb.home.exists()
    assert "没有主题" in kb.themes("explain", "--text", "天气晴。").output
    kb.themes("explain", code=2)


# Evaluating


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    rows = [
        {"text": "四风问题必须纠治。", "must": ["work-style"], "role": "measure"},
        {"text": "春耕不能误。", "must": ["work-style"], "may": [], "role": "other"},
        {"text": "四风二字怎么写。", "must": [], "role": None},
        {"text": "家风要好。", "must": ["my-own"]},
    ]
    path = tmp_path / "标注.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_rules_are_tested_against_labels(kb: Kb, labels: Path) -> None:
    told = kb.themes("eval", labels, "--disagreements").output
    assert "4 段" in told
    assert "0.500   0.500   0.500     1     1     1  作风整顿" in told
    assert "my-own" in told
    assert "宏平均 F1 0.250（2 个主题）" in told
    assert "[作风整顿 漏判] 春耕不能误。\n  差在：没有这个主题的词" in told
    assert "[作风整顿 多判] 四风二字怎么写。\n  依据：正文里的“四风”" in told


def test_one_theme_may_be_tested_alone(kb: Kb, labels: Path) -> None:
    assert "宏平均 F1 0.500（1 个主题）" in kb.themes("eval", labels, "--theme", "作风整顿").output
    assert "没有叫“渔业”的主题" in kb.themes("eval", labels, "--theme", "渔业", code=2).output


def test_roles_are_tested_where_they_are_labelled(kb: Kb, labels: Path) -> None:
    assert "用途判对 1 / 1" in kb.themes("eval", labels, "--role").output
    assert "1.000   1 / 1  措施" in kb.themes("eval", labels, "--role").output


def test_the_figures_come_as_json(kb: Kb, labels: Path) -> None:
    rows = kb.rows("eval", labels, "--role", "--disagreements")
    assert rows[0]["name"] == "作风整顿"
    assert (rows[0]["right"], rows[0]["wrong"], rows[0]["missed"]) == (1, 1, 1)
    assert {"passages": 4, "themes": 2, "macro_f1": 0.25} in rows
    assert {row["kind"] for row in rows if "kind" in row} == {"wrong", "missed"}
    assert rows[-1] == {"role": "measure", "total": 1, "right": 1, "accuracy": 1.0}


def test_labels_that_cannot_be_read_name_their_line(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "坏.jsonl"
    path.write_text(
        '{"text": "四风", "must": []}\n{"text": "四风", "must": "work-style"}\n', encoding="utf-8"
    )
    assert "第 2 行" in kb.themes("eval", path, code=3).output


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    group = cli.commands["themes"]
    assert isinstance(group, click.Group)
    for name, command in group.commands.items():
        assert f"`kb themes {name}" in text, name
        assert command.help, name
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.help, (name, param.name)
