"""One family of errors. Each names the file, the place and the way out, in Chinese.

Raise these for what a user can cause or mend; they are caught only at the command line and HTTP edges.
"""

from __future__ import annotations

from pathlib import Path


class KbError(Exception):
    """A problem a person can act on.

    Args:
        what: what happened, one Chinese sentence.
        file: the file it happened in, when there is one.
        place: where inside the file (line, paragraph, part), in words.
        remedy: what to do next, one Chinese sentence.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | Path | None = None,
        place: str = "",
        remedy: str = "",
    ) -> None:
        self.what = what
        self.file = str(file) if file is not None else ""
        self.place = place
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        head = "，".join(part for part in (self.file, self.place) if part)
        text = f"{head}：{self.what}" if head else self.what
        return f"{text}（{self.remedy}）" if self.remedy else text


class UnreadableFile(KbError):
    """An original that no reader can take text out of."""


class BrokenSpeech(KbError):
    """A speech file in the library that does not follow the format."""


class BrokenDraft(KbError):
    """A draft file whose front matter cannot be read."""


class StaleEdit(KbError):
    """An edit based on a version that has since changed (HTTP 409)."""


class LibraryBusy(KbError):
    """Another writer holds the lock longer than we were told to wait."""


class NotFound(KbError):
    """No speech or passage of that name."""


class BadTaxonomy(KbError):
    """themes.toml cannot be used as it stands."""


class BadConfig(KbError):
    """config.toml or an option cannot be used as it stands."""


class StaleIndex(KbError):
    """The index was made by another schema, analyzer or lexicon, or does not exist."""
