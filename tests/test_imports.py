"""kb <- indexer <- web, one way; and each foreign library has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"kb", "indexer", "web"}
ALLOWED = {"kb": {"kb"}, "indexer": {"kb", "indexer"}, "web": {"kb", "web"}}
#: The composition root, and the one door from the web to the writing path.
EXCEPTIONS = {"kb/__main__.py": OURS, "kb/commands/": OURS, "web/intake.py": OURS}
HOMES = {
    "jieba": {"kb/analysis.py"},
    "rjieba": {"kb/analysis.py"},
    "whoosh": {f"kb/engines/{name}.py" for name in ("postings", "whoosh_inside", "whoosh_plain")},
    "tantivy": {"kb/engines/tantivy_terms.py"},
    "flask": {"web/"},
    "docx": {"kb/word.py"},
    "lxml": {"indexer/readers/"},
    "selectolax": {"indexer/readers/"},
    "pypinyin": {"kb/pinyin.py"},
    "tomlkit": {"kb/taxonomy_layout.py"},
}


def modules() -> list[Path]:
    return sorted(p for package in OURS for p in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The top-level names of all imports of a file, late ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    exceptions = (allowed for start, allowed in EXCEPTIONS.items() if name.startswith(start))
    allowed = next(exceptions, ALLOWED[name.partition("/")[0]])
    assert set(imported(path)) & OURS <= allowed


@pytest.mark.parametrize("library", HOMES)
def test_a_foreign_library_has_one_home(library: str) -> None:
    users = {p.relative_to(ROOT).as_posix() for p in modules() if library in imported(p)}
    assert users, f"nobody imports {library}"
    assert all(any(user.startswith(home) for home in HOMES[library]) for user in users), users


def test_nothing_imports_the_composition_root() -> None:
    for path in modules():
        source = path.read_text(encoding="utf-8")
        assert "kb.__main__" not in source, path
        inside = path.name == "__main__.py" or path.parent.name == "commands"
        assert inside or "kb.commands" not in source, path
