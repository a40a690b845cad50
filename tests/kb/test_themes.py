"""The taxonomy as a user edits it: what is read, and what is said when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import BadTaxonomy
from kb.resources import shipped
from kb.themes import Taxonomy, Theme, load

GOOD = """\
[[theme]]
id = "water"
name = "水利建设"
scope = "水库、灌区。"
strong = ["小水库"]
weak = ["灌区", "渠道"]
not = ["销售渠道"]
examples = ["三座小水库年底前除险加固。"]

[[theme]]
id = "flood-control"
name = "防汛"
broader = "water"
strong = ["防汛"]
"""


def read(tmp_path: Path, source: str) -> Taxonomy:
    path = tmp_path / "themes.toml"
    path.write_text(source, encoding="utf-8")
    return load(path)


def complaint(tmp_path: Path, source: str) -> str:
    with pytest.raises(BadTaxonomy) as caught:
        read(tmp_path, source)
    assert caught.value.file.endswith("themes.toml")
    assert caught.value.remedy
    return str(caught.value)


def test_every_field_of_a_theme_is_read(tmp_path: Path) -> None:
    water, flood = read(tmp_path, GOOD).themes
    assert water == Theme(
        id="water",
        name="水利建设",
        scope="水库、灌区。",
        strong=("小水库",),
        weak=("灌区", "渠道"),
        not_=("销售渠道",),
        examples=("三座小水库年底前除险加固。",),
    )
    assert flood.broader == "water"


@pytest.mark.parametrize("asked", ["water", "Water", "水利建设", " 水利建设 "])
def test_a_theme_is_found_by_id_or_name(tmp_path: Path, asked: str) -> None:
    theme = read(tmp_path, GOOD).resolve(asked)
    assert theme is not None
    assert theme.id == "water"


def test_an_unknown_name_resolves_to_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).resolve("林业") is None


def test_the_hash_follows_the_content_not_the_layout(tmp_path: Path) -> None:
    plain = read(tmp_path, GOOD).hash
    assert (
        read(tmp_path, "# 说明\n\n" + GOOD.replace('["灌区", "渠道"]', '[\n  "灌区",\n  "渠道",\n]')).hash
        == plain
    )
    assert read(tmp_path, GOOD.replace("小水库", "大水库")).hash != plain


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, "\ufeff" + GOOD).themes) == 2


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('id = "flood-control"', 'id = "water"', ["第 10 行", "防汛", "water", "重复"]),
        ('name = "防汛"', 'name = "水利建设"', ["第 10 行", "水利建设", "重复"]),
        ('broader = "water"', 'broader = "river"', ["第 10 行", "防汛", "river", "不存在"]),
        ('broader = "water"', 'broader = "flood-control"', ["防汛", "圈"]),
        ('broader = "water"', 'brooder = "water"', ["防汛", "brooder", "不认识"]),
        ('strong = ["防汛"]', 'strong = ["防汛", " "]', ["防汛", "strong", "空词"]),
        ('strong = ["防汛"]', "strong = []", ["防汛", "永远不会命中"]),
        ('strong = ["防汛"]', 'strong = ["汛"]', ["防汛", "“汛”太短"]),
        ('strong = ["防汛"]', 'strong = ["防汛…"]', ["防汛", "太短"]),
        ('strong = ["防汛"]', 'strong = ["防汛", "防汛"]', ["防汛", "重复"]),
        ('weak = ["灌区", "渠道"]', 'weak = ["灌区", "小水库"]', ["第 1 行", "小水库", "strong", "weak"]),
        ('strong = ["防汛"]', 'strong = "防汛"', ["防汛", "strong", "列表"]),
        ('name = "防汛"', "name = 7", ["第 10 行", "name", "文字"]),
        ('name = "防汛"\n', "", ["flood-control", "缺少 name"]),
        ('id = "flood-control"', 'id = "防汛工作"', ["防汛", "id", "小写英文"]),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, parts: list[str]) -> None:
    said = complaint(tmp_path, GOOD.replace(old, new))
    for part in parts:
        assert part in said


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('broader = "water"', 'broader = "river"', 13),
        ('broader = "water"', 'brooder = "water"', 13),
        ('name = "防汛"', "name = 7", 12),
        ('id = "flood-control"', 'id = "防汛工作"', 11),
        ('strong = ["防汛"]', 'strong = [\n  "防汛",\n  "汛",\n]', 16),
        ('strong = ["防汛"]', 'strong = [\n  "防汛",\n  "防汛",\n]', 16),
        ('strong = ["防汛"]', 'strong = ["防汛"]\nweak = [\n  # 甲\n  "防汛",\n]', 17),
        ('strong = ["防汛"]', 'strong = ["防汛"]\nwas = ["Old"]', 15),
        ('strong = ["防汛"]', 'strong = ["防汛"]\nretired = "是"', 15),
    ],
)
def test_a_mistake_is_named_with_its_own_line_too(tmp_path: Path, old: str, new: str, line: int) -> None:
    said = complaint(tmp_path, GOOD.replace(old, new))
    assert f"第 {line} 行，主题“" in said
    assert "（第 10 行起）" in said


def test_a_former_id_leads_to_the_present_theme(tmp_path: Path) -> None:
    taxonomy = read(tmp_path, GOOD.replace('broader = "water"', 'was = ["fangxun", "kanghan"]'))
    assert taxonomy.current("kanghan") == "flood-control"
    assert taxonomy.current("water") == "water"
    assert taxonomy.current("unknown") == "unknown"
    assert taxonomy.name_of("fangxun") == "防汛"
    assert taxonomy.name_of("unknown") == "unknown"
    found = taxonomy.resolve("Fangxun")
    assert found is not None
    assert found.id == "flood-control"


@pytest.mark.parametrize(
    ("was", "said"),
    [
        ('["water"]', "“water”已是"),
        ('["a-b", "a-b"]', "“a-b”已是"),
        ('"water"', "列表"),
        ('["甲乙"]', "小写英文"),
    ],
)
def test_a_former_id_belongs_to_one_theme(tmp_path: Path, was: str, said: str) -> None:
    assert said in complaint(tmp_path, GOOD + f"was = {was}\n")


def test_a_retired_theme_is_known_by_name_only(tmp_path: Path) -> None:
    old = '[[theme]]\nid = "old"\nname = "旧主题"\nwas = ["older"]\nbroader = "water"\nretired = true\n'
    below = '[[theme]]\nid = "low"\nname = "低主题"\nbroader = "old"\nweak = ["甲乙", "丙丁"]\n'
    taxonomy = read(tmp_path, GOOD + old + below)
    assert [theme.id for theme in taxonomy.themes] == ["water", "flood-control", "low"]
    assert [theme.id for theme in taxonomy.retired] == ["old"]
    assert "old" not in taxonomy.by_id
    assert taxonomy.resolve("旧主题") is None
    assert taxonomy.name_of("older") == "旧主题"
    assert taxonomy.by_id["low"].broader == "water"
    assert taxonomy.hash != read(tmp_path, GOOD + below.replace('"old"', '"water"')).hash


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    assert "第 5 行" in complaint(tmp_path, GOOD.replace('strong = ["小水库"]', 'strong = ["小水库]'))


def test_a_file_that_breaks_off_names_its_end(tmp_path: Path) -> None:
    assert "第 15 行（文件末尾）" in complaint(tmp_path, GOOD + 'weak = ["汛期"')


def test_themes_that_are_broader_than_each_other_are_refused(tmp_path: Path) -> None:
    source = GOOD.replace('name = "水利建设"', 'name = "水利建设"\nbroader = "flood-control"')
    assert "圈" in complaint(tmp_path, source)


@pytest.mark.parametrize(
    "source", ["", "title = '主题'\n", "theme = 3\n", "theme = [3]\n", GOOD + "[other]\nx = 1\n"]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, source: str) -> None:
    assert "[[theme]]" in complaint(tmp_path, source)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(BadTaxonomy, match=r"none\.toml.*读不了"):
        load(tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "themes.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(BadTaxonomy, match="UTF-8"):
        load(path)


def test_what_ships_holds_the_four_asked_for_and_more() -> None:
    taxonomy = load(shipped("themes.toml"))
    names = {theme.id: theme.name for theme in taxonomy.themes}
    assert names["responsibility"] == "责任落实"
    assert names["cadre-education"] == "干部教育"
    assert names["collective-economy"] == "农村集体经济"
    assert names["work-style"] == "作风整顿"
    assert len(names) >= 16
    assert all(theme.scope and theme.examples for theme in taxonomy.themes)
