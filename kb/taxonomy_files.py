"""The taxonomy carried in and out: as a TOML file, with its comments, or as a table for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from kb.errors import BadTaxonomy
from kb.files import write_atomically
from kb.taxonomy_change import arranged
from kb.taxonomy_csv import from_csv, to_csv
from kb.taxonomy_layout import written
from kb.taxonomy_store import Current
from kb.themes import decoded, listed

_REMEDY = "文件名以 .toml 或 .csv 结尾"


def export(source: str, path: Path) -> None:
    """Write the text of a themes.toml to a file, in the form that its name ends with.

    Raises:
        BadTaxonomy: the name ends with neither .toml nor .csv, or the text is not well formed.
    """
    themes = listed(source, path)
    write_atomically(path, to_csv(themes) if _is_csv(path) else source.encode())


def imported(now: Current, path: Path) -> str:
    """The text of themes.toml as a file wants it; see `taken_in`.

    Raises:
        BadTaxonomy: the file cannot be used; it says where.
    """
    _is_csv(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadTaxonomy(f"读不了文件：{error.strerror}", file=path, remedy="请检查文件") from error
    return taken_in(now, data, path)


def taken_in(now: Current, data: bytes, path: Path) -> str:
    """The text of themes.toml as what stands in a file wants it: TOML as it stands; a table into the text there
    is, whose comments are kept, or by itself where that is broken.

    Raises:
        BadTaxonomy: it cannot be used; it says where. `path` is only named in it.
    """
    if _is_csv(path):
        if now.trouble:
            return written(from_csv(data, path))
        return arranged(now.text, from_csv(data, path, now.themes))
    text = decoded(data, path)
    listed(text, path)
    return text


def _is_csv(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in (".toml", ".csv"):
        raise BadTaxonomy("只能是 TOML 或 CSV", file=path, remedy=_REMEDY)
    return suffix == ".csv"
