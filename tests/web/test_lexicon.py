"""A line of one's own word lists that is not used is said where it is seen, without the folder it is in."""

from __future__ import annotations

from pathlib import Path

from tests.web.samples import make
from web import create_app


def test_faults_stand_on_the_first_page_and_in_the_help(tmp_path: Path) -> None:
    library = make(tmp_path)
    client = create_app(library).test_client()
    assert "词表 lexicon" not in client.get("/").text
    library.home.lexicon.mkdir(exist_ok=True)
    (library.home.lexicon / "equal.txt").write_text("孤零零\n" * 5, encoding="utf-8")
    for address in ("/", "/help"):
        text = client.get(address).text
        assert "lexicon/equal.txt，第 1 行：一行至少要有两个词" in text
        assert "还有 2 处没有使用" in text
        assert str(tmp_path) not in text
    assert "lexicon/equal.txt" not in client.get("/search?q=责任").text
    library.close()
