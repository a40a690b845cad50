"""What tests of drafts share: a library of their own, a browser without scripts, one with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kb.draft import Draft
from kb.drafts import Drafts
from kb.library import Library
from tests.web.conftest import Tree
from tests.web.forms import Writer
from tests.web.samples import JITI, PEIXUN, ZUOFENG, make
from web import create_app

JSON = {"Accept": "application/json"}


class Desk(Writer):
    """One browser writing one draft, called 在会上的发言."""

    def __init__(self, library: Library) -> None:
        super().__init__(create_app(library))
        self.kept = Drafts(library.home)
        self.id = self.kept.new("在会上的发言", date="2026-03-05").draft.id

    @property
    def address(self) -> str:
        return f"/draft/{self.id}"

    @property
    def draft(self) -> Draft:
        return self.kept.open(self.id).draft

    @property
    def texts(self) -> list[str]:
        """The blocks, headings with a # for each level."""
        return ["#" * b.level + " " * bool(b.level) + b.text for b in self.draft.blocks]

    def sheet(self) -> Tree:
        return self.page(self.address)

    def do(self, op: str, **fields: Any) -> TestResponse:
        """A deed as a form does it."""
        return self.post(f"{self.address}/do", {"op": op, **fields})

    def ask(self, op: str, **fields: Any) -> Any:
        """A deed as a script does it; what is answered, with its status."""
        answer = self.post(f"{self.address}/do", {"op": op, **fields}, headers=JSON)
        return {"status": answer.status_code, **answer.json}

    def write(self, *lines: str) -> list[str]:
        """Put in blocks, `# …` being headings; their ids."""
        for line in lines:
            marks, _, text = line.partition(" ")
            level = len(marks) if set(marks) == {"#"} else 0
            self.do("heading", level=level, text=text) if level else self.do("paragraph", text=line)
        return [block.id for block in self.draft.blocks][-len(lines) :]

    def take(self, *places: str, **fields: Any) -> str:
        """Take places of the library; the id of the last block."""
        assert self.post("/draft/take", {"place": list(places), **fields}).status_code == 303
        return self.draft.excerpts[-1].id

    def press(self, selector: str, **changes: str) -> TestResponse:
        """Press a button that says itself where its form goes."""
        button = self.sheet().css_first(selector)
        name, value = button.attributes["name"] or "", button.attributes.get("value") or ""
        block = selector.partition(" ")[0].removeprefix("#")
        return self.post(button.attributes["formaction"] or "", {"block": block, name: value, **changes})

    def seen(self, block: str) -> str:
        return self.sheet().css_first(f"#{block}").attributes["data-seen"] or ""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[Library]:
    library = make(tmp_path / "home", (JITI, ZUOFENG, PEIXUN))
    yield library
    library.close()


@pytest.fixture
def desk(kb: Library) -> Desk:
    return Desk(kb)
