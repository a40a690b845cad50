"""The timed trial: from a cold start to five excerpts under three headings in a Word file, as an impatient writer would.

It asserts that every step works and that few are needed; the seconds are printed (`pytest -s`), not asserted.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.hand import Hand

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
WIDE = {"width": 1600, "height": 900}
FEW_STEPS = 80


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody sits down to write, and what they will look for besides."""

    title: str = "在全县重点工作推进会上的讲话"
    headings: tuple[str, str, str] = ("一、发展村级集体经济", "二、压实工作责任", "三、改进干部作风")
    question: str = "督查 问责"


def kb(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "kb", "--home", str(home), *words]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of the samples that ship, as `kb demo` makes it."""
    made = tmp_path_factory.mktemp("trial") / "home"
    subprocess.run(kb(made, "demo", "--no-serve"), env=environment(), check=True, capture_output=True)
    return made


@pytest.fixture
def started(home: Path) -> Iterator[str]:
    """`kb serve`, from nothing: the program as a process of its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        kb(home, "serve", "--port", str(port)), env=environment(), stdout=subprocess.DEVNULL
    )
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


def wait_for(address: str) -> None:
    for _ in range(400):
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.05)
    pytest.fail("服务没有起来")


def begin(hand: Hand, speech: Speech) -> None:
    """A new draft with its headings."""
    hand.press("Escape", "e")
    hand.page.wait_for_url("**/drafts")
    hand.think()
    hand.write(speech.title)
    hand.press("Enter")
    hand.page.wait_for_selector("[data-draft][data-live] .insert textarea:focus")
    hand.page.wait_for_load_state("load")  # a person is slower than the scripts
    for heading in speech.headings:
        hand.think()
        hand.write(heading)
        hand.press("Enter")
    hand.press("Control+Enter")
    expect(hand.page.locator(".block.heading")).to_have_count(3)
    hand.done("三个标题")


def from_the_outline(hand: Hand) -> None:
    """The best offer under each heading."""
    hand.press("Escape", "g")
    hand.page.wait_for_selector("#outline")
    hand.press("Control+Enter")
    hand.page.wait_for_selector(".offer")
    for number in range(3):
        section = hand.page.locator(".found-for").nth(number)
        while not section.locator(".offer[aria-current]").count():
            hand.press("j")
        hand.skim(".offer[aria-current] .snippet")
        hand.think()
        hand.press("Space")
    hand.press("Control+Enter")
    expect(hand.page.locator(".block.excerpt")).to_have_count(3)
    hand.done("按提纲配了三段")


def from_searching(hand: Hand, question: str) -> None:
    """Two more, found by their words, read in the column of their own, under the second heading."""
    hand.think()
    hand.press("/")
    hand.write(question)
    hand.press("Enter")
    hand.page.wait_for_selector(".hit")
    hand.press("3")
    hand.page.wait_for_selector("#pane button:focus")
    second = hand.page.locator("#pane .h button").nth(1)
    hand.think()
    while hand.page.evaluate("one => document.activeElement !== one", second.element_handle()):
        hand.press("k")
    hand.press("Enter")
    expect(hand.page.locator("#pane .h[aria-current]")).to_have_count(1)
    for number in range(2):
        hand.skim(".hit[aria-current] .snippet")
        hand.press("Enter")
        hand.page.wait_for_selector("#reader .here")
        hand.think()  # what stands around it; the words themselves have been read
        hand.press("b")
        expect(hand.page.locator("#pane .t")).to_have_count(4 + number)
        hand.press("Escape", "j")
    hand.done("检索又找了两段")


def to_word(hand: Hand) -> bytes:
    hand.press("e")
    hand.page.wait_for_selector(".block.excerpt >> nth=4")
    hand.think()
    hand.press("w")
    hand.page.wait_for_selector(".export-form button:focus")
    with hand.page.expect_download() as waiting:
        hand.press("Enter")
    data = Path(waiting.value.path()).read_bytes()
    hand.done("存成 Word")
    return data


def tried(page: Page, address: str, speech: Speech) -> tuple[Hand, bytes]:
    hand = Hand(page)
    wait_for(address)
    page.goto(address)
    hand.done("打开")
    begin(hand, speech)
    from_the_outline(hand)
    from_searching(hand, speech.question)
    return hand, to_word(hand)


def test_five_excerpts_under_three_headings_in_a_word_file(browser: Browser, started: str) -> None:
    context, speech = browser.new_context(viewport=WIDE), Speech()
    hand, data = tried(context.new_page(), started, speech)
    context.close()
    print(f"\n{hand}")
    lines = [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs if paragraph.text.strip()]
    assert lines[0] == speech.title
    assert [line for line in lines if line.startswith(speech.headings)] == list(speech.headings)
    assert len(lines) >= 1 + 3 + 5
    assert hand.clicks == 0
    assert hand.keys <= FEW_STEPS
