"""One speech: the page to read it on, its excerpts as plain text, its original."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, Response, request, send_file

from kb.citation import spoken_date
from kb.cleaning import rule_label
from kb.errors import NotFound
from kb.excerpt import FORMS, excerpt
from kb.model import Heading, Removed, Speech
from kb.places import place, places
from kb.search import marked
from web import page
from web.asked import read
from web.copies import copy_data, of_place
from web.decisions import unplaced
from web.edit import BEGINS
from web.facts import facts_of, form
from web.hits import tag_data, went_data
from web.links import hit_id, original_url, reading_url, search_url
from web.page import Page, library
from web.reading import Block, Part, Shown, in_order, layout
from web.taking import style, taking
from web.walk import hits_in, walk

#: What may not stand in a header line.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def register(app: Flask) -> None:
    """Add `/speech/<id>` and what is below it."""
    page.add(app, "/speech/<id_>", "speech", reading)
    app.add_url_rule("/speech/<id_>/<name>.txt", "excerpt", excerpt_text)
    app.add_url_rule("/speech/<id_>/original", "original", original)


def reading(id_: str) -> Page:
    """A speech to read, with the words of the question marked and its hits to walk through."""
    kb = library()
    speech = kb.speech(id_)
    asked, at = read(request.args, kb.classifier().taxonomy).asked, request.args.get("at", "")
    hits = hits_in(kb, id_, asked)
    blocks = layout(kb, speech, Shown(marked(kb, asked), frozenset(hits), at, asked))
    copies = of_place(kb, speech, next((p for p in places(speech) if p.name == at), None), asked)
    context = {
        "asked": asked,
        "speech": speech,
        "date": spoken_date(speech.date),
        "source_title": _source_title(speech),
        "blocks": blocks,
        "removed": [(line, rule_label(line.rule)) for line in speech.removed],
        "original_url": original_url(id_) if speech.original else "",
        "back": search_url(asked, hit_id(id_, at) if at else "") if hits else "",
        "walk": walk(kb, id_, asked, hits, at),
        "form": form(kb, speech, reading_url(id_, asked, at)),
        "begins": BEGINS,
        "at": at,
        "here": reading_url(id_, asked, at),
        "unplaced": unplaced(kb, id_),
        "copies": copies,
        "alike": "alike" in request.args,
    }
    data = _data(speech, blocks, hits) | {"at": at, "copies": [copy_data(copy) for copy in copies]}
    return Page("speech.html", context, data)


def _source_title(speech: Speech) -> str:
    """What stands in the text as its title and is no part of the title of the speech."""
    title = _dense(speech.title)
    written = [node.text for node in speech.body if isinstance(node, Heading) and node.level == 0]
    return " ".join(text for text in written if _dense(text) not in title)


def _dense(text: str) -> str:
    return "".join(text.split())


def _data(speech: Speech, blocks: Sequence[Block], hits: Sequence[str]) -> dict[str, object]:
    return {
        "id": speech.id,
        "title": speech.title,
        "date": speech.date,
        "facts": [{"name": f.name, "value": f.value, "found": f.found} for f in facts_of(speech, {})],
        "original": speech.original.name if speech.original else None,
        "removed": [_removed_data(line) for line in speech.removed],
        "places": [_part_data(part) for part in in_order(blocks)],
        "hits": list(hits),
    }


def _removed_data(line: Removed) -> dict[str, object]:
    return {"line": line.line, "text": line.text, "rule": line.rule}


def _part_data(part: Part) -> dict[str, object]:
    return {
        "place": part.name,
        "kind": part.look,
        "text": part.text,
        "citation": part.citation,
        "role": tag_data(part.role) if part.role else None,
        "themes": [tag_data(tag) for tag in part.themes if not tag.denied],
        "denied": [tag.id for tag in part.themes if tag.denied],
        "used": [went_data(one) for one in part.used],
    }


def excerpt_text(id_: str, name: str) -> Response:
    """An excerpt in one of its forms, as text to select and copy."""
    speech = library().speech(id_)
    form = request.args.get("form", "plain")
    if form not in FORMS:
        raise NotFound(f"没有“{form}”这种摘录", remedy=f"可用的有 {'、'.join(FORMS)}")
    text = excerpt(speech, place(speech, name), style()).taken(taking()).render(form)
    return Response(text + "\n", mimetype="text/plain")


def original(id_: str) -> Response:
    """The received file, byte for byte, to be kept and not shown: it may be anything."""
    kb = library()
    found = kb.speech(id_).original
    path = kb.original_path(found) if found else None
    if found is None or path is None or not path.is_file():
        raise NotFound("这篇讲话没有原件，或原件已不在资料库里", file=path, remedy="可以重新导入原来的文件")
    return send_file(
        path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=_CONTROL.sub("_", found.name),
        max_age=0,
    )
