"""The two taxonomies of a library: what themes.toml says now, and the one that the index was made with.

While a person edits themes.toml the index is behind for a while. Themes that are shown must agree with
those that can be narrowed by, so all that shows or writes entries goes by the applied one; what is new
comes into force everywhere at once, when the whole index has been classified by it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from kb import themes
from kb.classify import Classifier
from kb.errors import BadTaxonomy
from kb.index import Index
from kb.themes import Taxonomy

log = logging.getLogger(__name__)

_Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Written:
    """A taxonomy with the text of the file it was read from."""

    taxonomy: Taxonomy
    source: bytes

    @property
    def hash(self) -> str:
        """What the taxonomy is known by in stamps: 16 hexadecimal digits."""
        return self.taxonomy.hash[:16]


class Applied:
    """Follows themes.toml and the index of a library.

    Args:
        file: the user's themes.toml.
        index: the library's index.
    """

    def __init__(self, file: Path, index: Index) -> None:
        self._file = file
        self._index = index
        self._lock = RLock()
        self._written: tuple[_Version, Written] | None = None
        self._applied: tuple[str, Classifier] | None = None
        self._latest: Classifier | None = None

    def written(self) -> Written:
        """What themes.toml says now, read again when the file changes.

        Raises:
            BadTaxonomy: it is wrong; the error says where.
        """
        try:
            status = self._file.stat()
        except FileNotFoundError as e:
            raise BadTaxonomy("主题表不见了", file=self._file, remedy="运行 kb init 会放回附带的一份") from e
        version = (status.st_mtime_ns, status.st_ino, status.st_size)
        with self._lock:
            if self._written is None or self._written[0] != version:
                self._written = (version, _read(self._file))
            return self._written[1]

    def usable(self) -> Written:
        """What themes.toml says now or, when that is wrong, what the index was made with.

        Raises:
            BadTaxonomy: themes.toml is wrong, and nothing is kept to go on with.
        """
        try:
            return self.written()
        except BadTaxonomy as e:
            kept = self._index.kept_taxonomy(self._index.made_with())
            if not kept.is_file():
                raise
            log.warning("%s。先用原来的主题", e)
            return _read(kept)

    def behind(self) -> bool:
        """Whether there is an index, made with another taxonomy than themes.toml has now.

        Raises:
            BadTaxonomy: themes.toml is wrong.
        """
        made = self._index.made_with()
        return bool(made) and made != self.written().hash

    def classifier(self) -> Classifier:
        """The applied taxonomy made ready: that of the index, or else what themes.toml says or last said rightly.

        Raises:
            BadTaxonomy: there is neither an index nor a themes.toml that is right.
        """
        made = self._index.made_with()
        with self._lock:
            if self._applied and self._applied[0] == made:
                return self._applied[1]
            taxonomy = self._kept(made)
            if taxonomy is None:
                return self._newest()
            self._applied = (made, Classifier(taxonomy))
            return self._applied[1]

    def _kept(self, made: str) -> Taxonomy | None:
        """The taxonomy that the index was made with, from themes.toml where that is the same."""
        if not made:
            return None
        try:
            if self.written().hash == made:
                return self.written().taxonomy
        except BadTaxonomy as e:
            log.info("%s", e)
        kept = self._index.kept_taxonomy(made)
        try:
            return themes.load(kept) if kept.is_file() else None
        except BadTaxonomy as e:
            # Written by another version of the program: then the index is made anew before long.
            log.warning("%s", e)
            return None

    def _newest(self) -> Classifier:
        try:
            taxonomy = self.written().taxonomy
        except BadTaxonomy as e:
            if self._latest is None:
                raise
            # A running server goes on with the last good one while its file is being edited.
            log.warning("%s", e)
            return self._latest
        if self._latest is None or self._latest.taxonomy is not taxonomy:
            self._latest = Classifier(taxonomy)
        return self._latest


def _read(file: Path) -> Written:
    source = file.read_bytes()
    return Written(themes.parse(themes.decoded(source, file), file), source)
