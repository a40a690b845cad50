"""Styles and scripts run in the browsers that offices have, and can be read by everyone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import web

STATIC = Path(web.__file__).parent / "static"
STYLES = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))

#: Chromium of 2020 (80 to 87) does not know these; flex gap is caught by allowing gap only in grids.
TOO_NEW_CSS = (":has(", ":is(", ":where(", "color-mix(", "light-dark(", "@layer", "@container", "inset:", "aspect-ratio",
               "accent-color", "dvh", "@property", "oklch", "&")  # fmt: skip
TOO_NEW_JS = (r"\?\.", r"\?\?", r"\basync\b", r"\bawait\b", r"\bimport\b", r"\bexport\b", r"replaceChildren",
              r"replaceAll", r"\.flat\(", r"Object\.(?:entries|values|fromEntries)", r"\.at\(", r"\.includes\(",
              r"\.\.\.")  # fmt: skip


def plain(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_styles_keep_to_what_old_browsers_know(path: Path) -> None:
    text = plain(path)
    assert [feature for feature in TOO_NEW_CSS if feature in text] == []
    assert not re.search(r"(?<!grid-column-)(?<!grid-row-)\bgap:", text)
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_are_es2015_and_ask_no_other_host(path: Path) -> None:
    text = plain(path)
    assert [feature for feature in TOO_NEW_JS if re.search(feature, text)] == []
    assert not re.search(r"https?://", text)
    assert "innerHTML" not in text
    assert "'use strict'" in text


@pytest.mark.parametrize("path", [p for p in STYLES if p.name != "tokens.css"], ids=lambda p: p.name)
def test_only_tokens_name_colours(path: Path) -> None:
    text = plain(path).replace("rgba(20, 18, 14, .35)", "").replace("color: #000", "")
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(", text)


def colours(dark: bool) -> dict[str, str]:
    light, _, rest = plain(STATIC / "tokens.css").partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rest)) if dark else {})


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "ink-2", "seal"])
@pytest.mark.parametrize("ground", ["paper", "card", "seal-wash"])
def test_text_can_be_read(dark: bool, text: str, ground: str) -> None:
    tokens = colours(dark)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_marks_and_buttons_can_be_read(dark: bool) -> None:
    tokens = colours(dark)
    assert contrast(tokens["ink"], tokens["mark"]) >= 4.5
    assert contrast(tokens["on-seal"], tokens["seal"]) >= 4.5
    assert contrast(tokens["line-2"], tokens["card"]) >= 3
