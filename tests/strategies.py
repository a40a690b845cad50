"""Hypothesis strategies for the nouns, with text that looks like markup on purpose."""

from __future__ import annotations

from hypothesis import strategies as st

from kb.model import KINDS, LINE_BREAK, Decision, Heading, Original, Passage, Removed, Speech, Unplaced

NASTY = ["# 一、", "1. ", "2) ", "- ", "+ ", "> ", "{: #p1 }", "*重*", "_下_", "\\", "`", "&lt;", "<b>", "[1](x)", "---",
         "***", "{#x}", " #", "&", "“三资”", "×", "\t", "　", "同志们：", "一是", "Ａ１", "；", "！", "![x](y)", "|"]  # fmt: skip


def _line(text: str) -> str:
    return LINE_BREAK.sub("", text).strip()


lines = (
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), min_size=1, max_size=6)
    .map(lambda parts: _line("".join(parts)))
    .filter(bool)
)
theme_ids = st.sampled_from(["work-style", "responsibility", "cadre-education", "自定主题"])
decisions = st.lists(st.builds(Decision, theme_ids, st.booleans()), max_size=3, unique_by=lambda d: d.theme)
dates = st.one_of(
    st.just(""),
    st.dates().map(str),
    st.integers(1900, 2100).map(str),
    st.dates().map(lambda d: str(d)[:7]),
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Heading | Passage, ...]:
    nodes: list[Heading | Passage] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        if draw(st.booleans()):
            level = draw(st.integers(0, 5))
            nodes.append(Heading(level, draw(lines), tuple(draw(decisions)) if level else ()))
        ids = [f"p{number}"] + [f"p{number}.{k}" for k in range(1, draw(st.integers(0, 3)) + 1)]
        for id_ in ids:
            nodes.append(Passage(id_, draw(lines), draw(st.sampled_from(KINDS)), tuple(draw(decisions))))
    return tuple(nodes)


originals = st.builds(
    Original,
    st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    lines,
    st.sampled_from(["", "/讲话 稿/a.txt", "C:\\稿\\a.txt"]),
)
speeches = st.builds(
    Speech,
    id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,3}", fullmatch=True),
    title=lines,
    body=bodies(),
    date=dates,
    occasion=st.one_of(st.just(""), lines),
    original=st.none() | originals,
    also=st.lists(originals, max_size=2).map(tuple),
    kept=st.lists(lines, max_size=2).map(tuple),
    unplaced=st.lists(st.builds(Unplaced, lines, decisions.filter(bool).map(tuple)), max_size=2).map(tuple),
    vanished=st.sampled_from(["", "2024-05-06"]),
    removed=st.lists(st.builds(Removed, st.integers(1, 99), lines, st.just("advert")), max_size=3).map(tuple),
    found=st.dictionaries(st.sampled_from(["title", "date"]), st.sampled_from(["text", "name"]), max_size=2),
)


#: Words of questions, and of texts made for them: every two of them meet somewhere.
WORDS = (
    "责任",
    "集体",
    "经济",
    "集体经济",
    "村",
    "以",
    "为",
    "一",
    "发展",
    "發展",
    "“三资”",
    "×",
    "7.5",
    "ＧＤＰ",
    "xx镇",
    "书记、班子",
)


def _written(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Words and what takes their place in a question: quoted ones, patterns, two near each other."""
    plain = words.filter(lambda word: not set(word) & set("“”"))
    sides = (
        plain
        | words.map(_quoted)
        | st.lists(plain, min_size=2, max_size=3).map(lambda some: f"({' | '.join(some)})")
    )
    return (
        words
        | words.map(_quoted)
        | st.lists(plain, min_size=2, max_size=4).map("*".join)
        | st.lists(plain, min_size=2, max_size=3).map(lambda some: "*".join(some) + "*")
        | st.builds("{} {} {}".format, sides, st.sampled_from(["~", "~0", "~3", "～１２"]), sides)
    )


def _quoted(word: str) -> str:
    return f"“{word.strip('“”')}”"


def _fields(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    years = st.sampled_from(["2018", "2018..2019", "..2018", "2019..", "(2018 | 2019)"])
    roles = st.sampled_from(["问题", "措施", "(问题 | 开场)", "measure"])
    values = words.map(_quoted) | st.builds("({} | -{})".format, words.map(_quoted), words.map(_quoted))
    return (
        years.map("年份:".__add__)
        | roles.map("用途：".__add__)
        | st.builds("{}{}".format, st.sampled_from(["标题:", "来源：", "title:"]), values)
        | st.sampled_from(["主题:x", "主题:(x | -y)"])
    )


def queries() -> st.SearchStrategy[str]:
    """Questions of the whole language, as a person types them: nothing in them needs a notice."""
    words = st.sampled_from(WORDS)
    return st.recursive(
        _written(words) | _fields(words),
        lambda inner: (
            st.lists(inner, min_size=2, max_size=3).map(" ".join)
            | st.lists(inner, min_size=2, max_size=3).map(" | ".join)
            | inner.map("({})".format)
            | inner.map("-({})".format)
        ),
        max_leaves=5,
    )
