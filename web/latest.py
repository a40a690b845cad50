"""The last decisions of one browser, so that they can still be taken back after the page was turned or shown anew."""

from __future__ import annotations

from flask import session

from web.intake import Steps

_KEY = "decided"

#: So many are remembered; a cookie holds them.
_MOST = 20


def remember(token: str, text: str) -> None:
    """A step of decisions was made, told by `text`; nothing when the token is empty."""
    if token:
        session[_KEY] = [*_all(), [token, text]][-_MOST:]


def forget(token: str) -> str:
    """It is taken back, or cannot be any more; gives the words that told it, empty when it is not known."""
    text = next((text for one, text in _all() if one == token), "")
    session[_KEY] = [[one, text] for one, text in _all() if one != token]
    return text


def latest(steps: Steps) -> str:
    """The token of the last step that can still be taken back; empty when there is none."""
    return next((token for token, _ in reversed(_all()) if steps.look(token)), "")


def _all() -> list[tuple[str, str]]:
    return [(token, text) for token, text in session.get(_KEY, [])]
