"""The lists of words: what ships is sound, and a user's own lines lie over it without ever breaking it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.fold import fold_literal
from kb.lexicon import Lexicon, load
from kb.lexicon_lines import FILES
from kb.resources import shipped

SHIPPED = {
    "equal.txt": "# 同义\n农村集体经济 村集体经济 村级集体经济\n",
    "phrases.txt": "四风 = 形式主义 官僚主义\n两个确立/“两个确立” = 核心地位 指导地位\n",
    "plain.txt": "怕担责/怕负责 = 不敢担当 推诿扯皮\n",
    "searching.txt": "怎么写\n讲话 的\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return lists(tmp_path / "shipped", SHIPPED)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def lists(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def meant(lexicon: Lexicon, typed: str) -> dict[str, tuple[str, ...]]:
    return {sense.kind: sense.alternatives for sense in lexicon.senses.get(fold_literal(typed), ())}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("村集体经济", {"equal": ("农村集体经济", "村级集体经济")}),
        ("四风", {"phrase": ("形式主义", "官僚主义")}),
        ("怕担责", {"plain": ("不敢担当", "推诿扯皮")}),
        ("怕负责", {"plain": ("不敢担当", "推诿扯皮")}),
        ("農村集體經濟", {"equal": ("村集体经济", "村级集体经济")}),
        ("“四 风”", {"phrase": ("形式主义", "官僚主义")}),
        ("作风", {}),
    ],
)
def test_terms_are_found_however_they_are_typed(
    base: Path, typed: str, found: dict[str, tuple[str, ...]]
) -> None:
    assert meant(load(base=base), typed) == found


def test_words_about_the_search_may_be_short(base: Path) -> None:
    lexicon = load(base=base)
    assert lexicon.searching == {"怎么写", "讲话", "的"}
    assert lexicon.faults == ()


def test_a_users_line_adds(base: Path, own: Path) -> None:
    lists(own, {"equal.txt": "党支部 支部\n", "plain.txt": "没劲头 = 动力不足\n", "searching.txt": "求助\n"})
    lexicon = load(own, base)
    assert meant(lexicon, "支部") == {"equal": ("党支部",)}
    assert meant(lexicon, "没劲头") == {"plain": ("动力不足",)}
    assert "求助" in lexicon.searching
    assert meant(lexicon, "怕担责") == {"plain": ("不敢担当", "推诿扯皮")}
    assert lexicon.faults == ()


def test_a_users_line_replaces_a_left_side_that_ships(base: Path, own: Path) -> None:
    lists(own, {"plain.txt": "怕担责 = 明哲保身\n", "phrases.txt": "四風 = 享乐主义\n"})
    lexicon = load(own, base)
    assert meant(lexicon, "怕担责") == {"plain": ("明哲保身",)}
    assert meant(lexicon, "怕负责") == {"plain": ("不敢担当", "推诿扯皮")}
    assert meant(lexicon, "四风") == {"phrase": ("享乐主义",)}


def test_a_users_line_joins_the_group_it_shares_a_term_with(base: Path, own: Path) -> None:
    lists(own, {"equal.txt": "村集体经济 集体家底\n"})
    lexicon = load(own, base)
    assert meant(lexicon, "集体家底") == {"equal": ("农村集体经济", "村集体经济", "村级集体经济")}
    assert "集体家底" in meant(lexicon, "农村集体经济")["equal"]


def test_a_minus_takes_the_shipped_entry_away(base: Path, own: Path) -> None:
    texts = {
        "equal.txt": "- 村集体经济\n",
        "plain.txt": "－怕担责\n",
        "phrases.txt": "- 四风\n",
        "searching.txt": "- 讲话\n",
    }
    lexicon = load(lists(own, texts), base)
    assert meant(lexicon, "村集体经济") == meant(lexicon, "怕担责") == meant(lexicon, "四风") == {}
    assert meant(lexicon, "农村集体经济") == {"equal": ("村级集体经济",)}
    assert meant(lexicon, "怕负责") != {}
    assert "讲话" not in lexicon.searching
    assert lexicon.faults == ()


def test_taken_away_and_written_anew(base: Path, own: Path) -> None:
    lists(own, {"equal.txt": "村集体经济 集体家底\n- 村集体经济\n"})
    assert meant(load(own, base), "村集体经济") == {"equal": ("集体家底",)}


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("plain.txt", "怕担责 不敢担当", "要写成"),
        ("plain.txt", "怕担责 =", "要写成"),
        ("plain.txt", "怕 担责 = 不敢担当", "“怕 担责”"),
        ("plain.txt", "怕担责 = 不敢担当、推诿扯皮", "空格"),
        ("plain.txt", "怕担责 = 不敢担当，推诿扯皮", "空格"),
        ("plain.txt", "/怕担责 = 不敢担当", "“”"),
        ("plain.txt", "怕 = 不敢担当", "“怕”"),
        ("plain.txt", "怕担责 = 不敢担当 = 推诿", "等号"),
        ("phrases.txt", "四风 = “风", "“风"),
        ("equal.txt", "村集体经济", "两个词"),
        ("equal.txt", "村集体经济/集体家底 集体经济", "斜线"),
        ("equal.txt", "-", "减号"),
        ("equal.txt", "- 没有的词", "没有“没有的词”"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_holds(
    base: Path, own: Path, name: str, line: str, says: str
) -> None:
    good = {"equal.txt": "党支部 支部", "phrases.txt": "党支部 = 支部", "plain.txt": "党支部 = 支部"}[name]
    lists(own, {name: f"# 我的\n\n{line}\n{good}\n"})
    lexicon = load(own, base)
    (fault,) = lexicon.faults
    assert isinstance(fault, KbError)
    assert (fault.file, fault.place) == (str(own / name), "第 3 行")
    assert says in fault.what
    assert fault.remedy
    assert meant(lexicon, "党支部") != {}
    assert meant(lexicon, "怕担责") == {"plain": ("不敢担当", "推诿扯皮")}


def test_a_term_written_twice_is_told(base: Path, own: Path) -> None:
    lists(own, {"plain.txt": "没劲头 = 动力不足\n没勁頭 = 精神懈怠\n"})
    lexicon = load(own, base)
    assert [fault.place for fault in lexicon.faults] == ["第 2 行"]
    assert meant(lexicon, "没劲头") == {"plain": ("动力不足",)}


def test_full_width_signs_and_an_equals_sign_between_equals_are_understood(base: Path, own: Path) -> None:
    lists(
        own,
        {
            "plain.txt": "\ufeff＃ 我的\n没劲头／没干劲 ＝ 动力不足　精神懈怠\n",
            "equal.txt": "党支部 = 支部\n",
        },
    )
    lexicon = load(own, base)
    assert lexicon.faults == ()
    assert meant(lexicon, "没干劲") == {"plain": ("动力不足", "精神懈怠")}
    assert meant(lexicon, "党支部") == {"equal": ("支部",)}


def test_a_list_in_another_encoding_is_named_and_the_others_hold(base: Path, own: Path) -> None:
    lists(own, {"equal.txt": "党支部 支部\n"})
    (own / "plain.txt").write_bytes("没劲头 = 动力不足".encode("gb18030"))
    lexicon = load(own, base)
    (fault,) = lexicon.faults
    assert fault.file == str(own / "plain.txt")
    assert "UTF-8" in fault.remedy
    assert meant(lexicon, "支部") != {}


def test_a_shipped_list_that_is_missing_is_named(base: Path) -> None:
    (base / "plain.txt").unlink()
    lexicon = load(base=base)
    assert [fault.file for fault in lexicon.faults] == [str(base / "plain.txt")]
    assert meant(lexicon, "四风") != {}


def test_lists_are_read_again_only_when_they_change(base: Path, own: Path) -> None:
    first = load(own, base)
    assert load(own, base) is first
    path = lists(own, {"plain.txt": "没劲头 = 动力不足\n"}) / "plain.txt"
    assert meant(load(own, base), "没劲头") == {"plain": ("动力不足",)}
    path.write_text("没劲头 = 精神懈怠\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert meant(load(own, base), "没劲头") == {"plain": ("精神懈怠",)}


@given(
    st.text(alphabet="甲乙丙丁 =/-#、\n　＝“", max_size=60),
    st.sampled_from([*FILES.values(), "searching.txt"]),
)
def test_any_text_at_all_can_be_a_list(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    root = tmp_path_factory.mktemp("lexicon")
    lexicon = load(lists(root / "own", {name: text}), lists(root / "shipped", SHIPPED))
    assert all(
        len(term) > 1 and alternatives
        for term in lexicon.senses
        for alternatives in meant(lexicon, term).values()
    )
    assert all(fault.place and fault.remedy for fault in lexicon.faults)


def test_the_shipped_lists_are_sound() -> None:
    lexicon = load()
    assert [str(fault) for fault in lexicon.faults] == []
    for term, senses in lexicon.senses.items():
        for sense in senses:
            folded = [fold_literal(x) for x in sense.alternatives]
            assert len(set(folded)) == len(folded), f"{term}：{sense.alternatives} 有重复"


def test_the_shipped_plain_list_is_as_large_and_as_short_as_promised() -> None:
    lines = (shipped("lexicon") / "plain.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split(" = ") for line in lines if line and not line.startswith("#")]
    assert len(entries) >= 330
    assert all(1 <= len(right.split()) <= 6 for _, right in entries)


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("怕担责", "推诿扯皮"),
        ("开会太多", "文山会海"),
        ("村里没钱", "集体经济薄弱"),
        ("没人接班", "青黄不接"),
        ("踢皮球", "推诿扯皮"),
        ("说一套做一套", "阳奉阴违"),
        ("搞花架子", "形式主义"),
        ("党员不像党员", "先锋模范作用"),
        ("看病贵", "因病致贫"),
        ("领导带头", "率先垂范"),
    ],
)
def test_plain_speech_leads_to_official_language(typed: str, official: str) -> None:
    assert official in meant(load(), typed)["plain"]


def test_a_shipped_term_is_in_one_group_of_equals_only() -> None:
    lines = (shipped("lexicon") / "equal.txt").read_text(encoding="utf-8").splitlines()
    terms = [fold_literal(t) for line in lines if line and not line.startswith("#") for t in line.split()]
    assert sorted(t for t, times in Counter(terms).items() if times > 1) == []
