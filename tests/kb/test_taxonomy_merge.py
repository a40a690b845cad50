"""The upgrade of a taxonomy: the user's word stays, the rest follows what ships."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.taxonomy import Theme
from kb.taxonomy_change import require_well_formed
from kb.taxonomy_merge import merge

WATER = Theme(
    id="water", name="水利", strong=("小水库", "除险加固"), weak=("灌区", "渠道"), not_=("销售渠道",)
)
FLOOD = Theme(id="flood", name="防汛", broader="water", strong=("防汛", "汛期"))
FOREST = Theme(id="forest", name="林业", strong=("造林",))
BASE = (WATER, FLOOD)

WORDS = ["小水库", "除险加固", "灌区", "渠道", "防汛", "汛期", "造林", "护林员"]
IDS = ["water", "flood", "forest", "farm"]


@st.composite
def taxonomies(draw: st.DrawFn) -> tuple[Theme, ...]:
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True))
    themes: list[Theme] = []
    for id_ in ids:
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True))
        cut = sorted(draw(st.tuples(st.integers(1, len(words)), st.integers(1, len(words)))))
        broader = draw(st.sampled_from(["", *(t.id for t in themes)]))
        strong, weak, masks = words[: cut[0]], words[cut[0] : cut[1]], words[cut[1] :]
        scope = draw(st.sampled_from(["", "甲。", "乙。"]))
        retired = draw(st.integers(0, 5)) == 0
        theme = Theme(
            id_, f"名{id_}", scope, broader, tuple(strong), tuple(weak), tuple(masks), retired=retired
        )
        themes.append(theme)
    gone = [id_ for id_ in IDS if id_ not in ids]
    if gone and draw(st.booleans()):
        themes[0] = replace(themes[0], was=(gone[0],))
    return tuple(themes)


def terms(themes: tuple[Theme, ...]) -> set[tuple[str, str]]:
    return {(theme.id, term) for theme in themes for term in theme.terms}


@settings(max_examples=400)
@given(taxonomies(), taxonomies())
def test_who_changed_nothing_gets_what_ships_and_nothing_new_changes_nothing(
    base: tuple[Theme, ...], other: tuple[Theme, ...]
) -> None:
    assert merge(base, base, other).themes == other
    assert merge(base, other, base).themes == other


@settings(max_examples=400)
@given(taxonomies(), taxonomies(), taxonomies())
def test_the_users_terms_stay_and_what_was_taken_out_stays_out(
    base: tuple[Theme, ...], user: tuple[Theme, ...], new: tuple[Theme, ...]
) -> None:
    merged = merge(base, user, new).themes
    require_well_formed(merged)
    if any(theme.was for theme in (*base, *user, *new)):
        return  # what a renamed theme says stands under another id; see below
    assert terms(user) - terms(base) <= terms(merged)
    assert not (terms(base) - terms(user)) & terms(merged)


def test_shipped_additions_and_removals_come_in_beside_the_users_own() -> None:
    user = (replace(WATER, strong=("小水库", "山塘"), scope="我们的范围。"), FLOOD)
    new = (replace(WATER, strong=("小水库", "除险加固", "病险水库"), weak=("灌区",)), FLOOD)
    merged = merge(BASE, user, new)
    assert merged.themes[0].strong == ("小水库", "病险水库", "山塘")
    assert merged.themes[0].weak == ("灌区",)
    assert merged.themes[0].scope == "我们的范围。"
    assert merged.kept == ()


def test_a_new_theme_comes_in_at_its_shipped_place() -> None:
    user = (WATER, FLOOD, Theme(id="mine", name="我的", strong=("自家",)))
    merged = merge(BASE, user, (WATER, FOREST, FLOOD)).themes
    assert [theme.id for theme in merged] == ["water", "forest", "flood", "mine"]


def test_a_theme_the_user_took_out_or_retired_stays_so() -> None:
    better = replace(FLOOD, strong=("防汛", "汛期", "防汛抗旱"))
    assert merge(BASE, (WATER,), (WATER, better)).themes == (WATER,)
    merged = merge(BASE, (WATER, replace(FLOOD, retired=True)), (WATER, better)).themes
    assert merged[1] == replace(better, retired=True)


def test_a_theme_that_no_longer_ships_goes_unless_the_user_changed_it() -> None:
    own = replace(FOREST, strong=("造林", "封山育林"))
    merged = merge((*BASE, FOREST), (replace(WATER, scope="甲。"), FLOOD, own), BASE)
    assert own in merged.themes
    assert "林业" in merged.kept[0]
    assert FOREST not in merge((*BASE, FOREST), (replace(WATER, scope="甲。"), FLOOD, FOREST), BASE).themes


def test_a_field_both_changed_stays_the_users_and_is_told() -> None:
    merged = merge(BASE, (replace(WATER, name="水利建设"), FLOOD), (replace(WATER, name="水务"), FLOOD))
    assert merged.themes[0].name == "水利建设"
    assert "主题两边都改过" in merged.kept[0]


def test_a_renamed_theme_still_follows_what_ships() -> None:
    user = (replace(WATER, id="shuili", was=("water",)), replace(FLOOD, broader="shuili"))
    new = (replace(WATER, strong=(*WATER.strong, "病险水库")), FLOOD, replace(FOREST, broader="water"))
    merged = merge(BASE, user, new).themes
    assert [theme.id for theme in merged] == ["shuili", "flood", "forest"]
    assert "病险水库" in merged[0].strong
    assert [theme.broader for theme in merged] == ["", "shuili", "shuili"]


def test_a_theme_renamed_by_the_makers_keeps_the_users_words() -> None:
    user = (WATER, replace(FLOOD, strong=("防汛", "汛期", "巡堤")))
    new = (WATER, replace(FLOOD, id="flood-control", was=("flood",)))
    merged = merge(BASE, user, new).themes
    assert merged[1].id == "flood-control"
    assert merged[1].was == ("flood",)
    assert "巡堤" in merged[1].strong


def test_a_shipped_theme_of_a_name_the_user_has_is_not_added() -> None:
    mine = Theme(id="linye", name="林业", strong=("林下经济",))
    merged = merge(BASE, (*BASE, mine), (*BASE, FOREST))
    assert merged.themes == (*BASE, mine)
    assert "林业" in merged.kept[0]


def test_a_term_that_changed_strength_on_both_sides_stands_where_the_user_put_it() -> None:
    user = (replace(WATER, strong=("小水库",), weak=("灌区", "渠道", "除险加固")), FLOOD)
    new = (replace(WATER, strong=("小水库",), not_=("销售渠道", "除险加固")), FLOOD)
    merged = merge(BASE, user, new)
    assert "除险加固" in merged.themes[0].weak
    assert "除险加固" not in merged.themes[0].not_
    assert "除险加固" in merged.kept[0]


def test_a_name_of_the_users_that_is_an_id_of_what_ships_leads_to_no_clash() -> None:
    # An id and a name may not be the same word; the merge used to give a table that could not be written.
    renamed = (replace(WATER, name="flood-control"), FLOOD)
    merged = merge(BASE, renamed, (WATER, replace(FLOOD, id="flood-control", was=("flood",)))).themes
    require_well_formed(merged)
    assert [(theme.id, theme.name) for theme in merged] == [("water", "flood-control"), ("flood", FLOOD.name)]
    added = merge(BASE, renamed, (*BASE, replace(FOREST, id="flood-control"))).themes
    require_well_formed(added)
    assert added == renamed


def test_a_shipped_name_that_is_an_id_of_the_users_is_not_taken_over() -> None:
    mine = Theme(id="linye", name="林业", strong=("林下经济",))
    merged = merge(BASE, (*BASE, mine), (replace(WATER, name="linye"), FLOOD)).themes
    require_well_formed(merged)
    assert merged[0].name == WATER.name
