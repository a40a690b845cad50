"""What is installed is what is here."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kb.resources import shipped

ROOT = Path(__file__).resolve().parent.parent


def test_every_package_is_listed_for_the_wheel() -> None:
    listed = set(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    )
    here = {
        ".".join(p.parent.relative_to(ROOT).parts)
        for top in ("kb", "indexer", "web")
        for p in (ROOT / top).rglob("__init__.py")
    }
    assert listed - {"kb.data"} == here


def test_shipped_data_is_found() -> None:
    assert shipped("themes.toml").is_file()
    assert len(list(shipped("samples").iterdir())) == 16


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [d for name, group in project["optional-dependencies"].items() if name != "test" for d in group]
    told = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    for requirement in [*project["dependencies"], *extras]:
        name = requirement.split(">")[0].split("=")[0].split("[")[0].split(";")[0].strip().lower()
        assert name in told, name
