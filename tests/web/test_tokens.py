"""Nobody but our own pages changes anything."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.library import Library
from tests.web.forms import Writer
from tests.web.samples import JITI, make
from web import create_app

POSTS = (
    *("/import", "/import/x/cancel", "/import/x/merge", "/undo", "/decisions/put", "/decisions/drop"),
    *("/decide", "/decide/undo", "/decide/many", "/decide/all"),
    *("/overlap", "/overlap.json"),
    *("/drafts", "/draft/take", "/draft/put", "/taking"),
    *(f"/drafts/2023-jiti/{name}" for name in ("delete", "back")),
    *(f"/draft/2023-jiti/{name}" for name in ("do", "here", "outline", "outline.json", "outline/take")),
    *("/saved", "/saved/undo", *(f"/saved/2023-jiti/{name}" for name in ("open", "rename", "delete"))),
    *(f"/themes/{name}" for name in ("new", "change", "import", "revert", "work-style/edit")),
    *(f"/speech/2023-jiti/{name}" for name in ("facts", "restore", "remove")),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home", (JITI,))
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Writer:
    return Writer(create_app(library))


def test_these_are_all_the_ways_to_change_something(writer: Writer) -> None:
    rules = {
        str(rule)
        .replace("<batch>", "x")
        .replace("/themes/<id_>", "/themes/work-style")
        .replace("<id_>", "2023-jiti")
        for rule in writer.client.application.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }
    assert rules == set(POSTS)


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
    ],
    ids=str,
)
def test_a_form_from_elsewhere_is_refused_even_with_the_token(
    writer: Writer, library: Library, address: str, headers: dict[str, str]
) -> None:
    before = library.etag(JITI.id)
    answer = writer.post(address, {"seen": before, "title": "改"}, headers=headers)
    assert answer.status_code == 403
    assert "没有改动什么" in answer.text
    assert library.etag(JITI.id) == before


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("token", [None, "", "x", "不对"])
def test_without_the_token_of_the_session_nothing_happens(
    writer: Writer, library: Library, address: str, token: str | None
) -> None:
    before = library.etag(JITI.id)
    writer.token()
    data = {"seen": before, "title": "改"} | ({"csrf": token} if token is not None else {})
    assert writer.client.post(address, data=data).status_code == 403
    stranger = writer.client.application.test_client()
    assert stranger.post(address, data={**data, "csrf": writer.token()}).status_code == 403
    assert library.etag(JITI.id) == before


def test_our_own_form_is_taken(writer: Writer, library: Library) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    data = {"seen": library.etag(JITI.id), "title": "改"}
    assert writer.post("/speech/2023-jiti/facts", data, headers=headers).status_code == 303
    token = {"X-CSRF-Token": writer.token()}
    data = {"seen": library.etag(JITI.id), "title": "再改"}
    assert writer.client.post("/speech/2023-jiti/facts", data=data, headers=token).status_code == 303


def test_the_cookie_keeps_to_this_site_and_says_nothing(writer: Writer) -> None:
    cookie = writer.client.get("/import").headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie
    assert re.match(r"yanku-[0-9a-f]{8}=", cookie)
    assert "Set-Cookie" not in writer.client.get("/search?q=村").headers


def test_two_libraries_have_two_cookies(writer: Writer, tmp_path: Path) -> None:
    other = create_app(make(tmp_path / "other", (JITI,)))
    names = {app.config["SESSION_COOKIE_NAME"] for app in (writer.client.application, other)}
    assert len(names) == 2
    other.extensions["library"].close()


def test_no_secret_is_logged(writer: Writer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        token = writer.token()
        writer.post("/undo", {"step": "x"})
        writer.client.post("/undo", data={"csrf": "wrong"})
    assert token not in caplog.text
    assert "wrong" not in caplog.text
