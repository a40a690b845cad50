"""Old Word files and saved pages: what is inside decides, and a missing helper is one sentence."""

from __future__ import annotations

import builtins
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx_files import docx, p
from small_files import mht, rtf

from indexer.readers import read
from kb.errors import UnreadableFile

BROKEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize("name", ["讲话.doc", "讲话.wps", "讲话"])
@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (docx(p("同志们")), "docx"),
        (rtf(r"同志们\par"), "rtf"),
        ("<html><body><p>同志们</p></body></html>".encode("gbk"), "html"),
        (mht("<html><body><p>同志们</p></body></html>"), "html"),
        ("同志们".encode("gbk"), "txt"),
    ],
)
def test_a_doc_that_is_none(data: bytes, shown: str, name: str) -> None:
    found = read(data, name)
    assert found.format == shown
    assert [block.text for block in found.blocks] == ["同志们"]


def test_a_saved_page_with_frames_gives_the_page() -> None:
    frame = b"--B\r\nContent-Type: text/html\r\n\r\n<html><body>x</body></html>\r\n"
    data = mht("<html><head><title>讲话</title></head><body><p>同志们，大家好。</p></body></html>")
    found = read(data.replace(b"--B\r\n", frame + b"--B\r\n", 1), "页.mht")
    assert (found.title, [block.text for block in found.blocks]) == ("讲话", ["同志们，大家好。"])


def test_where_the_converter_gives_up_libreoffice_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.readers import doc

    def convert(command: list[str], **options: Any) -> None:
        assert options["timeout"] == doc.OFFICE_TIMEOUT
        (Path(command[-1]).parent / "a.docx").write_bytes(docx(p("同志们")))

    monkeypatch.setattr(doc.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(doc.subprocess, "run", convert)
    assert read(BROKEN, "坏.doc").blocks[0].text == "同志们"


def test_libreoffice_may_fail_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.readers import doc

    def convert(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("soffice", 90)

    monkeypatch.setattr(doc.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(doc.subprocess, "run", convert)
    with pytest.raises(UnreadableFile, match="已损坏"):
        read(BROKEN, "坏.doc")


@pytest.mark.parametrize(
    ("data", "module", "package"), [(BROKEN, "doc", "msdoc2docx"), (b"%PDF-1.5", "scans", "pypdfium2")]
)
def test_a_missing_helper_says_what_to_install(
    data: bytes, module: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(
        name: str, _globals: Any = None, _locals: Any = None, wanted: Any = (), level: int = 0
    ) -> Any:
        if name == "indexer.readers" and wanted and module in wanted:
            raise ImportError(module)
        return real(name, _globals, _locals, wanted, level)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UnreadableFile) as caught:
        read(data, "讲话")
    assert f"pip install {package}" in caught.value.remedy
