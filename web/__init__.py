"""The web front end: shows the library, and hands what people bring and set right to `web/intake.py`. It knows
no engine.

Every page is made on the server and works without scripts; every page has a `.json` twin.
"""

from __future__ import annotations

from flask import Flask

import web.assets as assets
import web.decide as decide
import web.decisions as decisions
import web.draft_deeds as draft_deeds
import web.draft_export as draft_export
import web.draft_list as draft_list
import web.draft_masks as draft_masks
import web.draft_outline as draft_outline
import web.draft_overlap as draft_overlap
import web.draft_page as draft_page
import web.draft_take as draft_take
import web.draft_versions as draft_versions
import web.edit as edit
import web.errors as errors
import web.help as help
import web.importing as importing
import web.keyboard as keyboard
import web.kwic_page as kwic_page
import web.overlap as overlap
import web.page as page
import web.parallel_page as parallel_page
import web.reclassify as reclassify
import web.said as said
import web.saved as saved
import web.search as search
import web.security as security
import web.speech as speech
import web.speeches as speeches
import web.suggest as suggest
import web.syntax as syntax
import web.taking as taking
import web.theme_edit as theme_edit
import web.themes as themes
import web.titles_page as titles_page
import web.tokens as tokens
import web.ways as ways
import web.why as why
import web.workshop as workshop
from kb.library import Library

#: Bytes of a request body: forms. Only the one that takes files may be larger.
MAX_REQUEST = 64 * 1024

_PAGES = (
    syntax, ways, saved, search, suggest, titles_page, parallel_page, kwic_page, overlap, speech, why, speeches, themes,
    workshop, theme_edit, reclassify, decide, decisions, importing, edit, draft_list,
    draft_page, draft_versions, draft_take, draft_deeds, draft_outline, draft_overlap, draft_masks, draft_export,
    taking, help, keyboard,
)  # fmt: skip


def create_app(library: Library) -> Flask:
    """The application over one library."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    page.use(app, library)
    # Tokens come last: reading one needs the size that a page allows its form.
    for part in (assets, security, errors, said, *_PAGES, tokens):
        part.register(app)
    return app
