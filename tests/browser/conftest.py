"""A real Chromium on a real server. Skipped where there is no Chromium, except in CI, where that is a failure."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from waitress import create_server

from kb.home import Home, create
from kb.library import Library
from tests.web.samples import make
from web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CI = os.environ.get("CI") == "true"
Open = Callable[..., "Page"]


def missing(what: str) -> None:
    reason = f"没有 {what}，跳过浏览器测试"
    if CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    path = shutil.which("chromium")
    if path is None:
        missing("chromium")
    with sync_playwright() as playwright:
        # A name as machines have it on an office network.
        named = "--host-resolver-rules=MAP yanku.test 127.0.0.1"
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", named])
        yield started
        started.close()


def serving(library: Library) -> Iterator[str]:
    server = create_server(create_app(library), host="127.0.0.1", port=0, threads=4)

    def run() -> None:
        try:
            server.run()
        except OSError as e:
            # It was waiting on the socket that is closed under it below.
            if e.errno != errno.EBADF:
                raise

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)
    library.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample library."""
    yield from serving(make(tmp_path_factory.mktemp("browser")))


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    """The address of a library without speeches."""
    home = Home(tmp_path / "empty")
    create(home)
    yield from serving(Library(home))


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page. At the end, none may have complained (unless not `quiet`) or asked another host."""
    contexts: list[Any] = []
    trouble: list[str] = []
    hosts: set[str] = set()

    def opened(address: str, script: str = "", quiet: bool = True, **options: Any) -> Page:
        context = browser.new_context(base_url=site, **options)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        if script:
            context.add_init_script(script)
        page: Page = context.new_page()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        if quiet:
            page.on(
                "console",
                lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None,
            )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []
    assert all(host.startswith("127.0.0.1:") for host in hosts), hosts


CATCH = """() => {
  window.pasted = null;
  const box = document.createElement('textarea');
  document.body.append(box);
  box.focus();
  box.addEventListener('paste', event => {
    window.pasted = {};
    for (const type of event.clipboardData.types) { window.pasted[type] = event.clipboardData.getData(type); }
    box.remove();
  });
}"""


def clipboard(page: Page) -> dict[str, str]:
    """What another program would get, by type: as it is pasted, since reading the clipboard cleans it."""
    page.evaluate(CATCH)
    page.keyboard.press("Control+v")
    found: dict[str, str] = page.evaluate("window.pasted")
    return found
