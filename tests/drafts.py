"""Hypothesis strategies for drafts, and a short way to write one down."""

from __future__ import annotations

from hypothesis import strategies as st

from kb.draft import UNTITLED, Block, Draft, Source, cleaned, heading_text, one_line
from tests.strategies import NASTY, dates, lines

_NASTIER = [*NASTY, "\n", "\n\n", "\r\n", "> ", "{: .b2 }", '{: taken="b1" }', '{: #b1 from="a#p1" }', "一、", "（一）",
            "第一句话，", "三要", "&quot;", '"', "}", "\x0b", "\u2028", "==", "=", "| a |", "```", "    ", "# "]  # fmt: skip

texts = (
    st.lists(st.one_of(st.sampled_from(_NASTIER), st.text(max_size=12)), max_size=6).map("".join).map(cleaned)
)
headings = texts.map(heading_text)
facts = st.one_of(st.just(""), lines.map(one_line))


@st.composite
def sources(draw: st.DrawFn, text: str) -> Source:
    return Source(
        speech=draw(st.sampled_from(["2019-jiceng-3f2a", "a", ""])),
        place=draw(st.sampled_from(["p1", "p20.1", "p20+", "h3"])),
        citation=draw(facts),
        sha=draw(st.sampled_from(["0123456789abcdef", "ffffffffffffffff", ""])),
        taken=draw(st.just(text) | texts),
        added=draw(st.sampled_from(["2026-03-05T06:02:11Z", "2026-04-01T00:00:00Z", ""])),
    )


@st.composite
def blocks(draw: st.DrawFn, id_: str) -> Block:
    kind = draw(st.sampled_from(["heading", "text", "excerpt"]))
    if kind == "heading":
        return Block(id_, draw(headings), draw(st.integers(1, 4)))
    text = draw(texts)
    return Block(id_, text, source=draw(sources(text)) if kind == "excerpt" else None)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Block, ...]:
    ids = draw(st.lists(st.sampled_from(["b1", "b2", "b3", "b12", "intro", "x-1"]), unique=True, max_size=6))
    return tuple(draw(blocks(id_)) for id_ in ids)


drafts = st.builds(
    Draft,
    id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,3}", fullmatch=True),
    title=lines.map(one_line).map(lambda title: title or UNTITLED),
    blocks=bodies(),
    occasion=facts,
    audience=facts,
    date=st.one_of(dates, facts),
    extra=st.dictionaries(st.sampled_from(["状态", "note"]), lines, max_size=2),
)


def source(text: str, key: str = "2019-zuofeng-3f2a#p3", added: str = "2026-03-05T06:02:11Z") -> Source:
    """The source of an excerpt of that text."""
    speech, _, place = key.partition("#")
    return Source(speech, place, f"《在作风会上的讲话》，2019年；{place}", "0123456789abcdef", text, added)


def draft(*written: str) -> Draft:
    """A draft with blocks b1, b2 …: `## 甲` is a heading of level 1, `> 乙` an excerpt, anything else own text."""
    return Draft("a", "在会上的发言", tuple(_block(f"b{n}", one) for n, one in enumerate(written, 1)))


def _block(id_: str, one: str) -> Block:
    if one.startswith("#"):
        marks, _, text = one.partition(" ")
        return Block(id_, text, len(marks) - 1)
    text = one.removeprefix("> ")
    return Block(id_, text, source=source(text) if text != one else None)


def shown(of: Draft) -> list[str]:
    """The blocks as `draft` takes them."""
    marks = {"heading": "#", "text": "", "excerpt": "> "}
    return [("#" * (b.level + 1) + " " if b.level else marks[b.kind]) + b.text for b in of.blocks]
