"""The first promise: every character stands in exactly one place, in order."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from manuscripts import of_file, of_text, process

from indexer.account import unaccounted
from indexer.clean import clean
from indexer.manuscript import Block, Manuscript
from indexer.segment import segment
from kb.model import LINE_BREAK, Heading, Passage, Removed

FRAGMENTS = [
    *("一、", "二、", "（一）", "（二)", "1.", "2．", "（1）", "①", "②", "一是", "二是", "三要"),
    *(
        "第一，",
        "第二，",
        "首先，",
        "其次，",
        "最后，",
        "其一，",
        "第一句话，",
        "第三章 ",
        "第五条 ",
        "第一节 ",
    ),
    *("同志们：", "各位代表！", "在全县座谈会上的讲话", "——在大会上的报告", "县长　×××"),
    *("（2020年1月8日）", "二○二○年一月八日", "点击蓝字关注我们", "仅供学习", "— 3 —", "7"),
    *("来源：", "http://a.cn", "会议指出，", "把责任落到人头", "各级党组织要认真落实", "关于", "的"),
    *(
        "——",
        "第一句话，",
        "Ⅰ、",
        "其一，",
        "［5］",
        "总 则",
        "这些问题，",
        "总之，",
        "记者 林远/摄",
        "结束语",
    ),
    *("一", "、", "（", "）", "第一章", "一是修路；二是通水。", "第一，修路。第二，通水。"),
    *("各级党组织要认真落实，一件一件抓，一项一项改。" * 30,),
    *("。", "；", "：", "，", "”", "“", "《", "》", "　", " ", "\t", "\u200d"),
]

texts = (
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), min_size=1, max_size=9)
    .map(lambda parts: LINE_BREAK.sub("", "".join(parts)).strip())
    .filter(bool)
)
kinds = st.sampled_from(["paragraph", "paragraph", "paragraph", "table", "note"])
levels = st.sampled_from([None, None, None, 0, 1, 2, 7])


@st.composite
def manuscripts(draw: st.DrawFn) -> Manuscript:
    pieces = draw(st.lists(st.tuples(texts, kinds, levels), max_size=25))
    blocks = tuple(Block(text, at, kind, level) for at, (text, kind, level) in enumerate(pieces, 1))
    return Manuscript("2020年稿件.txt", blocks, "txt")


@given(manuscripts())
def test_cleaning_and_segmenting_lose_and_add_nothing(source: Manuscript) -> None:
    cleaned = clean(source)
    result = segment(cleaned.blocks, source.name)
    assert unaccounted(source, cleaned.removed, result.body) == 0


@given(manuscripts())
def test_paragraphs_are_numbered_in_order_and_ids_are_unique(source: Manuscript) -> None:
    passages = [node for node in segment(clean(source).blocks).body if isinstance(node, Passage)]
    assert len({passage.id for passage in passages}) == len(passages)
    numbers = [int(passage.paragraph.removeprefix("p")) for passage in passages]
    assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert numbers == sorted(numbers)


def test_real_documents_are_conserved(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "speeches").rglob("*.txt"))
    for path in [*islice(paths, 0, None, 9), *sorted((shared / "seeds").glob("*.txt"))]:
        source = of_file(path)
        cleaned, result = process(source)
        assert unaccounted(source, cleaned.removed, result.body) == 0, path.name


SOURCE = of_text("仅供学习\n致辞\n春天来了。花也开了。\n")
REMOVED = (Removed(1, "仅供学习", "disclaimer"),)
BODY = (Heading(0, "致辞"), Passage("p1", "春天来了。"), Passage("p1.1", "花也开了。"))


def test_a_full_account_comes_to_nothing() -> None:
    assert unaccounted(SOURCE, REMOVED, BODY) == 0


def test_what_is_lost_is_counted() -> None:
    assert unaccounted(SOURCE, REMOVED, BODY[:2]) == 5
    assert unaccounted(SOURCE, (), BODY) == 4


def test_what_is_added_is_counted() -> None:
    assert unaccounted(SOURCE, REMOVED, (*BODY, Passage("p2", "谢谢！"))) == 3
    assert unaccounted(SOURCE, (*REMOVED, Removed(9, "广告", "promotion")), BODY) == 2


def test_what_is_out_of_order_is_counted() -> None:
    assert unaccounted(SOURCE, REMOVED, (BODY[1], BODY[0], BODY[2])) > 0
