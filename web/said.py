"""What has just been done, told once on the next page, with the way to undo it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, session

_KEY = "said"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; `undo` is the token of the step that can be taken back, `back` the page to return to.

    `action` is the address that takes it back.
    """

    text: str
    undo: str = ""
    back: str = ""
    action: str = "/undo"


def register(app: Flask) -> None:
    """Give templates `said()`."""
    app.jinja_env.globals["said"] = said


def say(text: str, undo: str = "", back: str = "", action: str = "/undo") -> None:
    """Tell it on the next page that shows such things."""
    session[_KEY] = [text, undo, back, action]


def said() -> Said | None:
    """What there is to tell; it is told once."""
    told = session.pop(_KEY, None)
    return Said(*told) if told else None
