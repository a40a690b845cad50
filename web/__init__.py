"""The web front end: reads the library and shows it. It never changes a speech and knows no engine.

Every page is made on the server and works without scripts; every page has a `.json` twin.
"""

from __future__ import annotations

from flask import Flask

from kb.library import Library
from web import assets, errors, help, page, search, security, speech, speeches, themes

#: Bytes of a request body. Nothing here takes one.
MAX_REQUEST = 64 * 1024

_PAGES = (search, speech, speeches, themes, help)


def create_app(library: Library) -> Flask:
    """The application over one library."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    page.use(app, library)
    for part in (assets, security, errors, *_PAGES):
        part.register(app)
    return app
