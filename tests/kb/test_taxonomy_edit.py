"""Edits of themes.toml: what is said changes, comments and layout stay, and every earlier version is kept."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import taxonomy_edit as edits
from kb import taxonomy_store as store
from kb.errors import BadTaxonomy, NotFound, StaleEdit
from kb.home import Home, create
from kb.taxonomy import Theme
from kb.taxonomy_diff import differences
from kb.taxonomy_edit import BadChange, Wish
from kb.taxonomy_layout import rewrite, written
from kb.themes import listed, load

SOURCE = """\
# 我的主题表

# 水利局要的
[[theme]]  # 第一个
id = "water"
name = "水利建设"   # 名字
strong = ["小水库", '除险加固']
weak = [
  "灌区", "渠道",  # 常见
  # 不常见
  "泵站/提灌站",
]
not = ["销售渠道"]

# 防汛办要的
[[theme]]
id = "flood"
name = "防汛"
broader = "water"
strong = ["防汛"]


# 最后一个
[[theme]]
id = "forest"
name = "林业"
broader = "flood"
strong = ["造林"]
"""


def themes(source: str) -> dict[str, Theme]:
    return {theme.id: theme for theme in listed(source, Path("themes.toml"))}


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = old.splitlines(), new.splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


def test_setting_a_field_touches_its_line_alone() -> None:
    new = edits.put(SOURCE, "水利建设", Wish(name="水利", scope="水库、灌区。"))
    assert changed_lines(SOURCE, new) == (
        ['name = "水利建设"   # 名字'],
        ['name = "水利"   # 名字', 'scope = "水库、灌区。"'],
    )
    assert list(tomllib.loads(new)["theme"][0]) == ["id", "name", "scope", "strong", "weak", "not"]


def test_terms_come_and_go_without_moving_the_others() -> None:
    new = edits.put_terms(SOURCE, "water", {"weak": ["水渠"], "not": ["灌区街道"]}, ["小水库"])
    assert changed_lines(SOURCE, new) == (
        ["strong = [\"小水库\", '除险加固']", 'not = ["销售渠道"]'],
        ["strong = ['除险加固']", '  "水渠",', 'not = ["销售渠道", "灌区街道"]'],
    )


def test_a_term_added_with_another_strength_moves_there() -> None:
    water = themes(edits.put_terms(SOURCE, "water", {"strong": ["渠道"]}))["water"]
    assert water.strong == ("小水库", "除险加固", "渠道")
    assert water.weak == ("灌区", "泵站/提灌站")


def test_an_empty_list_or_text_takes_the_key_out() -> None:
    new = edits.put(SOURCE, "flood", Wish(broader=""))
    assert changed_lines(SOURCE, new) == (['broader = "water"'], [])
    assert themes(edits.put(SOURCE, "water", Wish(not_=())))["water"].not_ == ()


def test_a_new_theme_has_an_id_from_its_name_and_stands_where_wanted() -> None:
    new = edits.add(SOURCE, Theme(id="", name="乡村治理", broader="水利建设", strong=("村规民约",)), "water")
    assert list(themes(new)) == ["water", "xiangcun-zhili", "flood", "forest"]
    assert themes(new)["xiangcun-zhili"].broader == "water"
    assert new.index("村规民约") < new.index("# 防汛办要的") < new.index('id = "flood"')
    again = edits.add(new, Theme(id="", name="乡村（治理）", strong=("村规",)))
    assert list(themes(again))[-1] == "xiangcun-zhili-2"


def test_a_long_list_is_written_over_lines_of_bearable_width() -> None:
    terms = tuple(f"第{n}种说法" for n in range(40))
    new = edits.add(SOURCE, Theme(id="long", name="长", strong=terms))
    assert themes(new)["long"].strong == terms
    assert max(map(len, new.splitlines())) < 80


def test_a_renamed_theme_remembers_its_id() -> None:
    new = edits.rename(SOURCE, "water", "shuili")
    assert themes(new)["shuili"].was == ("water",)
    assert themes(new)["flood"].broader == "shuili"
    assert "# 水利局要的" in new
    back = edits.rename(new, "shuili", "water")
    assert themes(back)["water"].was == ("shuili",)


def test_merging_unites_terms_and_strong_wins() -> None:
    source = edits.put_terms(SOURCE, "flood", {"strong": ["灌区"], "weak": ["小水库", "汛期"]})
    new = edits.merge(source, "防汛", "水利建设")
    assert list(themes(new)) == ["water", "forest"]
    water = themes(new)["water"]
    assert water.strong == ("小水库", "除险加固", "防汛", "灌区")
    assert water.weak == ("渠道", "泵站/提灌站", "汛期")
    assert water.was == ("flood",)
    assert themes(new)["forest"].broader == "water"
    assert "# 防汛办要的" not in new
    assert "# 最后一个" in new


def test_of_a_theme_laid_down_only_the_ids_are_taken() -> None:
    # Its terms judged nothing; merging it is no wish to bring them into force.
    found = themes(edits.merge(edits.retire(SOURCE, "forest"), "forest", "water"))["water"]
    assert found == replace(themes(SOURCE)["water"], was=("forest",))


@pytest.mark.parametrize("id_", ["new", "workshop", "change", "import", "revert", "themes"])
def test_no_theme_has_the_name_of_a_page_beside_it(id_: str) -> None:
    with pytest.raises(BadChange, match="网页"):
        edits.rename(SOURCE, "water", id_)
    made = themes(edits.add(SOURCE, Theme(id="", name=id_, strong=("渔业",))))
    assert id_ not in made and f"{id_}-2" in made


def test_merging_into_a_theme_below_lifts_it() -> None:
    new = themes(edits.merge(SOURCE, "water", "forest"))
    assert new["forest"].broader == ""
    assert new["flood"].broader == "forest"


def test_a_split_theme_takes_terms_and_the_masks_that_hide_them() -> None:
    new = edits.split(SOURCE, "water", Theme(id="", name="灌渠"), ["渠道", "灌区"])
    assert list(themes(new)) == ["water", "guanqu", "flood", "forest"]
    child, water = themes(new)["guanqu"], themes(new)["water"]
    assert (child.broader, child.weak, child.not_) == ("water", ("灌区", "渠道"), ("销售渠道",))
    assert (water.weak, water.not_) == (("泵站/提灌站",), ("销售渠道",))
    assert "  # 不常见" in new


def test_a_retired_theme_comes_back_as_it_was(tmp_path: Path) -> None:
    retired = edits.retire(SOURCE, "flood")
    path = tmp_path / "themes.toml"
    path.write_text(retired, encoding="utf-8")
    taxonomy = load(path)
    assert [theme.id for theme in taxonomy.themes] == ["water", "forest"]
    assert taxonomy.by_id["forest"].broader == "water"  # what stood below it moves up meanwhile
    assert edits.restore(retired, "防汛") == SOURCE


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: edits.put(s, "渔业", Wish(name="水产")), "没有叫“渔业”的主题"),
        (lambda s: edits.put(s, "flood", Wish(name="林业")), "“林业”重复"),
        (lambda s: edits.put(s, "water", Wish(broader="forest")), "圈"),
        (lambda s: edits.put_terms(s, "flood", {"strong": ["汛"]}), "“汛”太短"),
        (lambda s: edits.put_terms(s, "flood", {}, ["汛期"]), "没有“汛期”"),
        (lambda s: edits.put_terms(s, "flood", {}, ["防汛"]), "永远不会命中"),
        (lambda s: edits.add(s, Theme(id="water", name="水务", strong=("水务",))), "已属于“水利建设”"),
        (lambda s: edits.add(s, Theme(id="X y", name="水务", strong=("水务",))), "小写英文"),
        (lambda s: edits.rename(s, "water", "flood"), "已属于“防汛”"),
        (lambda s: edits.merge(s, "water", "water"), "自己"),
        (lambda s: edits.merge(edits.retire(s, "flood"), "water", "flood"), "已停用"),
        (lambda s: edits.split(s, "water", Theme(id="", name="塘坝"), ["塘坝"]), "没有“塘坝”"),
        (lambda s: edits.split(s, "flood", Theme(id="", name="抗旱"), ["防汛"]), "永远不会命中"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_its_cause(change: Callable[[str], str], said: str) -> None:
    with pytest.raises(BadChange, match=said) as caught:
        change(SOURCE)
    assert caught.value.remedy


def test_a_file_with_windows_line_ends_keeps_them() -> None:
    new = edits.put_terms(SOURCE.replace("\n", "\r\n"), "water", {"weak": ["水渠"]})
    assert new.count("\n") == new.count("\r\n")
    assert "水渠" in themes(new)["water"].weak


def test_a_file_laid_out_otherwise_is_left_to_its_owner() -> None:
    with pytest.raises(BadTaxonomy, match=r"\[\[theme\]\]"):
        edits.retire('theme = [{id = "water", name = "水利", strong = ["小水库"]}]\n', "water")


# Laws

_words = st.text("水利防汛灌区渠道“”…/\"'\\#[]= \u2028", min_size=1, max_size=12).map(str.strip)


def _is_term(word: str) -> bool:
    from kb.terms import parse_term

    try:
        parse_term(word)
    except ValueError:
        return False
    return bool(word)


_terms = st.lists(_words.filter(_is_term), min_size=1, max_size=9, unique=True)


@st.composite
def taxonomies(draw: st.DrawFn) -> tuple[Theme, ...]:
    ids = draw(st.lists(st.sampled_from(["a", "b-1", "c", "d"]), min_size=1, max_size=4, unique=True))
    found: list[Theme] = []
    for id_ in ids:
        terms = draw(_terms)
        cut = draw(st.integers(1, len(terms)))
        far = draw(st.integers(cut, len(terms)))
        above = [theme.id for theme in found if not theme.retired]
        found.append(
            Theme(
                id=id_,
                name=f"主题{id_}{draw(_words)}".strip(),
                scope=draw(st.sampled_from(["", "范围。", "两行\n范围", '"引"\\']) | _words),
                broader=draw(st.sampled_from(["", *above])),
                strong=tuple(terms[:cut]),
                weak=tuple(terms[cut:far]),
                not_=tuple(terms[far:]),
                examples=tuple(draw(st.lists(_words.filter(bool), max_size=3))),
                was=(f"old-{id_}",) if draw(st.booleans()) else (),
                retired=draw(st.integers(0, 4)) == 0,
            )
        )
    return tuple(found)


@settings(max_examples=150)
@given(taxonomies(), taxonomies())
def test_any_text_can_be_made_to_say_anything(old: tuple[Theme, ...], new: tuple[Theme, ...]) -> None:
    source = "# 头\n\n" + written(old)
    assert listed(source, Path()) == old
    assert rewrite(source, old) == source
    assert listed(rewrite(source, new), Path()) == new


# On the disk


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "库")
    create(home)
    home.themes.write_text(SOURCE, encoding="utf-8")
    return home


def test_every_version_before_an_edit_can_be_put_back(home: Home) -> None:
    store.edit(home, lambda text: edits.rename(text, "water", "shuili"), "改编号")
    store.edit(home, lambda text: edits.retire(text, "shuili"), "停用“水利建设”")
    latest, first = store.history(home)
    assert (latest.done, first.done) == ("停用“水利建设”", "改编号")
    assert first.path.read_text(encoding="utf-8").startswith("# 此后的改动：改编号\n")
    store.revert(home, latest.name)
    assert home.themes.read_text(encoding="utf-8") == edits.rename(SOURCE, "water", "shuili")
    assert len(store.history(home)) == 3
    store.revert(home, store.history(home)[0].name)
    assert "retired = true" in home.themes.read_text(encoding="utf-8")


def test_an_id_had_in_between_is_still_known_after_going_back(home: Home) -> None:
    # What was decided in between stands in the speeches under that id.
    store.edit(home, lambda text: edits.rename(text, "water", "canal"), "改编号")
    store.edit(home, lambda text: edits.rename(text, "canal", "shuili"), "再改编号")
    first = store.history(home)[-1]
    store.revert(home, first.name)
    taxonomy = load(home.themes)
    assert [taxonomy.current(id_) for id_ in ("water", "canal", "shuili")] == ["water"] * 3
    assert home.themes.read_text(encoding="utf-8").startswith("# 我的主题表")


def test_an_id_had_in_between_is_known_although_the_file_was_broken_since(home: Home) -> None:
    store.edit(home, lambda text: edits.rename(text, "water", "shuili"), "改编号")
    store.edit(home, lambda text: edits.retire(text, "forest"), "停用")
    home.themes.write_bytes("[[theme]]\n水利".encode("gb18030"))
    store.revert(home, store.history(home)[-1].name)
    assert load(home.themes).current("shuili") == "water"


def test_going_back_parts_what_was_merged_and_who_was_renamed_last_goes_on(home: Home) -> None:
    store.edit(home, lambda text: edits.merge(text, "forest", "water"), "合并")
    store.edit(home, lambda text: edits.rename(text, "water", "shuili"), "改编号")
    store.revert(home, store.history(home)[-1].name)
    taxonomy = load(home.themes)
    assert taxonomy.current("shuili") == "water" and taxonomy.current("forest") == "forest"
    assert "forest" in taxonomy.by_id


@pytest.mark.parametrize("data", ["[[theme]]\nname = '水利'".encode("gb18030"), b"[[theme]\n", None])
def test_a_file_that_is_broken_or_gone_can_be_replaced_from_the_history(
    home: Home, data: bytes | None
) -> None:
    store.edit(home, lambda text: edits.retire(text, "forest"), "停用")
    if data is None:
        home.themes.unlink()
    else:
        home.themes.write_bytes(data)
    now = store.current(home)
    assert now.trouble is not None
    done = store.revert(home, store.history(home)[0].name, now.etag)
    assert home.themes.read_text(encoding="utf-8") == SOURCE
    kept = {version.name: version.path for version in store.history(home)}
    assert data is None or kept[done.kept].read_bytes().partition(b"\n")[2] == data


def test_an_edit_that_changes_nothing_is_no_version(home: Home) -> None:
    assert store.edit(home, lambda text: text, "没有").kept == ""
    assert store.history(home) == ()


def test_a_write_names_the_version_that_keeps_what_was_there(home: Home) -> None:
    done = store.edit(home, lambda text: edits.retire(text, "water"), "停用")
    assert done.kept == store.history(home)[0].name
    assert done.etag == store.read(home)[1]


@pytest.mark.parametrize("nth", [2000, 3999])
def test_thousands_of_terms_one_a_line_are_rewritten_at_once(nth: int) -> None:
    # Each line of a list used to be parsed with all lines before it.
    terms = [f"很长的词语第{n}号" for n in range(4000)]
    source = '[[theme]]\nid = "a"\nname = "甲"\nstrong = [\n' + "".join(f'  "{t}",\n' for t in terms) + "]\n"
    began = time.perf_counter()
    text = edits.put(source, "a", Wish(strong=terms[:nth], scope="很多词"))
    assert time.perf_counter() - began < 3
    assert themes(text)["a"].strong == tuple(terms[:nth])


def test_brackets_and_line_ends_in_strings_and_comments_end_no_statement() -> None:
    source = (
        '[[theme]] # ] "\n'
        'id = "a"\n'
        'name = "甲]"\n'
        'scope = """一 ]\n二 \\""" "\n# 三\n[[theme]]"""\n'
        "examples = [ # [ 一半\n  '例]',\n  '''\n[[theme]]\n'''\n]\n"
        'strong = ["甲乙"] # 尾\n'
    )
    text = edits.put_terms(source, "a", {"strong": ["丙丁"]})
    assert text == source.replace('["甲乙"]', '["甲乙", "丙丁"]')


def test_an_edit_of_what_was_changed_meanwhile_is_refused(home: Home) -> None:
    _, seen = store.read(home)
    home.themes.write_text(SOURCE + "# 别处改的\n", encoding="utf-8")
    with pytest.raises(StaleEdit):
        store.edit(home, lambda text: edits.retire(text, "water"), "停用", seen)
    with pytest.raises(StaleEdit):
        store.write(home, edits.retire(SOURCE, "water"), "停用", seen)
    assert "别处改的" in home.themes.read_text(encoding="utf-8")


def test_what_is_not_well_formed_is_never_written(home: Home) -> None:
    with pytest.raises(BadTaxonomy):
        store.write(home, SOURCE.replace('"防汛"]', "]"), "写坏")
    assert home.themes.read_text(encoding="utf-8") == SOURCE


def test_a_version_that_is_not_there_is_named(home: Home) -> None:
    with pytest.raises(NotFound, match="20200101"):
        store.revert(home, "20200101T000000000000Z")


def test_only_the_latest_versions_are_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT", 3)
    for n in range(5):
        store.edit(home, lambda text, n=n: edits.put(text, "water", Wish(scope=f"第 {n} 次")), f"第 {n} 次")
    assert [version.done for version in store.history(home)] == ["第 4 次", "第 3 次", "第 2 次"]
    assert home.shipped_themes.is_file()


def test_a_byte_order_mark_stays(home: Home) -> None:
    home.themes.write_bytes(b"\xef\xbb\xbf" + SOURCE.encode())
    store.edit(home, lambda text: edits.retire(text, "water"), "停用")
    assert home.themes.read_bytes().startswith(b"\xef\xbb\xbf# ")
    store.revert(home, store.history(home)[0].name)
    assert home.themes.read_bytes() == b"\xef\xbb\xbf" + SOURCE.encode()


def test_a_difference_is_told_theme_by_theme() -> None:
    old = listed(SOURCE, Path())
    new = edits.put_terms(edits.rename(SOURCE, "water", "shuili"), "shuili", {"weak": ["水渠"]}, ["渠道"])
    (water, flood, forest) = differences(old, listed(edits.merge(new, "forest", "flood"), Path()))
    assert water.lines() == [
        "改动主题“水利建设”（shuili）",
        "  编号：- water；+ shuili",
        "  弱词：- 渠道；+ 水渠",
        "  曾用编号：+ water",
    ]
    assert (flood.kind, forest.kind) == ("changed", "removed")
