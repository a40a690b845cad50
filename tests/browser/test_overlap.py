"""照搬检测 by hand: paste, press, follow a mark to its source and back, without scripts, on any screen."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.web.samples import JITI

COPIED = max((p.text for p in JITI.passages), key=len)
TEXT = f"一、自己的\n这一句全是自己想出来的。\n二、旧的\n{COPIED}"

_RIGHTMOST = (
    "Math.max(...[...document.querySelectorAll('.overlap *')].map(e => e.getBoundingClientRect().right))"
)


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_a_mark_leads_to_its_source_and_back(open_page: Open, width: int) -> None:
    page = open_page("/overlap", java_script_enabled=False, viewport={"width": width, "height": 700})
    page.fill("#text", TEXT)
    page.click(".paste .button")
    page.click("a.copied >> nth=0")
    run = page.locator(".found-run:target")
    assert run.is_visible() and run.locator("mark").first.is_visible()
    run.locator(".back").click()
    assert page.locator("a.copied:target").is_visible()
    assert page.evaluate(_RIGHTMOST) <= width


def test_it_works_by_keyboard_alone(open_page: Open) -> None:
    page = open_page("/overlap")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.copied")
    page.focus("a.copied")
    page.keyboard.press("Enter")
    assert page.locator(".found-run:target").is_visible()
