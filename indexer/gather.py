"""Which files an import is about: those named, and all in the folders named. It passes over nothing in silence."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def gather(paths: Iterable[Path]) -> list[Path]:
    """The files to import: those named, and all in the folders named, sorted; hidden ones are left out."""
    found: dict[Path, None] = {}
    for path in paths:
        for file in _files_in(path) if path.is_dir() else [path]:
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            if not hidden or file == path:
                found[file] = None
    return list(found)


def _files_in(folder: Path) -> list[Path]:
    """All files below a folder, sorted.

    Raises:
        OSError: a folder cannot be looked into; passing over it would lose what is in it.
    """

    def stop(error: OSError) -> None:
        raise error

    return sorted(Path(root) / name for root, _, names in os.walk(folder, onerror=stop) for name in names)
