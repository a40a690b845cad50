"""Writing files so that a crash leaves either the old or the new, never half of one."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path

_TRIES, _PAUSE = (20, 0.05) if os.name == "nt" else (0, 0.0)


def write_atomically(path: Path, data: bytes) -> None:
    """Write to a temporary name beside `path`, sync, then rename over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        rename(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def rename(old: Path, new: Path) -> None:
    """Rename, over what is there; on Windows a reader may hold either file for a moment."""
    for _ in range(_TRIES):
        try:
            old.replace(new)
            return
        except PermissionError:
            time.sleep(_PAUSE)
    old.replace(new)


def etag(data: bytes) -> str:
    """What a version of a file is known by: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]
