"""A client for the sample library, one for a library without speeches, and pages read as trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from kb.home import Home, create
from kb.library import Library
from tests.web.samples import make
from web import create_app

Tree = LexborHTMLParser
Get = Callable[[str], Tree]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample library. Tests that change one make their own."""
    made = make(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(library: Library) -> Flask:
    made = create_app(library)
    made.testing = True
    return made


@pytest.fixture(scope="session")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def get(client: FlaskClient) -> Get:
    """Get a page that must be there, as a tree."""

    def page(address: str) -> Tree:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return Tree(answer.text)

    return page


@pytest.fixture
def empty(tmp_path: Path) -> Library:
    """A library without speeches and without an index."""
    home = Home(tmp_path / "empty")
    create(home)
    return Library(home)
