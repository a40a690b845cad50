"""The page for print: whole in itself, with nothing of the text taken for markup."""

from __future__ import annotations

import base64
import hashlib
import re

from kb.document import Document, Part
from kb.printed import POLICY, to_html

DOCUMENT = Document(
    "<script>标题",
    (Part(0, "同志们："), Part(1, "一、甲"), Part(2, "（一）乙。正文 <img onerror=x> & \"'", 1)),
    ("（2024年）",),
    ("《出处》<b>",),
)


def test_headings_and_looks() -> None:
    page = to_html(DOCUMENT, appendix=True, marks=True)
    assert "<h1>&lt;script&gt;标题</h1>" in page
    assert '<p class="salutation">同志们：</p>\n<h2>一、甲</h2>' in page
    assert '<span class="heading2">（一）乙。</span>正文 &lt;img onerror=x&gt; &amp;' in page
    assert "<sup>[1]</sup></p>" in page and '<p class="source">1. 《出处》&lt;b&gt;</p>' in page


def test_nothing_is_loaded_or_run() -> None:
    page = to_html(DOCUMENT)
    assert not re.search(r"<(script|img|link|iframe)|https?:|url\(|@import", page)


def test_the_policy_fits_the_style() -> None:
    style = re.search(r"<style>(.*?)</style>", to_html(DOCUMENT), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in POLICY
