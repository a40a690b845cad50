"""Which enumerations become points of a paragraph, and which numbers only stand in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manuscripts import body_of

from indexer.manuscript import Block
from indexer.points import Paragraph, Point, divide
from indexer.segment import segment
from kb.model import Passage

PIECES = [
    *(
        "一是",
        "二是",
        "三是",
        "一要",
        "二要",
        "第一，",
        "第二，",
        "（1）",
        "（2）",
        "①",
        "②",
        "首先，",
        "其次，",
        "最后，",
    ),
    *("——", "修路", "这些问题，", "总之，", "要做到：", "。", "；", "，", "”"),
]


@pytest.mark.parametrize(
    ("lead", "points"),
    [
        ("主要有：", ["一是思想不够重视。有的干部不上心。", "二是办法不够多。", "三是劲头不够足。"]),
        ("", ["一要快；", "二要稳；", "三要准。"]),
        ("要这样干：", ["一抓班子；", "二抓队伍；", "三抓阵地。"]),
        ("我提三点。", ["第一，要学。", "第二，要干。", "第三，要防。"]),
        ("怎么办？", ["首先，要学。", "其次，要干。", "再次，要防。", "最后，要评。"]),
        ("怎么办？", ["首先要学。", "其次要干。", "最后，要评。"]),
        ("原因有二：", ["其一，路远；", "其二，人少。"]),
        ("目标是：", ["（1）修路；", "（2）通水。"]),
        ("目标是：", ["1．修路；", "2．通水；", "3．建房。"]),
        ("目标是：", ["①修路；", "②通水。"]),
        ("会议指出，", ["一是要学；", "二是要干。"]),
        ("大家说“好。”", ["一是快。", "二要稳。"]),
    ],
)
def test_points_in_a_row_are_cut_out(lead: str, points: list[str]) -> None:
    assert divide(lead + "".join(points)) == (Paragraph(lead, tuple(map(Point, points))),)


@pytest.mark.parametrize(
    "text",
    [
        "一是党建责任压实了。各村都有清单，做到一是一、二是二。",
        "问题是，一是思想不重视，二是办法不多。",
        "我们一要快、二要稳。",
        "二是要学。三是要干。",
        "一级带一级。二级看一级。",
        "一月抓部署。二月抓开工。",
        "增长1.5倍；2.8万人受益。",
        "首先要学。然后要干。",
        "第一书记来了。第二天就下了村。",
        "一是要学。三是要干。",
    ],
)
def test_numbers_that_are_no_points_do_not_cut(text: str) -> None:
    assert divide(text) == (Paragraph(text),)


def test_points_are_numbered_under_their_paragraph() -> None:
    nodes = body_of(
        "要抓三件事：一是路；二是水；三是房。", "一要快；二要稳。", "一是老办法不管用了。要换思路。"
    )
    assert [node.id for node in nodes if isinstance(node, Passage)] == [
        *("p3", "p3.1", "p3.2", "p3.3"),
        *("p4.1", "p4.2"),
        "p5",
    ]


def flat(text: str) -> list[str]:
    """The ids and texts of a paragraph's passages, as p1.2.1=…"""
    body = segment((Block("讲话", 1), Block(text, 2))).body
    return [f"{node.id}={node.text}" for node in body if isinstance(node, Passage)]


def test_points_stand_inside_points() -> None:
    text = "要做到：一是学。（1）学文件；①通读；②精读。（2）学典型。二是干。"
    assert flat(text) == [
        *("p1=要做到：", "p1.1=一是学。", "p1.1.1=（1）学文件；", "p1.1.1.1=①通读；", "p1.1.1.2=②精读。"),
        *("p1.1.2=（2）学典型。", "p1.2=二是干。"),
    ]


def test_points_of_the_same_numbers_stand_inside_points_when_the_outer_go_on() -> None:
    text = "一是抓学习。一要学深；二要学透。二是抓落实。三是抓作风。"
    assert flat(text) == [
        *(
            "p1.1=一是抓学习。",
            "p1.1.1=一要学深；",
            "p1.1.2=二要学透。",
            "p1.2=二是抓落实。",
            "p1.3=三是抓作风。",
        ),
    ]


def test_a_second_enumeration_is_a_paragraph_of_its_own() -> None:
    text = "上半年抓两件事：一是修路；二是通水。下半年再抓两件：一是建房；二是栽树。"
    assert flat(text) == [
        *("p1=上半年抓两件事：", "p1.1=一是修路；", "p1.2=二是通水。"),
        *("p2=下半年再抓两件：", "p2.1=一是建房；", "p2.2=二是栽树。"),
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "对于这些问题，我们要认真研究。",
        "以上三个方面，环环相扣。",
        "这几项工作都要有人抓。",
        "总之，要动真格。",
        "实践证明，这条路走对了。",
        "同志们，时间不等人！",
        "我们一定要把欠账补上。",
    ],
)
def test_the_sentence_that_sums_up_is_no_part_of_the_last_point(closing: str) -> None:
    text = f"主要有：一是路不通；二是水不够；三是人不齐。{closing}"
    assert flat(text) == [
        "p1=主要有：",
        "p1.1=一是路不通；",
        "p1.2=二是水不够；",
        "p1.3=三是人不齐。",
        f"p2={closing}",
    ]


@pytest.mark.parametrize(
    "points",
    [
        ["一是路不通。这个问题说了三年。", "二是水不够。这个问题也说了三年。"],
        ["一要修路。路通了，人心就通了。", "二要通水。水来了，庄稼就活了。"],
        ["一要修路。", "二要通水。水来了，庄稼就活了。"],
    ],
)
def test_what_each_point_has_belongs_to_the_last_as_well(points: list[str]) -> None:
    assert divide("".join(points)) == (Paragraph("", tuple(map(Point, points))),)


@pytest.mark.parametrize(
    "text",
    [
        "第一句话，别怕。第二句话，别等。",
        "第一方面，修路。第二方面，通水。",
        "目标是：——三月清查；——六月登记。",
        "会议要求，一要快；二要稳。",
        "要抓好以下工作。1．修路。2．通水。",
    ],
)
def test_points_follow_any_opening(text: str) -> None:
    (paragraph,) = divide(text)
    assert len(paragraph.points) == 2


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join).filter(bool))
def test_the_pieces_joined_are_the_paragraph(text: str) -> None:
    def texts(points: tuple[Point, ...]) -> str:
        return "".join(point.text + texts(point.points) for point in points)

    assert "".join(paragraph.lead + texts(paragraph.points) for paragraph in divide(text)) == text
