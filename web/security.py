"""What keeps other people's pages away from the library.

A page of another site must not read this one (Host check against DNS rebinding, cross-origin headers),
frame it, or run anything in it (no inline script or style at all). What changes something is guarded in
`web/tokens.py`.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from web.page import library

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(app: Flask) -> None:
    """Check every request and label every answer."""
    app.before_request(_check_host)
    app.after_request(_label)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _check_host() -> None:
    """Refuse a name that someone else has pointed at this machine (DNS rebinding)."""
    try:
        host = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        host = ""
    if not is_loopback(host) and host != library().config.host:
        abort(421, "这个网址不是言库的地址。请用 http://127.0.0.1 加端口号打开。")


def _label(response: Response) -> Response:
    for name, value in _HEADERS.items():
        # The page for print has a stricter policy of its own.
        response.headers.setdefault(name, value)
    if not response.cache_control.max_age:
        response.cache_control.private = True
        response.cache_control.no_cache = True
    return response
