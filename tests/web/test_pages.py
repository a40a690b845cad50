"""What holds for every page: a JSON twin, headers that keep others out, nothing inline, no other host."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.library import Library
from tests.web.conftest import Get, Tree
from web import create_app

PAGES = (
    "/",
    "/search?q=薄弱",
    "/search?q=没有的词",
    "/speech/2023-jiti",
    "/speech/2023-jiti?q=薄弱&at=p4#p4",
    "/speeches",
    "/speeches?q=作风",
    "/themes",
    "/help",
    "/import",
)


def fill(rule: str) -> str:
    return rule.replace("<id_>", "2023-jiti").replace("<name>", "p3")


def is_page(client: FlaskClient, rule: str) -> bool:
    answer = client.get(fill(rule))
    html = answer.mimetype == "text/html" and answer.status_code == 200
    answer.close()
    return html


def test_every_html_page_has_a_json_twin(app: Flask, client: FlaskClient) -> None:
    rules = {str(rule) for rule in app.url_map.iter_rules()} - {"/static/<path:filename>"}
    pages = [rule for rule in rules if is_page(client, rule)]
    assert {"/", "/search", "/speech/<id_>", "/speeches", "/themes", "/help", "/import"} <= set(pages)
    for rule in pages:
        twin = client.get(fill(f"{rule}.json?q=薄弱"))
        assert twin.status_code == 200, rule
        assert isinstance(twin.json, dict), rule


@pytest.mark.parametrize("address", PAGES)
def test_pages_forbid_what_is_inline_and_have_none(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    tree = Tree(answer.text)
    assert not tree.css("[style], style, script:not([src])")
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", answer.text)


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_no_other_host(get: Get, address: str) -> None:
    for node in get(address).css("[src], [href], [action]"):
        for name in ("src", "href", "action"):
            assert not re.match(r"(?:[a-z]+:)?//", node.attributes.get(name) or ""), node.html


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_labels_lead_somewhere(get: Get, address: str) -> None:
    tree = get(address)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    for node in tree.css("[aria-describedby]"):
        assert node.attributes["aria-describedby"] in ids
    assert len(tree.css("h1")) == 1


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", "", "10.0.0.8", "[::1"]
)
def test_a_foreign_host_name_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "集体经济" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost", "localhost:1", "[::1]:8642", "127.0.0.1"])
def test_this_machine_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_the_configured_host_is_answered(library: Library) -> None:
    library.config, before = type(library.config)(host="yanku.lan"), library.config
    try:
        client = create_app(library).test_client()
        assert client.get("/help", headers={"Host": "yanku.lan:8642"}).status_code == 200
        assert client.get("/help", headers={"Host": "other.lan"}).status_code == 421
    finally:
        library.config = before


def test_nothing_can_be_posted(client: FlaskClient) -> None:
    answer = client.post("/search", data={"q": "薄弱"})
    assert answer.status_code == 405
    assert "首页" in answer.text


def test_pages_are_not_kept_and_static_files_are(client: FlaskClient) -> None:
    page = client.get("/search?q=薄弱")
    assert "no-cache" in page.headers["Cache-Control"]
    style = Tree(page.text).css_first("link[rel=stylesheet]")
    assert style is not None
    address = style.attributes["href"] or ""
    assert re.search(r"\?v=[0-9a-f]{8}$", address)
    with client.get(address) as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]


def test_the_page_one_is_on_is_marked(get: Get) -> None:
    marked = {
        a: [n.text() for n in get(a).css(".nav [aria-current]")]
        for a in ("/", "/search?q=村", "/speeches", "/help")
    }
    assert marked == {"/": ["检索"], "/search?q=村": ["检索"], "/speeches": ["讲话"], "/help": ["帮助"]}
