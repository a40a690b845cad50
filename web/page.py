"""A page and its JSON twin, made by one function, so that neither can be forgotten or differ in content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, current_app, jsonify, make_response, render_template

from kb.excerpt import RICH_STYLE
from kb.library import Library

Data = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """What a handler gives: a template with what it needs, and the same for programs, put together when asked for."""

    template: str
    context: Mapping[str, object]
    data: Data | Callable[[], Data]
    status: int = 200


Make = Callable[..., Page]


def use(app: Flask, library: Library) -> None:
    """Let the handlers of this application find its library, and its pages the style of copied text."""
    app.extensions["library"] = library
    app.jinja_env.globals["rich_style"] = RICH_STYLE


def library() -> Library:
    """The library of the application that is answering."""
    return cast("Library", current_app.extensions["library"])


def shown(made: Page) -> Response:
    """A page as HTML."""
    return make_response(render_template(made.template, **made.context), made.status)


def twin(made: Page) -> Response:
    """The same for programs."""
    return make_response(jsonify(made.data() if callable(made.data) else made.data), made.status)


def add(app: Flask, rule: str, name: str, make: Make) -> None:
    """Serve `make` at `rule`, and as JSON at `rule` + `.json`."""

    def html(**parts: str) -> Response:
        return shown(make(**parts))

    def data(**parts: str) -> Response:
        return twin(make(**parts))

    app.add_url_rule(rule, name, html)
    app.add_url_rule(f"{rule}.json", f"{name}_json", data)
