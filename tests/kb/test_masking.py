"""Names are offered for masking; what is chosen goes everywhere, and only that."""

from hypothesis import given
from hypothesis import strategies as st

from kb.masking import mask, names
from kb.placeholders import fill_at, placeholders

TEXT = (
    "2024年，青山县全县完成投资12.5亿元，增长8.3%。县委书记王建国同志在柳河镇东岭村调研时强调，"
    "青山县惠农发展有限公司要带头，柳河镇要跟上。"
)


def offered(*texts: str) -> dict[str, str]:
    return {name.text: name.kind for name in names(texts)}


def test_places_units_people_figures_and_years_are_offered() -> None:
    assert offered(TEXT) == {
        "青山县": "place",
        "柳河镇": "place",
        "东岭村": "place",
        "青山县惠农发展有限公司": "unit",
        "王建国": "person",
        "12.5亿元": "figure",
        "8.3%": "figure",
        "2024年": "year",
    }


def test_each_is_counted_over_all_texts() -> None:
    assert {n.text: n.count for n in names([TEXT, "在柳河镇召开"])}["柳河镇"] == 3


def test_ordinary_words_and_national_leaders_are_not_offered() -> None:
    assert not offered(
        "全县各级党组织要建强农村基层党组织，推动城乡融合、乡村振兴，办好贫困村的实事。",
        "习近平同志强调，各位同志要学深悟透，支部书记要带头。",
        "高标准建设示范区，办好农民专业合作社，建设世界一流大学。",
    )


def test_masks_keep_the_word_that_tells_what_it_is() -> None:
    masks = {n.text: n.mask for n in names([TEXT])}
    assert (masks["柳河镇"], masks["12.5亿元"], masks["王建国"]) == ("××镇", "××亿元", "×××")


def test_the_longest_name_goes_first_and_others_stay() -> None:
    chosen = {"青山县": "××县", "青山县惠农发展有限公司": "××公司"}
    assert mask("青山县惠农发展有限公司在青山县柳河镇", chosen) == "××公司在××县柳河镇"
    assert mask(TEXT, {}) == TEXT


def test_a_figure_inside_a_longer_figure_is_not_masked() -> None:
    assert mask("12.5亿元中的2.5亿元", {"2.5亿元": "××亿元"}) == "12.5亿元中的××亿元"
    assert mask("收入1,200元，补助200元。", {"200元": "××元"}) == "收入1,200元，补助××元。"
    assert mask("培训10人次，来了10人。", {"10人": "××人"}) == "培训10人次，来了××人。"


def test_a_name_inside_another_name_that_was_not_chosen_stays() -> None:
    text = "张明同志和张明华同志都来了，张明华主任先说。"
    assert mask(text, {"张明": "×××"}) == "×××同志和张明华同志都来了，张明华主任先说。"
    assert {n.text: n.count for n in names([text])} == {"张明": 1, "张明华": 2}


def test_a_place_is_masked_in_the_name_of_a_unit_and_with_its_rank_behind_it() -> None:
    assert mask("青山县惠农发展有限公司", {"青山县": "××县"}) == "××县惠农发展有限公司"
    assert mask("在山东省，在山东", {"山东": "××"}) == "在××省，在××"


def test_a_region_is_not_told_by_its_people() -> None:
    assert [n.mask for n in names(["在广西壮族自治区召开"])] == ["××自治区"]


PIECES = ["在", "青山镇", "柳河村", "，", "张明同志", "张明华同志", "说，", "2024年", "12.5亿元", "2.5亿元", "1,200元", "200元",
          "10人次", "10人", "青山镇惠农有限公司", "会要开短。"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.data())
def test_only_what_was_chosen_changes_and_filling_brings_it_back(text: str, data: st.DataObject) -> None:
    offered_ = names([text])
    if not offered_:
        assert mask(text, {}) == text
        return
    name = data.draw(st.sampled_from(offered_))
    # A sign that nothing else has shows what was replaced.
    assert mask(text, {name.text: "▲"}).replace("▲", name.text) == text
    assert mask(text, {name.text: "▲"}).count("▲") == name.count
    masked = mask(text, {name.text: name.mask})
    gaps = placeholders(masked)
    if len(gaps) == name.count:
        assert fill_at(masked, dict.fromkeys(range(len(gaps)), name.text)) == text
