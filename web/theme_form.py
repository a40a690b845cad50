"""A theme as a form: terms one a line, and what is wrong with them told beside the field, with the line.

It reads and checks; it never writes and never repairs what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.taxonomy import Theme
from kb.taxonomy_change import is_below, new_id
from kb.taxonomy_edit import Wish
from kb.terms import parse_term
from kb.themes import Fault, check, together

#: The fields in their order, with their labels.
TEXTS: Mapping[str, str] = {"name": "名称", "scope": "范围", "broader": "上级主题"}
LISTS: Mapping[str, str] = {"strong": "强词", "weak": "弱词", "not": "屏蔽语", "examples": "例句"}
_TERMS = ("strong", "weak", "not")

_BETWEEN = re.compile(r"[、，,；;\s]+")
#: The signs that belong to a term, with spaces that somebody has typed around them.
_JOINED = re.compile(r"\s*([/／…]+)\s*")
_QUOTED = re.compile('[“”"「」]')

#: What a theme is called while it is looked at before it has a name.
NAMELESS = "（还没有名称）"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field; `line` counts from 1, 0 for the whole field."""

    field: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.what}" if self.line else self.what


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields, as it was typed; `id` is empty for a theme that is not there yet."""

    id: str
    values: Mapping[str, str]

    def lines(self, field: str) -> list[str]:
        """The lines of a list field, stripped; empty ones stay, so that lines can be counted."""
        return [line.strip() for line in self.values[field].splitlines()]

    def entries(self, field: str) -> tuple[str, ...]:
        """The lines of a list field that say something, each once."""
        return tuple(dict.fromkeys(line for line in self.lines(field) if line))

    def adding(self, strength: str, term: str) -> Form:
        """The form with a term added to a list, and taken out of the others."""
        if strength not in _TERMS or not term.strip():
            return self
        kept = {
            field: "\n".join(line for line in self.lines(field) if line not in ("", term)) for field in _TERMS
        }
        kept[strength] = "\n".join(filter(None, (kept[strength], term.strip())))
        return replace(self, values={**self.values, **kept})

    @property
    def called(self) -> Form:
        """The form with a name to look at it by, if it has none yet."""
        return (
            self if self.values["name"].strip() else replace(self, values={**self.values, "name": NAMELESS})
        )

    def wish(self) -> Wish:
        """What the form asks for."""
        theme = self.theme()
        return Wish(
            theme.name, theme.scope, theme.broader, theme.strong, theme.weak, theme.not_, theme.examples
        )

    def theme(self) -> Theme:
        """The form as a theme by itself."""
        name, scope, broader = (self.values[field].strip() for field in TEXTS)
        strong, weak, not_, examples = (self.entries(field) for field in LISTS)
        return Theme(self.id, name, scope, broader, strong, weak, not_, examples)


def of_theme(theme: Theme) -> Form:
    """The form of a theme as it stands."""
    lists = {"strong": theme.strong, "weak": theme.weak, "not": theme.not_, "examples": theme.examples}
    texts = {"name": theme.name, "scope": theme.scope, "broader": theme.broader}
    return Form(theme.id, texts | {field: "\n".join(entries) for field, entries in lists.items()})


def empty() -> Form:
    """The form of a theme that is not there yet."""
    return Form("", dict.fromkeys((*TEXTS, *LISTS), ""))


def read(id_: str, given: Mapping[str, str], kept: Collection[str] = ()) -> Form:
    """What was sent; a field that was not counts as empty. Several terms on a line are several lines.

    A line of `kept`, the terms the theme has, stays as it is, and so does one in quotes.
    """
    values = {field: given.get(field, "").replace("\r\n", "\n") for field in (*TEXTS, *LISTS)}
    for field in _TERMS:
        lines = values[field].splitlines()
        values[field] = "\n".join(term for line in lines for term in _several(line.strip(), kept))
    return Form(id_, values)


def _several(line: str, kept: Collection[str]) -> list[str]:
    """The terms of a line as people type them one after the other: 、 ， and spaces stand between."""
    if line in kept or _QUOTED.search(line):
        return [line]
    return [term for term in _BETWEEN.split(_JOINED.sub(r"\1", line)) if term] or [line]


def problems(form: Form, others: Sequence[Theme]) -> tuple[Problem, ...]:
    """Everything that is wrong with a form, beside the themes that are there already."""
    found = [*_of_terms(form), *_of_name(form, others)]
    if not found:
        try:
            check(replace(form.theme(), id=form.id or "theme"))
        except Fault as fault:
            field = fault.key if fault.key in form.values else "name"
            found.append(Problem(field, 0, str(fault)))
    return tuple(found or dict.fromkeys(_of_whole(form, others)))


def above(form: Form, themes: Sequence[Theme]) -> list[Theme]:
    """The themes that can stand above that of the form: those in use that are not below it; and what is chosen."""
    return [
        theme
        for theme in themes
        if theme.id == form.values["broader"]
        or not (theme.retired or theme.id == form.id or is_below(themes, theme.id, form.id))
    ]


def _of_terms(form: Form) -> Iterator[Problem]:
    seen: dict[str, tuple[str, int]] = {}
    for field in _TERMS:
        for number, term in enumerate(form.lines(field), 1):
            if not term:
                continue
            if term in seen:
                where, line = seen[term]
                yield Problem(field, number, f"“{term}”与{LISTS[where]}第 {line} 行重复")
                continue
            seen[term] = field, number
            try:
                parse_term(term)
            except ValueError as error:
                yield Problem(field, number, f"“{term}”不能用：{error}")


def _of_whole(form: Form, others: Sequence[Theme]) -> Iterator[Problem]:
    """What only the table with this theme in it can tell: names that are ids of others, rings."""
    old = next((theme for theme in others if theme.id == form.id), None)
    if old:
        theme = replace(form.theme(), was=old.was, retired=old.retired)
        table = [theme if other is old else other for other in others]
    else:
        theme = form.theme()
        table = [*others, replace(theme, id=new_id(theme.name, others))]
    for _, fault in together(table):
        yield Problem(fault.key if fault.key in form.values else "name", 0, str(fault))


def _of_name(form: Form, others: Sequence[Theme]) -> Iterator[Problem]:
    name = form.values["name"].strip()
    if not name:
        yield Problem("name", 0, "写一个名称")
    taken = next((theme for theme in others if theme.id != form.id and theme.name == name), None)
    if taken:
        yield Problem("name", 0, f"已经有叫“{name}”的主题")
