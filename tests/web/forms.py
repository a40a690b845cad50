"""Sending forms as a browser does: with the session's cookie and the token of a page."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import Tree

Files = Mapping[str, bytes]


class Writer:
    """One browser on one application."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def page(self, address: str) -> Tree:
        """A page that must be there."""
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return Tree(answer.text)

    def token(self) -> str:
        return self.page("/import").css_first("[name=csrf]").attributes["value"] or ""

    def post(self, address: str, data: Mapping[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(address, data={"csrf": self.token(), **(data or {})}, **options)

    def submit(self, tree: Tree, selector: str, **changes: str) -> TestResponse:
        """Press a button: all fields of its form as they stand, some of them changed."""
        button = tree.css_first(selector)
        form = button
        if "form" in button.attributes:
            form = tree.css_first(f"#{button.attributes['form']}")
        while form.tag != "form":
            assert form.parent is not None
            form = form.parent
        data = {n.attributes["name"]: n.attributes.get("value") or "" for n in form.css("input[name]")}
        if button.attributes.get("name"):
            data[button.attributes["name"]] = button.attributes.get("value") or ""
        return self.client.post(form.attributes["action"], data={**data, **changes})

    def send(self, files: Files, **fields: str) -> TestResponse:
        """Send files by the form."""
        parts = [(io.BytesIO(data), name) for name, data in files.items()]
        return self.post("/import", {**fields, "file": parts}, content_type="multipart/form-data")

    def bring(self, files: Files) -> Tree:
        """Import files and wait for the result."""
        answer = self.send(files)
        assert answer.status_code == 303, answer.text
        return self.wait(answer.location)

    def wait(self, address: str) -> Tree:
        for _ in range(600):
            tree = self.page(address)
            if tree.css_first("#state[data-going]") is None:
                return tree
            time.sleep(0.05)
        raise AssertionError(f"still going: {tree.css_first('#state').text()}")
