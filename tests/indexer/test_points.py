"""Which enumerations become points of a paragraph, and which numbers only stand in a sentence."""

from __future__ import annotations

import pytest
from manuscripts import body_of

from indexer.points import Paragraph, Point, divide
from kb.model import Passage


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
