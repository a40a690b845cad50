"""The states in which there is nothing to show yet, and errors: each a page with the way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.library import Library
from tests.web.conftest import Tree
from tests.web.samples import JITI, ZUOFENG, make
from web import create_app


@pytest.mark.parametrize("address", ["/", "/search?q=村", "/search?theme=responsibility"])
def test_an_empty_library_tells_how_to_fill_it(empty: Library, address: str) -> None:
    answer = create_app(empty).test_client().get(address)
    assert answer.status_code == 200
    assert "kb import 存放讲话的文件夹" in answer.text


@pytest.mark.parametrize("address", ["/speeches", "/themes", "/help", "/search.json?q=村", "/speeches.json"])
def test_the_other_pages_do_without_speeches(empty: Library, address: str) -> None:
    assert create_app(empty).test_client().get(address).status_code == 200


def test_without_an_index_one_is_told_to_make_it_and_can_read_on(tmp_path: Path) -> None:
    library = make(tmp_path / "home", (JITI,))
    library.index.close()
    shutil.rmtree(library.home.index)
    client = create_app(library).test_client()
    answer = client.get("/search?q=村")
    assert answer.status_code == 503
    assert "kb reindex" in answer.text
    assert client.get("/").status_code == 503
    assert client.get("/search.json?q=村").json["remedy"] == "运行 kb reindex"  # type: ignore[index]
    for address in ("/speech/2023-jiti?q=村&at=p3", "/speeches", "/themes"):
        assert client.get(address).status_code == 200


def test_an_index_older_than_the_themes_says_so(tmp_path: Path) -> None:
    library = make(tmp_path / "home", (JITI,))
    themes = library.home.themes
    themes.write_text(themes.read_text(encoding="utf-8").replace("责任落实", "责任", 1), encoding="utf-8")
    answer = create_app(library).test_client().get("/search?q=村")
    assert answer.status_code == 200
    assert "kb reindex" in Tree(answer.text).css_first(".notice").text()
    library.close()


def test_a_broken_speech_is_named_in_the_list_and_the_rest_is_there(tmp_path: Path) -> None:
    library = make(tmp_path / "home", (JITI, ZUOFENG))
    (library.home.speeches / "2022" / "2022-zuofeng.md").write_text("没有文件头", encoding="utf-8")
    client = create_app(library).test_client()
    tree = Tree(client.get("/speeches").text)
    assert "没有以 --- 开头" in tree.css_first(".broken").text()
    assert "在全县集体经济推进会上的讲话" in tree.text()
    assert client.get("/speech/2022-zuofeng").status_code == 400
    found = client.get("/search?q=文山会海")
    assert found.status_code == 200
    assert "索引比文件旧" in found.text
    library.close()


def test_a_speech_that_is_not_there_is_404_with_a_way_out(client: FlaskClient) -> None:
    answer = client.get("/speech/没有这篇")
    assert answer.status_code == 404
    assert "没有编号为“没有这篇”的讲话" in answer.text
    assert client.get("/speech/没有这篇.json").json["error"] == "没有编号为“没有这篇”的讲话"  # type: ignore[index]


@pytest.mark.parametrize(
    "address", ["/nowhere", "/speech/../../etc/passwd", "/speech/..%2f..%2fconfig", "/static/../search.py"]
)
def test_unknown_addresses_are_404(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "回首页" in answer.text
