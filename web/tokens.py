"""Who may change the library: a form that a page of this program has made, sent from such a page.

Every POST is checked three times: where the browser says it comes from (Sec-Fetch-Site, Origin), and a token
that only our own pages hold. The token belongs to a session whose cookie no other site can make a browser
send (SameSite=Strict) and whose key lives as long as the program runs. Neither is ever logged.
"""

from __future__ import annotations

import hmac
import secrets
from typing import cast

from flask import Flask, abort, request, session

from kb.files import etag
from kb.library import Library

FIELD, HEADER = "csrf", "X-CSRF-Token"

_REFUSED = "这一页放得太久，或不是从言库自己的页面送来的。没有改动什么；请回到原来的页面，刷新后再做一次。"


def register(app: Flask) -> None:
    """Check every POST; give templates `csrf()`."""
    home = cast("Library", app.extensions["library"]).home.root
    app.secret_key = secrets.token_bytes(32)
    app.config.update(
        # Cookies know no ports: two libraries open at once must not overwrite each other's.
        SESSION_COOKIE_NAME=f"yanku-{etag(str(home).encode())[:8]}",
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
    )
    app.before_request(_check)
    app.jinja_env.globals["csrf"] = token


def token() -> str:
    """The token of this session, made when it is first wanted."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
    return str(session[FIELD])


def _check() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS") or request.routing_exception is not None:
        return
    if not _is_from_here() or not _has_token():
        abort(403, _REFUSED)


def _is_from_here() -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    return origin is None or origin == request.host_url.rstrip("/")


def _has_token() -> bool:
    known, given = session.get(FIELD), request.headers.get(HEADER) or request.form.get(FIELD)
    return bool(known and given) and hmac.compare_digest(str(known).encode(), str(given).encode())
