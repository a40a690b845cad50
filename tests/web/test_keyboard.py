"""The list of keys is complete and true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import web
from tests.web.conftest import Get
from web.keyboard import DRAFT, GROUPS, OUTLINE

STATIC = Path(web.__file__).parent / "static"
TEMPLATES = Path(web.__file__).parent / "templates"
#: How keys are called in a list, where it is not their own letter.
CALLED = {"Enter": "↵", " ": "Space", "Escape": "Esc", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}  # fmt: skip


def listed() -> set[str]:
    return {key for group in GROUPS for row in group.keys for key in row.keys}


def answered() -> set[str]:
    """What the scripts name as keys of their own, and the pages by `data-press`."""
    table = re.search(
        r"const keys = \{(.*?)\n  \};", (STATIC / "keys.js").read_text(encoding="utf-8"), re.DOTALL
    )
    assert table
    named = set(re.findall(r"^    '?([^\s':]+)'?: ", table[1], re.MULTILINE))
    own = re.search(r"Yanku\.own = \{(.*?)\};", (STATIC / "draft_keys.js").read_text(encoding="utf-8"))
    assert own
    named |= set(re.findall(r"(\w): ", own[1]))
    for page in TEMPLATES.glob("*.html"):
        named |= set(re.findall(r'data-press="(\w)"', page.read_text(encoding="utf-8")))
    return {"Shift+C" if key == "C" else CALLED.get(key, key.upper()) for key in named}


def test_every_key_that_does_something_is_listed() -> None:
    assert answered() - listed() == set()


def test_every_single_key_that_is_listed_does_something() -> None:
    single = {key for key in listed() if "+" not in key} - {"Space", "Esc", "Backspace"}
    assert single - answered() == set()


def test_keys_of_the_draft_are_those_of_its_script() -> None:
    script = (STATIC / "draft.js").read_text(encoding="utf-8") + (STATIC / "draft_keys.js").read_text(
        encoding="utf-8"
    )
    for row in (*DRAFT.keys, *OUTLINE.keys):
        for key in row.keys:
            last = key.split("+")[-1]
            known = {shown: name for name, shown in CALLED.items()}.get(last, last)
            if "+" in key and last not in ("↵",):
                assert f"'{known}'" in script or f"'{known.lower()}'" in script, key


@pytest.mark.parametrize(
    ("address", "has", "lacks"),
    [
        ("/search?q=责任", "看原文，再按收起", "回到结果"),
        ("/speech/2023-jiti", "回到结果", "按提纲找材料"),
        ("/titles?q=责任", "打开它在讲话里的地方", "放进正在写的文稿"),
        ("/drafts", "开一篇", "放进正在写的文稿"),
        ("/help", "到检索框", "上移、下移"),
    ],
)
def test_a_page_lists_its_own_keys(get: Get, address: str, has: str, lacks: str) -> None:
    table = get(address).css_first("#keys")
    assert table is not None
    assert has in table.text()
    assert lacks not in table.text()
    assert "撤销刚才做的" in table.text()


def test_the_help_lists_all_of_them(get: Get) -> None:
    told = get("/help").css_first(".keys-list")
    assert told is not None
    for group in GROUPS:
        assert group.label in told.text()
        assert all(row.does in told.text() for row in group.keys)


def test_the_help_shows_the_way_in_pictures(get: Get) -> None:
    tree = get("/help")
    assert len(tree.css("#tour .pic[aria-hidden=true]")) == 4
    assert tree.css("#tour a[href^='/search']")
    assert get("/").css("a[href='/help#tour']")
