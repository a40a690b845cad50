"""What can be said of a speech from its title, byline and file name: its date, its occasion, a title.

A wrong date stands in a citation, so a doubtful one is left out. Nothing here changes the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePosixPath

from indexer.dates import in_name, written
from kb.model import Heading, Node, Passage

#: The occasion a title names; the first that stands in it counts, so the more telling stand first.
OCCASIONS: tuple[str, ...] = (
    *("工作报告", "述职评议会", "评议会议", "评议会", "民主生活会", "组织生活会"),
    *("动员部署会", "动员大会", "动员会", "部署会", "推进会", "调度会", "现场会", "座谈会"),
    *("研讨班", "研讨会", "培训班", "开班式", "结业式", "读书班", "集体学习", "专题党课", "党课"),
    *("总结大会", "总结会", "表彰大会", "表彰会", "纪念大会", "庆祝大会", "誓师大会", "汇报会"),
    *("交流会", "论坛", "集体谈话", "廉政谈话", "开幕式", "闭幕式", "启动仪式", "揭牌仪式", "签约仪式"),
    *("新年贺词", "电视电话会议", "视频会议", "经济工作会议", "工作会议", "党组会议", "常委会"),
    *("全体会议", "全会"),
    *("党代会", "代表大会", "述职报告", "表态发言"),
)

_UNDER_REVIEW = re.compile(
    r"^((?:19|20)\d\d)年，?在[^。]{2,40}(?:领导|引领|统领|指导|支持|关怀)|"
    r"^((?:19|20)\d\d)年\d{1,2}月\d{1,2}日|"
    r"((?:19|20)\d\d)年是[^。；]{0,60}(?:之年|一年|开局年|元年|关键年|攻坚年|落实年)"
)
_NAME_NUMBER = re.compile(r"^(?:(?:\d{4}-\d{2}-\d{2}|\d{1,8})[-_.、\s]+)+")
_NAME_COPY = re.compile(r"\s*(?:[-—]\s*副本|[（(]\d{1,2}[)）])+$")
_RUBBISH = re.compile(
    r"(?i)(?:microsoft word.*|新建.*|(?:文档|文稿|未命名|无标题|untitled|document|演示文稿|幻灯片)[\s\d_.-]*)"
)
#: When a law takes effect is not when it was spoken or passed.
_EFFECT = re.compile(r"起?(?:施行|实施)$")


def date_of(body: Sequence[Node], title: str, name: str) -> tuple[str, str]:
    """The date of a speech as (`2019`, `2019-03` or `2019-03-15`; where it was found), both empty if unknown.

    The byline counts first, then the file name, the title, a signature, and at last a year in the first
    paragraphs that is plainly the year spoken of.
    """
    top = list(takewhile(lambda node: isinstance(node, Heading) or node.kind != "body", body))
    choices = (
        (_latest(top), "text"),
        (in_name(name), "name"),
        (_written(title), "text"),
        (_latest(body), "text"),
        (_year_spoken_of(body), "text"),
    )
    return next(((date, where) for date, where in choices if date), ("", ""))


def _latest(nodes: Sequence[Node]) -> str:
    """The last date of the bylines, the most precise ones only: a law names each of its revisions."""
    bylines = [node.text for node in nodes if isinstance(node, Passage) and node.kind == "byline"]
    dates = [iso for text in bylines if not _EFFECT.search(text) for _, iso in written(text)]
    precise = max(map(len, dates), default=0)
    return max((date for date in dates if len(date) == precise), default="")


def _written(text: str) -> str:
    return max((iso for _, iso in written(text)), key=len, default="")


def _year_spoken_of(body: Sequence[Node]) -> str:
    texts = [node.text for node in body if not (isinstance(node, Heading) and node.level == 0)]
    for text in texts[:5]:
        if match := _UNDER_REVIEW.search(text):
            return next(group for group in match.groups() if group)
    return ""


def occasion_of(title: str) -> str:
    """The occasion a title names (座谈会, 推进会, 工作报告 …), or nothing."""
    return next((occasion for occasion in OCCASIONS if occasion in title), "")


def title_of_name(name: str) -> str:
    """The title in a file name: without its ending, leading numbers and dates, and marks of a copy."""
    stem = PurePosixPath(name).stem if re.search(r"\.[A-Za-z0-9]{1,5}$", name) else name
    bare = _NAME_COPY.sub("", _NAME_NUMBER.sub("", stem)).replace("_", " ")
    return " ".join(bare.split()) or " ".join(stem.split())


def is_title_worth_having(title: str) -> bool:
    """False for what word processors write into an empty title field."""
    return bool(title.strip()) and not _RUBBISH.fullmatch(title.strip())
