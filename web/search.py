"""The first page, and the results of a question: ask, open the hits, give every choice its link."""

from __future__ import annotations

from dataclasses import asdict, replace
from unicodedata import category

from flask import Flask, request

from kb.asked import Asked
from kb.engine import DEFAULT_KINDS
from kb.errors import StaleIndex
from kb.library import Library
from kb.relax import FEW
from kb.search import Answer
from kb.search import search as answer
from kb.spelling import Meant, meant
from web import page
from web.asked import Read, facet_pairs, pairs, read
from web.choice import Choice
from web.facets import Narrowing, chips, narrowing
from web.freshness import freshness
from web.hits import Card, card, card_data
from web.lexicon import faults
from web.links import afresh, search_url
from web.nohits import help_out
from web.page import Data, Page, library
from web.pager import pager
from web.sorting import sorting
from web.tick import reading, ticked
from web.titles import all_listed
from web.widening import widening, widening_data

#: Tried in this order as examples; those that find something are shown.
_EXAMPLES = (
    "集体经济 薄弱", "“第一责任人”", "标题:作风", "用途:问题 形式主义", "主体责任 | 一岗双责",
    "“高质量发展”", "基层 治理", "责任", "工作",
)  # fmt: skip
_SHOWN_EXAMPLES = 3
_RECENT = 6


def register(app: Flask) -> None:
    """Add `/` and `/search`."""
    page.add(app, "/", "home", home)
    page.add(app, "/search", "search", results)


def home() -> Page:
    """The first page: themes as a way in, or the results when there is a question."""
    return results() if request.args else _welcome(library())


def results() -> Page:
    """The results of the question in the address."""
    kb, asking = library(), read(request.args, library().classifier().taxonomy)
    if asking.asked == Asked():
        return _welcome(kb, asking.notices)
    try:
        found = _answer(kb, asking)
    except StaleIndex:
        if kb.is_empty():
            return _first_run()
        raise
    if not found.total and kb.is_empty():
        return _first_run()
    return _results(kb, found)


def _answer(kb: Library, asking: Read) -> Answer:
    """The answer, on its last page when the page asked for is beyond it."""
    found = answer(kb, asking.asked)
    if found.asked.page > found.pages:
        found = answer(kb, replace(asking.asked, page=found.pages))
    return replace(found, notices=(*asking.notices, *found.notices, *_marks_only(found), *freshness(kb)))


def _marks_only(found: Answer) -> tuple[str, ...]:
    """What was pasted may have lost its words; marks are found too, and then nearly everything is."""
    marks = found.sought and all(category(char)[0] in "PZ" for char in found.asked.q)
    return ("打的只有标点，下面是有这些标点的地方",) if marks and found.total else ()


def _results(kb: Library, found: Answer) -> Page:
    asked = found.asked
    cards = [card(kb, asked, hit) for hit in found.found]
    facets = narrowing(kb, found)
    advice = None if found.total else help_out(kb, asked)
    themes = kb.classifier().taxonomy.by_id
    here = search_url(asked)
    ticking = reading(request.args, here)
    closest = [card(kb, asked, hit) for hit in advice.closest] if advice else []
    offered = _meant(kb, found)
    context = {
        "asked": asked,
        "answer": found,
        "cards": cards,
        "facets": facets,
        "chips": chips(kb, asked),
        "kept": [*_kept(asked), *([("tick", "1")] if ticking else [])],
        "ticking": ticking,
        "go": ticking.keep if ticking else str,
        "here": here,
        "tick_url": here if ticking else ticked(here),
        "only": asked.themes[0] if len(asked.themes) == 1 else "",
        "only_name": themes[asked.themes[0]].name if len(asked.themes) == 1 else "",
        "all_themes": list(themes.values()),
        "clear": search_url(Asked(q=asked.q)),
        "counts": _counts(found),
        "help": advice,
        "meant": [Choice(one.text, one.text, one.total, False, search_url(one.asked)) for one in offered],
        "closest": closest,
        "nearer": afresh(asked, near=True, order="relevance"),
        "few": bool(asked.q) and not asked.near and 0 < found.total < FEW,
        "sorting": sorting(found),
        "widening": widening(asked, found.expansions, found.dropped),
        "pager": pager(found),
    }
    return Page("search.html", context, lambda: _data(found, facets, cards, closest, offered))


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """What stays when other words are asked for: what is chosen, and the order."""
    return [*facet_pairs(asked), *(pair for pair in pairs(asked) if pair[0] in ("order", "prior"))]


def _data(
    found: Answer, facets: Narrowing, cards: list[Card], closest: list[Card], offered: tuple[Meant, ...]
) -> Data:
    """The results for programs."""
    asked = found.asked
    return {
        "q": asked.q,
        "total": found.total,
        "listed": found.listed,
        "page": asked.page,
        "pages": found.pages,
        "milliseconds": round(found.milliseconds, 1),
        "order": asked.order,
        "unused": asked.unused,
        "behind": found.back if asked.prior else 0,
        "notices": list(found.notices),
        "widening": widening_data(asked, found.expansions, found.dropped),
        "facets": asdict(facets),
        "hits": [card_data(shown) for shown in cards],
        "closest": [card_data(shown) for shown in closest],
        "meant": [{"q": one.text, "total": one.total} for one in offered],
    }


def _meant(kb: Library, found: Answer) -> tuple[Meant, ...]:
    """What may have been meant, where little or nothing has what was typed."""
    few = found.total < FEW or found.loosened
    return meant(kb, found.asked) if few and found.asked.page == 1 and not found.asked.near else ()


def _counts(found: Answer) -> str:
    """How many of what: `81 段、5 个标题`."""
    kinds, asked = found.facets.kinds, found.asked.kinds
    if asked != DEFAULT_KINDS or kinds.get("passage", 0) + kinds.get("heading", 0) != found.total:
        return f"{found.total:,} 个标题" if asked == {"heading"} else f"{found.total:,} 段"
    named = ((kinds.get("passage", 0), "段"), (kinds.get("heading", 0), "个标题"))
    return "、".join(f"{count:,} {unit}" for count, unit in named if count)


def _welcome(kb: Library, notices: tuple[str, ...] = ()) -> Page:
    """No question yet: how much there is, the themes, some examples, the newest speeches."""
    listed = all_listed(kb)
    if not listed:
        return _first_run()
    found = answer(kb, Asked(size=1))
    themes = narrowing(kb, found).themes
    examples = _examples(kb)
    notices = (*notices, *freshness(kb), *faults(kb))
    context = {
        "asked": Asked(),
        "notices": notices,
        "themes": (*themes.choices, *themes.more),
        "examples": examples,
        "recent": listed[:_RECENT],
        "speeches": len(listed),
        "passages": found.facets.kinds.get("passage", 0),
    }
    data = {
        "speeches": len(listed),
        "passages": context["passages"],
        "notices": list(notices),
        "themes": [
            {"id": t.value, "name": t.label, "hits": t.count} for t in (*themes.choices, *themes.more)
        ],
        "examples": [example.label for example in examples],
        "recent": [{"id": s.id, "title": s.title, "date": s.date} for s in listed[:_RECENT]],
    }
    return Page("welcome.html", context, data)


def _examples(kb: Library) -> list[Choice]:
    shown: list[Choice] = []
    for q in _EXAMPLES:
        if count := answer(kb, Asked(q=q, size=1)).total:
            shown.append(Choice(q, q, count, False, search_url(Asked(q=q))))
        if len(shown) == _SHOWN_EXAMPLES:
            break
    return shown


def _first_run() -> Page:
    """A library without speeches: how to fill it."""
    return Page("firstrun.html", {"asked": Asked()}, {"speeches": 0, "notices": ["资料库还是空的"]})
