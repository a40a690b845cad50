"""Style sheets and scripts, each with a version in its address so that a browser may keep it for good."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from kb.files import etag

_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Give templates `asset("tokens.css")`."""
    folder = Path(str(app.static_folder))
    versions = {path.name: etag(path.read_bytes())[:8] for path in folder.iterdir() if path.is_file()}
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR

    def asset(name: str) -> str:
        return f"{app.static_url_path}/{name}?v={versions[name]}"

    app.jinja_env.globals["asset"] = asset
    # Browsers ask for it beside what is no page, such as an excerpt.
    app.add_url_rule("/favicon.ico", "favicon", lambda: app.send_static_file("mark.svg"))
