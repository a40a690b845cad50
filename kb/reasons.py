"""Reasons in words: why a passage has a theme or a role (依据), or how near it came to a theme.

The one place where rules have Chinese names. Plain sentences, for the command line and the pages alike; it
explains and never decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.evidence import Evidence, Rule
from kb.explain import Near
from kb.model import Role

#: So many words of one sort are named at once; all of them on demand.
NAMED = 6

#: What each rule is called.
RULES: Mapping[Rule, str] = {
    "strong": "强词一处就算",
    "weak": "两个弱词同句",
    "heading": "标题借来：正文里一处就算",
    "lead": "在段首小标题句里",
    "person": "由人确定",
    "cue": "用语",
    "position": "位置",
}

_POSITION: Mapping[str, str] = {"opening": "在全文开头", "closing": "在全文结尾"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence: `before`, the quoted `words`, `after`. Without words it is `before` alone."""

    before: str
    words: tuple[str, ...] = ()
    after: str = ""

    def __str__(self) -> str:
        return self.before + self.named + self.after

    @property
    def named(self) -> str:
        """The first words, quoted, and how many there are."""
        more = f"等 {len(self.words)} 处" if len(self.words) > NAMED else ""
        return quoted(self.words[:NAMED]) + more

    @property
    def all(self) -> str:
        """All words, quoted; empty when they are all named in the sentence."""
        return quoted(self.words) if len(self.words) > NAMED else ""


def quoted(words: Iterable[str]) -> str:
    """“甲”、“乙”."""
    return "、".join(f"“{word}”" for word in words)


def reasons(evidence: Sequence[Evidence], text: str, role: Role | None = None) -> tuple[Reason, ...]:
    """Sentences for the evidence, a person's word first.

    Args:
        text: the passage that the spans of the evidence count in.
        role: the role it speaks for, if it is about one.
    """
    found = [Reason(RULES["person"])] if any(e.rule == "person" for e in evidence) else []
    place = _POSITION.get(role or "")
    found += [Reason(place) for e in evidence if e.rule == "position" and place]
    spans = [e for e in evidence if e.end > e.start]
    inside = [e for e in spans if e.where == "text"]
    for rule in ("cue", "strong", "lead", "weak"):
        words = _words(text, (e for e in inside if e.rule == rule))
        if words:
            found.append(Reason("正文里的", words, _called(rule, spans)))
    for heading in dict.fromkeys(e.heading for e in spans if e.where == "heading"):
        above = [e for e in spans if e.where == "heading" and e.heading == heading]
        lent = f"，{RULES['heading']}" if above[0].rule == "heading" else ""
        found.append(Reason(f"标题“{heading}”里的", _words(heading, above), lent))
    return tuple(found)


def _called(rule: str, spans: Sequence[Evidence]) -> str:
    """The name of the rule that a word of the text comes under; a cue speaks for itself."""
    if rule == "weak":
        # Beside a strong word, a heading or a lead, a weak word decides nothing.
        return "，弱词" if any(e.rule != "weak" for e in spans) else f"，{RULES['weak']}"
    return {"strong": f"，{RULES['strong']}", "lead": f"，{RULES['lead']}"}.get(rule, "")


def _words(text: str, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[e.start : e.end] for e in evidence))


def nearly(near: Near, text: str) -> str:
    """One sentence: what there is of a theme, and what is wanting."""
    words = quoted(_words(text, (e for e in near.evidence if e.where == "text")))
    if near.reason == "passing":
        return f"长段里只顺带提到一次{words}"
    if near.reason == "single":
        return f"只有一处弱词{words}，还差一处"
    if near.reason == "apart":
        return f"弱词{words}不在同一句里"
    if near.reason == "masked":
        return f"{words}落在屏蔽语{quoted(_words(text, near.masks))}里，不算"
    heading = near.evidence[0].heading
    return f"只有标题“{heading}”里有{quoted(_words(heading, near.evidence))}，正文里一处也没有"
