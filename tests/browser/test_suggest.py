"""The list under the search box in a browser: keys, mouse, and silence while an input method composes."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open

#: The table is made in the background after the first key.
READY = """async () => {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch('/suggest.json?q=' + encodeURIComponent('责任'));
    if ((await answer.json()).suggestions.length) { return; }
    await new Promise(done => setTimeout(done, 100));
  }
}"""


def test_keys_and_mouse(open_page: Open) -> None:
    page = open_page("/search?q=薄弱")
    page.evaluate(READY)
    box, lines = page.locator("#q"), page.locator("#suggestions li")
    box.fill("")
    box.type("责任")
    expect(lines.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_be_focused()
    with page.expect_response("**/suggest.json*"):
        box.type("落")
    expect(lines.first).to_contain_text("责任落实")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/themes/*")
    page.locator("#q").type("责任制")
    with page.expect_response("**/suggest.json*"):
        page.keyboard.press("Backspace")
    lines.first.click()
    page.wait_for_url("**/themes/*")


def test_enter_without_a_chosen_line_searches_what_was_typed(open_page: Open) -> None:
    page = open_page("/")
    page.evaluate(READY)
    page.locator("#q").type("责任")
    expect(page.locator("#suggestions li").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    assert page.locator("#q").input_value() == "责任"


def test_nothing_fires_while_an_input_method_composes(open_page: Open) -> None:
    page = open_page("/")
    page.evaluate(READY)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("""() => {
      const box = document.getElementById('q');
      box.focus();
      box.dispatchEvent(new CompositionEvent('compositionstart'));
      box.value = 'zeren';
      box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
    }""")
    page.wait_for_timeout(400)
    assert asked == []
    page.evaluate("""() => {
      const box = document.getElementById('q');
      box.value = '责任';
      box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    }""")
    expect(page.locator("#suggestions li").first).to_be_visible()


def test_going_on_from_the_last_word_keeps_the_way_of_looking_and_what_is_chosen(open_page: Open) -> None:
    page = open_page("/titles?q=作风&role=problem")
    page.evaluate(READY)
    box = page.locator("#q")
    box.fill("")
    box.type("作风 责")
    line = page.locator("#suggestions li").filter(has_text="责任落实")
    expect(line).to_be_visible()
    line.click()
    page.wait_for_url("**/titles?**role=problem**")
    expect(page.locator("#q")).to_have_value("作风 主题:责任落实")
