"""A taxonomy changed in a file or a browser comes into force by itself, and pages say how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from kb.errors import BadTaxonomy
from kb.library import Library
from tests.web.conftest import Tree
from tests.web.samples import JITI, make
from web import create_app
from web.reclassify import Reclassifying, of, stop, watch


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home", (JITI,))
    yield made
    made.close()


@pytest.fixture
def app(library: Library) -> Iterator[Flask]:
    made = create_app(library)
    yield made
    stop(made)


def rename(library: Library) -> None:
    themes = library.home.themes
    text = themes.read_text(encoding="utf-8")
    themes.write_text(text.replace('name = "责任落实"', 'name = "责任到人"', 1), encoding="utf-8")


def notice(app: Flask) -> str:
    found = Tree(app.test_client().get("/search?q=村").text).css_first(".notice")
    return found.text() if found else ""


def status(app: Flask) -> dict[str, object]:
    answer: dict[str, object] = app.test_client().get("/themes/reclassifying.json").get_json()
    return answer


def test_a_server_that_watches_follows_the_file(library: Library, app: Flask) -> None:
    rename(library)
    assert "kb reindex" in notice(app)
    watch(app)
    app.test_client().get("/search?q=村")
    of(app).wait()
    assert notice(app) == ""
    assert not library.behind()
    assert "责任到人" in app.test_client().get("/").text


def test_an_edit_is_followed_again_after_it_was_taken_back_by_a_person(library: Library, app: Flask) -> None:
    before = library.home.themes.read_bytes()
    watch(app)
    worker = of(app)

    def look() -> None:
        worker._looked = 0.0
        app.test_client().get("/search?q=村")
        worker.wait()

    rename(library)
    look()
    library.home.themes.write_bytes(before)
    worker.start()
    worker.wait()
    assert not library.behind()
    rename(library)
    look()
    assert not library.behind()


def test_what_fails_is_not_tried_again_until_the_file_changes(library: Library) -> None:
    runs = []

    def fail(library: Library, on_done: Callable[[int, int], None]) -> None:
        runs.append(1)
        raise BadTaxonomy("写错了")

    worker = Reclassifying(library, fail)
    rename(library)
    for _ in range(3):
        worker._looked = 0.0
        worker.look()
        worker.wait()
    assert len(runs) == 1


def test_one_that_does_not_watch_starts_nothing(library: Library, app: Flask) -> None:
    rename(library)
    app.test_client().get("/")
    assert library.behind()
    assert not of(app).status().running


def test_a_wrong_file_starts_nothing_and_is_named(library: Library, app: Flask) -> None:
    library.home.themes.write_text("[[theme]\n", encoding="utf-8")
    watch(app)
    assert "主题表写错了" in notice(app)
    assert "TOML" in notice(app)
    assert not of(app).status().running


def test_pages_say_how_far_it_is(library: Library, app: Flask) -> None:
    assert status(app) == {"running": False, "done": 0, "total": 0, "error": "", "percent": 0}
    told, go_on = threading.Event(), threading.Event()

    def slowly(library: Library, on_done: Callable[[int, int], None]) -> None:
        on_done(3, 8)
        told.set()
        assert go_on.wait(10)

    app.extensions["reclassifying"] = Reclassifying(library, slowly)
    rename(library)
    of(app).start()
    assert told.wait(10)
    assert "正在按新的主题表归类……（37%）" in notice(app)
    assert status(app) == {"running": True, "done": 3, "total": 8, "error": "", "percent": 37}
    go_on.set()
    of(app).wait()
    assert "归类……（" not in notice(app)


def test_a_start_while_it_runs_is_followed_by_another_run(library: Library) -> None:
    runs = 0

    def run(library: Library, on_done: Callable[[int, int], None]) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            worker.start()
            worker.start()

    worker = Reclassifying(library, run)
    worker.start()
    worker.wait()
    assert runs == 2
    worker.start()
    worker.wait()
    assert runs == 3


def test_what_goes_wrong_is_kept_for_the_pages(library: Library) -> None:
    def fail(library: Library, on_done: Callable[[int, int], None]) -> None:
        raise BadTaxonomy("写错了")

    worker = Reclassifying(library, fail)
    worker.start()
    worker.wait()
    assert worker.status().error == "写错了"
    assert not worker.status().running


def test_it_ends_when_the_server_ends(library: Library) -> None:
    begun = threading.Event()

    def forever(library: Library, on_done: Callable[[int, int], None]) -> None:
        while True:
            on_done(0, 1)
            begun.set()
            time.sleep(0.01)

    worker = Reclassifying(library, forever)
    worker.start()
    assert begun.wait(10)
    worker.close()
    assert not worker.status().running
    worker.start()
    assert not worker.status().running
    assert "reclassify" not in {thread.name for thread in threading.enumerate()}
