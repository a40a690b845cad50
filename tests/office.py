"""LibreOffice for tests: it lays out what we export and reads what we put on the clipboard."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def converted(path: Path, ending: str, *options: str) -> Path:
    """A file converted by LibreOffice, beside the first. Skips where there is none, except in CI.

    Args:
        path: the file to convert; LibreOffice keeps a profile of its own beside it.
        ending: what to convert to, with a filter where one is meant (`docx:MS Word 2007 XML`).
        options: further options of `soffice`.
    """
    program = shutil.which("soffice")
    if not program:
        assert os.environ.get("CI") != "true", "no soffice in CI"
        pytest.skip("没有 LibreOffice，不排版检查")
    command = [program, f"-env:UserInstallation=file://{path.parent}/profile", "--headless", *options]
    command += ["--convert-to", ending, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return path.with_suffix(f".{ending.partition(':')[0]}")
