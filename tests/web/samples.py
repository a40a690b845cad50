"""A small library written for the tests of the web front end, with one of everything a page can show."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from indexer.entries import entries
from kb.home import Home, create
from kb.library import Library
from kb.model import Decision, Heading, Passage, Removed, Speech

JITI = Speech(
    "2023-jiti",
    "在全县集体经济推进会上的讲话",
    (
        Heading(0, "在全县集体经济推进会上的讲话"),
        Passage("p1", "（2023年3月15日）", "byline"),
        Passage("p2", "同志们：", "salutation"),
        Passage("p3", "今天把大家请到田埂上开会，就是要看一看钱从哪里来、账往哪里记。"),
        Heading(1, "一、家底薄弱，要看得见"),
        Passage("p4", "全县还有不少村守着旧校舍过日子，集体经济薄弱，短板明摆着。概括起来有两条。"),
        Passage("p4.1", "一是村集体经济家底不厚。全县××个村年收入不足×万元，“三资”台账对不上。"),
        Passage("p4.2", "二是书记的责任没有压实。有的同志把主体责任挂在嘴上，落在纸上。"),
        Heading(1, "二、责任压实，要落得下"),
        Heading(2, "（一）书记亲自抓。"),
        Passage("p5", "乡镇党委书记是第一责任人，要把薄弱村一个一个走到，一个一个过堂。"),
        Passage("p6", "任务\t牵头单位\t时限", "table"),
        Passage("p7", "摸清薄弱村家底\t农业农村局\t六月底", "table"),
        Passage("p8", "注：时限以文件为准。", "note"),
        Passage("p9", "同志们，办法总比困难多，让我们一起把这件事办成。"),
        Passage("p10", "中共某县委", "byline"),
    ),
    date="2023-03-15",
    occasion="推进会",
    removed=(
        Removed(1, "更多范文请关注公众号", "promotion"),
        Removed(30, "— 3 —", "page-number"),
    ),
)

ZUOFENG = Speech(
    "2022-zuofeng",
    "在作风整顿动员会上的讲话",
    (
        Heading(1, "一、作风上的毛病要认账"),
        Passage("p1", "有的单位文山会海改头换面，形式主义屡禁不绝，群众跑断了腿。"),
        Passage("p2", "不推诿、不扯皮，谁的账谁来认。", decisions=(Decision("work-style", True),)),
        Passage("p3", "会风一松，人心就散。<b>这不是标签</b>，是原话 & 原样。"),
    ),
    date="2022",
)

PEIXUN = Speech(
    "2021-peixun",
    "在年轻干部培训班上的讲话",
    (
        Heading(1, "一、学什么"),
        Passage("p1", "干部教育培训要管用，把支部书记轮训一遍，把党的理论学深一层。"),
        Heading(1, "二、怎么学"),
        Passage("p2", "到村里去学，到薄弱的地方去学，责任在肩上，本事在手上。"),
        Passage("p3", "今天把大家请到田埂上开会，就是要看一看钱从哪里来、账往哪里记清楚。"),
    ),
    date="2021-09",
)


def _unlike(number: int) -> str:
    """Twenty characters that no other number gives, so that no two passages are near copies."""
    return "".join(chr(0x5000 + 20 * number + k) for k in range(20))


ZHIDU = Speech(
    "zhidu",
    "责任制汇编",
    tuple(Passage(f"p{n}", f"分管责任：{_unlike(n)}。") for n in range(1, 41)),
)

SPEECHES = (JITI, ZUOFENG, PEIXUN, ZHIDU)


def make(root: Path, speeches: tuple[Speech, ...] = SPEECHES) -> Library:
    """A library with these speeches and an index; the first speech has an original."""
    home = Home(root)
    create(home)
    library = Library(home)
    for speech in speeches:
        if speech is JITI:
            original = library.keep_original("原件的字节".encode(), "推进会 讲话.txt")
            speech = dataclasses.replace(speech, original=original)
        library.save(speech)
    index(library)
    return library


def index(library: Library) -> None:
    """Make the index anew."""
    with library.index.rebuild(library.stamp()) as batch:
        for id_ in library.ids():
            batch.add(id_, library.etag(id_), entries(library, library.speech(id_)))
