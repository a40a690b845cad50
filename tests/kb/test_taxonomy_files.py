"""The taxonomy as a file that is carried about: TOML, a table for Excel, and the upgrade of a home."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kb import taxonomy_edit as edits
from kb import taxonomy_upgrade as upgrades
from kb.errors import BadTaxonomy
from kb.home import Home, create, outdated
from kb.library import Library
from kb.resources import shipped
from kb.taxonomy import Theme
from kb.taxonomy_csv import from_csv, to_csv
from kb.taxonomy_edit import Wish
from kb.taxonomy_files import export, imported
from kb.taxonomy_layout import written
from kb.taxonomy_store import Current, history
from kb.themes import listed, load
from tests.kb.test_taxonomy_edit import SOURCE, taxonomies

PATH = Path("表.csv")
HEADER = "编号,主题,上级,类别,内容\r\n"


@given(taxonomies())
def test_a_table_says_what_the_themes_said(themes: tuple[Theme, ...]) -> None:
    assert from_csv(to_csv(themes), PATH) == themes


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(taxonomies())
def test_what_was_exported_comes_back(tmp_path: Path, themes: tuple[Theme, ...]) -> None:
    source = written(themes)
    for name in ("表.csv", "表.toml"):
        export(source, tmp_path / name)
        assert listed(imported(_current(SOURCE), tmp_path / name), Path()) == themes
        assert imported(_current(source), tmp_path / name) == source


def test_what_ships_goes_through_a_table() -> None:
    source = shipped("themes.toml").read_text(encoding="utf-8")
    themes = listed(source, Path())
    assert from_csv(to_csv(themes), PATH) == themes
    assert edits.arranged(source, from_csv(to_csv(themes), PATH)) == source


def test_excel_knows_the_encoding_and_may_save_in_its_own() -> None:
    themes = listed(SOURCE, Path())
    data = to_csv(themes)
    assert data.startswith(b"\xef\xbb\xbf\xe7\xbc\x96\xe5\x8f\xb7,")
    assert from_csv(data.decode("utf-8-sig").encode("gb18030"), PATH) == themes


def test_a_theme_made_in_excel_needs_no_id_and_names_the_one_above() -> None:
    table = HEADER + "water,水利,,强词,小水库\r\n,防汛,水利,强词,防汛\r\n,防汛,水利,弱词,汛期\r\n,,,,\r\n"
    assert from_csv(table.encode(), PATH) == (
        Theme(id="water", name="水利", strong=("小水库",)),
        Theme(id="fangxun", name="防汛", broader="water", strong=("防汛",), weak=("汛期",)),
    )


@pytest.mark.parametrize(
    "rows",
    [
        "water,水利,,强词,小水库\r\n,水利,,弱词,灌区\r\n",
        ",水利,,弱词,灌区\r\nwater,水利,,强词,小水库\r\n",
        ",水利,,强词,小水库\r\n,水利,,弱词,灌区\r\n",
    ],
)
def test_a_row_without_an_id_is_of_the_theme_of_that_name(rows: str) -> None:
    found = from_csv((HEADER + rows).encode(), PATH, listed(SOURCE.replace("水利建设", "水利"), PATH))
    assert found == (Theme(id="water", name="水利", strong=("小水库",), weak=("灌区",)),)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("water,水利,,强字,小水库\r\n", "第 2 行：不认识的类别“强字”"),
        (
            "water,水利,,强词,小水库\r\nwater,水务,,强词,水务\r\n",
            "第 3 行：“water”的主题或上级与第 2 行不一致",
        ),
        ("water,水利,,强词,小水库\r\nwater,水利,,弱词,\r\n", "第 3 行：弱词的内容是空的"),
        ("water,水利,,强词,小水库\r\nwater,水利,,弱词,水\r\n", "第 3 行，主题“水利”：weak 里的“水”不能用"),
        ("water,水利,,强词,小水库\r\nwater,水利,,停用,否\r\n", "第 3 行：停用一行的内容应为“是”"),
        ("water,水利,,范围,甲\r\nwater,水利,,范围,乙\r\n", "第 3 行：一个主题只能有一行范围"),
        ("water,水利,river,强词,小水库\r\n", "第 2 行，主题“水利”：上级主题“river”不存在"),
        ('water,水利,,例句,"两行\r\n一格"\r\nwater,水利,,弱字,渠道\r\n', "第 3 行：不认识的类别"),
        ("", "没有主题"),
        ('water,水利,,强词,"小水库"水"\r\n', "不是 CSV 表格"),
    ],
)
def test_a_mistake_in_a_table_is_named_by_its_row(rows: str, said: str) -> None:
    with pytest.raises(BadTaxonomy, match=said) as caught:
        from_csv((HEADER + rows).encode(), PATH)
    assert caught.value.remedy


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(BadTaxonomy, match="列名"):
        from_csv("主题,词\r\n水利,小水库\r\n".encode(), PATH)


def _current(source: str) -> Current:
    return Current(Path("themes.toml"), source.encode())


@pytest.mark.parametrize("data", ["水利".encode("gb18030"), b"[[theme]\n", None])
def test_a_table_can_take_the_place_of_a_file_that_is_broken_or_gone(
    tmp_path: Path, data: bytes | None
) -> None:
    export(SOURCE, tmp_path / "表.csv")
    text = imported(Current(Path("themes.toml"), data), tmp_path / "表.csv")
    assert listed(text, PATH) == listed(SOURCE, PATH)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTaxonomy, match=r"\.csv"):
        export(SOURCE, tmp_path / "themes.xlsx")
    with pytest.raises(BadTaxonomy, match="读不了"):
        imported(_current(SOURCE), tmp_path / "没有.toml")
    (tmp_path / "坏.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(BadTaxonomy, match="编码"):
        imported(_current(SOURCE), tmp_path / "坏.csv")


# Upgrade


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "库")
    create(home)
    for path in (home.themes, home.shipped_themes):
        path.write_text(SOURCE, encoding="utf-8")
    return home


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """What a newer version of the program ships."""
    text = edits.put_terms(SOURCE, "flood", {"strong": ["防汛抗旱"]}) + "# 新的注释\n"
    path = tmp_path / "newer.toml"
    path.write_text(
        edits.add(text, Theme(id="fish", name="渔业", strong=("禁渔期",)), "water"), encoding="utf-8"
    )
    return path


def test_a_copy_never_changed_is_replaced_by_what_ships(home: Home, newer: Path) -> None:
    assert outdated(home, newer)
    done = upgrades.upgrade(home, newer)
    assert (done.themes_added, done.terms_added, done.terms_removed, done.kept) == (("渔业",), 2, 0, ())
    assert "渔业" in done.told
    assert home.themes.read_bytes() == newer.read_bytes()
    assert not outdated(home, newer)
    assert upgrades.upgrade(home, newer).told == ""


def test_a_copy_with_changes_keeps_them_and_its_comments(home: Home, newer: Path) -> None:
    own = edits.put_terms(SOURCE, "flood", {"weak": ["巡堤"]}).replace("# 我的主题表", "# 我们镇的")
    own = edits.put(edits.retire(own, "forest"), "water", Wish(name="水务"))
    home.themes.write_text(own, encoding="utf-8")
    upgrades.upgrade(home, newer)
    text = home.themes.read_text(encoding="utf-8")
    themes = {theme.id: theme for theme in listed(text, home.themes)}
    assert list(themes) == ["water", "fish", "flood", "forest"]
    assert themes["flood"].strong == ("防汛", "防汛抗旱")
    assert themes["flood"].weak == ("巡堤",)
    assert themes["water"].name == "水务"
    assert themes["forest"].retired
    assert text.startswith("# 我们镇的")
    assert "# 防汛办要的" in text
    assert history(home)[0].done == "随程序更新"


def test_a_home_that_does_not_know_its_base_only_records_it(home: Home, newer: Path) -> None:
    home.shipped_themes.unlink()
    done = upgrades.upgrade(home, newer)
    assert done.recorded
    assert "没有改动" in done.told
    assert home.themes.read_text(encoding="utf-8") == SOURCE
    assert not outdated(home, newer)


def test_a_library_is_kept_up_with_under_its_lock(home: Home, newer: Path) -> None:
    library = Library(home)
    assert upgrades.keep_up(library, newer).themes_added == ("渔业",)
    assert upgrades.keep_up(library, newer).told == ""
    library.close()


def test_a_home_that_cannot_be_written_gets_a_notice(
    home: Home, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrades.os, "access", lambda path, mode: False)
    library = Library(home)
    done = upgrades.keep_up(library, newer)
    assert "不能写入" in done.told
    assert home.themes.read_text(encoding="utf-8") == SOURCE
    library.close()


def test_a_broken_copy_is_left_alone(home: Home, newer: Path) -> None:
    home.themes.write_text("[[theme]\n", encoding="utf-8")
    with pytest.raises(BadTaxonomy):
        upgrades.upgrade(home, newer)
    assert home.themes.read_text(encoding="utf-8") == "[[theme]\n"
    assert outdated(home, newer)


@pytest.mark.parametrize("data", ["[[theme]]\nname = '水利'".encode("gb18030"), None])
def test_what_ships_can_take_the_place_of_a_copy_that_cannot_be_read(
    home: Home, newer: Path, data: bytes | None
) -> None:
    home.themes.write_bytes(data or b"")
    if data is None:
        home.themes.unlink()
    assert "读不了" in upgrades.take_over(home, newer).told
    assert home.themes.read_bytes() == newer.read_bytes()


def test_an_id_of_the_users_is_still_known_when_what_ships_takes_over(home: Home, newer: Path) -> None:
    text = edits.rename(SOURCE, "water", "shuili")
    home.themes.write_text(text, encoding="utf-8")
    upgrades.take_over(home, newer)
    assert load(home.themes).current("shuili") == "water"


def test_a_new_home_knows_what_it_was_made_from(tmp_path: Path) -> None:
    home = Home(tmp_path / "新库")
    create(home)
    assert not outdated(home)
    assert upgrades.take_over(home).told == ""
