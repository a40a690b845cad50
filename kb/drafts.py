"""The drafts of a home: files in `drafts/`, every save guarded by the version it is based on, every state kept.

The files are the user's and may be changed in any editor meanwhile. Nothing is ever deleted here: a draft that is
done away with goes to `drafts/trash/`, and can be brought back.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kb.draft import DRAFT_ID, Draft, one_line
from kb.draft_folder import Listed as Listed
from kb.draft_folder import ids, listed, move_into, parsed, remembering
from kb.draft_versions import Steps, Version, Versions
from kb.draftfile import render
from kb.errors import BrokenDraft, KbError, LibraryBusy, NotFound, StaleEdit
from kb.files import etag, write_atomically
from kb.home import Home, require

#: Seconds a writer waits for another before it gives up.
LOCK_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft with the etag of its file, to be given back with the next save."""

    draft: Draft
    etag: str


class StaleDraft(StaleEdit):
    """A save based on a state that has been replaced since. Nothing was written; both texts are here.

    Args:
        mine: what was to be saved.
        theirs: what stands there now, with its etag.
    """

    def __init__(self, mine: Draft, theirs: Opened, file: Path) -> None:
        self.mine = mine
        self.theirs = theirs
        told = "比较两边的文字，再存一次；您这边的字都还在"
        super().__init__(f"《{mine.title}》刚才在别的窗口里改过", file=file, remedy=told)


class Drafts:
    """Reads and writes the drafts of one home.

    Raises:
        NotFound: there is no home at that place.
    """

    def __init__(self, home: Home) -> None:
        self.folder = require(home).drafts
        self.trash = self.folder / "trash"

    # Looking

    def ids(self) -> list[str]:
        """The ids of all drafts."""
        return ids(self.folder)

    def all(self) -> tuple[Listed, ...]:
        """All drafts, the one changed last first; those that cannot be read among them."""
        return listed(self.folder)

    def trashed(self) -> tuple[Listed, ...]:
        """The drafts that were deleted, in the same order."""
        return listed(self.trash)

    def path(self, id_: str) -> Path:
        """Where a draft stands.

        Raises:
            NotFound: no draft of that id.
        """
        path = self.folder / f"{id_}.md"
        if not DRAFT_ID.fullmatch(id_) or not path.is_file():
            raise NotFound(
                f"没有编号为“{id_}”的文稿", remedy="用 kb draft list 看全部；删去的可以从回收里找回"
            )
        return path

    def open(self, id_: str) -> Opened:
        """Read a draft. What an excerpt said when it was taken is known even after an edit by hand.

        Raises:
            NotFound: no draft of that id.
            BrokenDraft: it cannot be read.
        """
        data = self.path(id_).read_bytes()
        draft = parsed(data, self.path(id_), id_)
        last = next(iter(self._versions(id_).all()), None)
        if last and last.etag != etag(data):
            draft = remembering(draft, parsed(last.path.read_bytes(), last.path, id_))
        return Opened(draft, etag(data))

    # Writing

    def new(self, title: str, occasion: str = "", audience: str = "", date: str = "") -> Opened:
        """Begin a draft.

        Raises:
            KbError: no title.
        """
        from kb.naming import readable_id  # pypinyin takes long to import

        title = one_line(title)
        if not title:
            raise KbError("文稿要有标题", remedy="写几个字，以后再改也行")
        with self._writing():
            taken = {*self.ids(), *ids(self.trash)}
            id_ = readable_id(title, one_line(date), secrets.token_hex(32), taken)
            draft = Draft(id_, title, (), one_line(occasion), one_line(audience), one_line(date))
            return Opened(draft, self._write(draft, Steps()))

    def save(self, draft: Draft, seen: str) -> str:
        """Replace a draft; give its new etag. What stood there is kept as a version.

        Args:
            seen: the etag of the state that the change is based on.

        Raises:
            StaleDraft: the file has changed since; both texts are in it.
            NotFound: the draft was deleted meanwhile.
        """
        return self.edit(draft.id, lambda _: draft, seen).etag

    def edit(self, id_: str, change: Callable[[Draft], Draft], seen: str | None = None) -> Opened:
        """Apply a function of `kb.draft_edit` to a draft, whatever state it is in unless `seen` says which.

        Raises like `save`, and what the function raises; then nothing is written.
        """
        with self._writing():
            return self._edit(id_, change, seen)

    def _edit(self, id_: str, change: Callable[[Draft], Draft], seen: str | None) -> Opened:
        now = self.open(id_)
        draft = change(now.draft)
        if draft.id != id_:
            raise ValueError(f"a change must keep the id: {draft.id} for {id_}")
        if draft == now.draft:
            return now
        if seen is not None and seen != now.etag:
            raise StaleDraft(draft, now, self.path(id_))
        undo = (*self._steps(id_, now.etag).undo, self._kept(now.draft))
        return Opened(draft, self._write(draft, Steps(undo=undo)))

    def _kept(self, draft: Draft) -> str:
        """Keep the present state as a version, as it stands in the file and, when somebody has changed that by hand,
        also as it is understood; give the etag of the latter."""
        versions, now = self._versions(draft.id), datetime.now(UTC)
        data = render(draft).encode()
        versions.keep(self.path(draft.id).read_bytes(), now)
        versions.keep(data, now)
        return etag(data)

    def _write(self, draft: Draft, steps: Steps) -> str:
        """Write a draft, with a version of it and the steps that lead away from it. The steps go first: one too many
        is passed over, one that a crash has kept back would make undo go two at once."""
        data, versions = render(draft).encode(), self._versions(draft.id)
        versions.write_steps(steps)
        write_atomically(self.folder / f"{draft.id}.md", data)
        versions.keep(data, datetime.now(UTC))
        return etag(data)

    # Back and forth

    def versions(self, id_: str) -> tuple[Version, ...]:
        """The states that are kept of a draft, the latest first. Raises NotFound for no such draft."""
        self.path(id_)
        return self._versions(id_).all()

    def version(self, id_: str, name: str) -> Draft:
        """A draft as it was then.

        Raises:
            NotFound: no such draft or version.
        """
        self.path(id_)
        found = self._versions(id_).find(name)
        return parsed(found.path.read_bytes(), found.path, id_)

    def restore(self, id_: str, name: str, seen: str | None = None) -> Opened:
        """Make an earlier state the present one; that is a change like any other and can be undone. Where the present
        one cannot be read, it is kept as it is among the versions. Raises like `version` and `save`."""
        wanted = self.version(id_, name)
        try:
            return self.edit(id_, lambda _: wanted, seen)
        except BrokenDraft:
            return self._mended(wanted)

    def _mended(self, wanted: Draft) -> Opened:
        with self._writing():
            data = self.path(wanted.id).read_bytes()
            undo = self._steps(wanted.id, etag(data)).undo
            self._versions(wanted.id).keep(data, datetime.now(UTC))
            return Opened(wanted, self._write(wanted, Steps(undo=undo)))

    def undo(self, id_: str, seen: str | None = None) -> Opened:
        """Go back one step.

        Raises:
            KbError: there is none.
            StaleDraft: the file has changed since `seen`.
        """
        return self._step(id_, seen, back=True)

    def redo(self, id_: str, seen: str | None = None) -> Opened:
        """Go forth again one step. Raises like `undo`."""
        return self._step(id_, seen, back=False)

    def steps(self, id_: str) -> Steps:
        """What can be undone and redone; an empty one greys a button. Raises NotFound for no such draft."""
        return self._steps(id_, etag(self.path(id_).read_bytes()))

    def _steps(self, id_: str, tag: str) -> Steps:
        """The steps from the state of that etag; where somebody has changed the file by hand, or a save broke off
        halfway, what was saved last is one more step back."""
        versions = self._versions(id_)
        steps, last = versions.steps(), next(iter(versions.all()), None)
        return steps if last is None or last.etag == tag else replace(steps, undo=(*steps.undo, last.etag))

    def _step(self, id_: str, seen: str | None, back: bool) -> Opened:
        with self._writing():
            now = self.open(id_)
            steps = self._steps(id_, now.etag)
            ahead, behind = (steps.undo, steps.redo) if back else (steps.redo, steps.undo)
            draft, ahead = self._ahead(now.draft, ahead)
            if draft is None:
                raise KbError("没有可以撤销的了" if back else "没有可以重做的了", remedy="更早的样子在版本里")
            if seen is not None and seen != now.etag:
                raise StaleDraft(draft, now, self.path(id_))
            behind = (*behind, self._kept(now.draft))
            new = Steps(ahead, behind) if back else Steps(behind, ahead)
            return Opened(draft, self._write(draft, new))

    def _ahead(self, now: Draft, tags: tuple[str, ...]) -> tuple[Draft | None, tuple[str, ...]]:
        """The next state that is still kept, can be read and is not what stands there now; and what lies beyond."""
        versions = self._versions(now.id)
        for at in range(len(tags) - 1, -1, -1):
            found = versions.with_etag(tags[at])
            if found is None:
                continue
            try:
                draft = parsed(found.path.read_bytes(), found.path, now.id)
            except BrokenDraft:
                continue
            if draft != now:
                return draft, tags[:at]
        return None, ()

    # Away and back

    def delete(self, id_: str) -> str:
        """Move a draft with its versions to the trash; give its id there. Raises NotFound for no such draft."""
        with self._writing():
            path = self.path(id_)
            self.trash.mkdir(exist_ok=True)
            return move_into(path, self._versions(id_).folder, self.trash)

    def bring_back(self, id_: str) -> Opened:
        """Take a draft out of the trash; where another has its id by now, it gets a new one.

        Raises:
            NotFound: it is not there.
        """
        with self._writing():
            path = self.trash / f"{id_}.md"
            if not DRAFT_ID.fullmatch(id_) or not path.is_file():
                raise NotFound(f"回收里没有编号为“{id_}”的文稿", remedy="可能已经找回；看文稿列表")
            return self.open(move_into(path, self.trash / f"{id_}.versions", self.folder))

    def _versions(self, id_: str) -> Versions:
        return Versions(self.folder / f"{id_}.versions")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the one who writes drafts. The library's own lock is another: an import must not hold up a writer."""
        self.folder.mkdir(exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=LOCK_TIMEOUT):
                yield
        except Timeout as e:
            raise LibraryBusy(
                "另一个窗口或程序正在写文稿", file=self.folder, remedy="等一会儿再存一次"
            ) from e
