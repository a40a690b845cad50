"""Two windows on one draft: what was not written, beside what stands there now, for a person to choose from.

Neither text is lost: a script shows both at the block, without one a page does.
"""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template

from kb.asked import Asked
from kb.diff import difference
from kb.draft import Block, Draft
from kb.draft_sources import text_hash
from kb.drafts import Opened
from kb.errors import StaleEdit


class Clash(StaleEdit):
    """What was to be put in place of a text that has changed or gone meanwhile. Nothing was written.

    Args:
        name: the block, or the fact (title, occasion …).
        mine: what was to stand there.
        theirs: what stands there; None when the block is gone.
    """

    def __init__(self, name: str, mine: str, theirs: str | None) -> None:
        self.name, self.mine, self.theirs = name, mine, theirs
        if theirs is None:
            super().__init__("这一段刚才在别的窗口里删去了", remedy="您写的还在，可以另放一段")
        else:
            super().__init__("这一段刚才在别的窗口里改过，没有覆盖", remedy="两边的字都在，选一个")

    @property
    def seen(self) -> str:
        """What their text is known by."""
        return text_hash(self.theirs or "")


def require_seen(block: Block, seen: str, mine: str) -> None:
    """Raise Clash unless the block still says what a window has seen."""
    if seen != text_hash(block.text):
        raise Clash(block.id, mine, block.text)


def told(clash: Clash, opened: Opened, fresh: dict[str, object], *, script: bool) -> Response:
    """Both texts: for a script with the draft as it is, else a page."""
    if script:
        both = {"name": clash.name, "theirs": clash.theirs, "seen": clash.seen}
        return make_response(jsonify(error=clash.what, remedy=clash.remedy, clash=both, **fresh), 409)
    return make_response(render_template("draft_clash.html", **_context(clash, opened.draft)), 409)


def _context(clash: Clash, draft: Draft) -> dict[str, object]:
    theirs = clash.theirs
    return {
        "asked": Asked(),
        "draft": draft,
        "clash": clash,
        "runs": difference(theirs, clash.mine) if theirs is not None else (),
        "fact": clash.name in ("title", "occasion", "audience", "date"),
    }
