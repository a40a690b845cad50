"""How a question can be written, as examples that run: the rows of the help page and of the panel beside the box.

Of each row the first way of writing that finds something in this library is shown, so that hardly any example leads
to an empty page. Nothing is explained here that `kb.query` does not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from flask import Flask

from kb.asked import Asked
from kb.errors import StaleIndex
from kb.library import Library
from kb.question import question
from web.links import search_url
from web.page import library


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody wants, and ways to write it, the most telling first. `brief` rows stand in the panel too."""

    wish: str
    tries: tuple[str, ...]
    brief: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A row as it is shown."""

    wish: str
    q: str
    url: str
    brief: bool


ROWS = (
    Row("几个词都有", ("集体经济 薄弱", "干部 责任", "工作 群众")),
    Row("有一个就行", ("主体责任 | 一岗双责", "责任 | 工作")),
    Row("不要这个词", ("作风 -动员", "工作 -动员")),
    Row("一字不差", ("“抓落实”", "“责任”", "“工作”")),
    Row("大白话", ("怕担责", "拖着不办", "喊口号")),
    Row(
        "分组",
        ("(村 | 社区 -城市) 收入", "(责任 | 作风 -动员) 干部", "(责任 | 作风 -动员) 工作"),
        brief=False,
    ),
    Row("挨得近，先后不论", ("书记 ~10 班子", "干部 ~10 责任", "干部 ~20 工作")),
    Row("挨得近，几个词都行", ("(责任 | 担子) ~5 肩上", "(责任 | 担当) ~10 (干部 | 工作)"), brief=False),
    Row("固定的搭配", ("以*为*", "把*抓*")),
    Row("标题里有", ("标题:作风", "标题:责任", "标题:工作")),
    Row(
        "标题里有这个、没有那个",
        ("标题:(作风 | 党建) -标题:动员", "标题:(责任 | 工作) -标题:动员"),
        brief=False,
    ),
    Row("属于某个主题", ("主题:责任落实", "主题:干部教育", "主题:作风整顿")),
    Row("起某种作用", ("用途:问题 不够", "用途:问题", "用途:措施")),
    Row(
        "几种作用都行",
        ("用途:(问题 | 措施) 台账", "用途:(问题 | 措施) 责任", "用途:(问题 | 措施)"),
        brief=False,
    ),
    Row("某几年的", ("年份:2019..2021 干部", "年份:2010..2030 干部", "年份:1980..2030")),
    Row("某年以后的", ("年份:2020.. 干部", "年份:2010.. 干部", "年份:1980.."), brief=False),
    Row("某个文件来的", ("来源:座谈会", "来源:讲话", "来源:会")),
)


def register(app: Flask) -> None:
    """Give templates `syntax()`."""
    app.jinja_env.globals["syntax"] = syntax


def syntax() -> tuple[Example, ...]:
    """The rows for the library of the application that is answering."""
    kb = library()
    try:
        held = len(kb.index.manifest())
        return _examples(kb, kb.index.stamp(), held.bit_length())
    except StaleIndex:
        return tuple(_example(row, row.tries[0]) for row in ROWS)


def syntax_data() -> list[dict[str, object]]:
    """The rows for programs."""
    return [asdict(example) for example in syntax()]


@lru_cache(maxsize=4)
def _examples(kb: Library, stamp: str, size: int) -> tuple[Example, ...]:
    """Looked for again when the library has doubled: what found something once will mostly find it still."""
    return tuple(_example(row, _first_found(kb, row.tries)) for row in ROWS)


def _first_found(kb: Library, tries: Sequence[str]) -> str:
    asked = (question(kb, Asked(q=q)).request for q in tries)
    found = (q for q, request in zip(tries, asked, strict=True) if kb.index.search(request, 1, 0).total)
    return next(found, tries[0])


def _example(row: Row, q: str) -> Example:
    return Example(row.wish, q, search_url(Asked(q=q)), row.brief)
