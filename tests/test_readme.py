"""The README's transcript is one that runs: its commands are run here and must print what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.__main__ import cli

ROOT = Path(__file__).resolve().parent.parent


def transcript() -> list[tuple[str, str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step]
    return [(command, output) for command, _, output in (step.partition("\n") for step in steps)]


def without_time(text: str) -> str:
    return re.sub(r"\d+ 毫秒", "N 毫秒", text).strip()


def test_the_transcript_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_HOME", str(tmp_path / "库"))
    steps = transcript()
    assert steps
    for command, output in steps:
        program, *args = shlex.split(command)
        assert program == "kb"
        result = CliRunner().invoke(cli, args)
        assert without_time(result.stdout) == without_time(output), command


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target
