"""RTF → blocks, as a word processor shows the finished document.

Automatic numbers (as the program that saved it printed them), text boxes and notes are there; deleted and
hidden text, field codes, headers and footers are not. What a manuscript cannot hold is counted and told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from indexer.manuscript import BlockKind
from indexer.readers.document import Document, dropped_notices
from indexer.readers.docx.styles import outline_level
from indexer.readers.line import tidy
from indexer.readers.rtf.charsets import characters, code_page
from indexer.readers.rtf.head import Head
from indexer.readers.rtf.state import Flow, Place, State
from indexer.readers.rtf.tokens import Token, tokens
from indexer.readers.rtf.words import DROPPED, ENDS, PRINTED, SHOWN, SILENT
from kb.errors import UnreadableFile

#: Groups within groups; real files have at most a few dozen.
DEEPEST = 2000


def document(data: bytes) -> Document:
    """Take an RTF file apart.

    Raises:
        UnreadableFile: it nests deeper than any program writes.
    """
    reader = _Reader()
    for token in tokens(data):
        reader.read(token)
    return reader.done()


class _Reader:
    """Reads one file from beginning to end. All state is here."""

    def __init__(self) -> None:
        self._states = [State()]
        self._flows = [Flow()]
        self._head = Head()
        self._pending = b""
        self._skip = 0
        self._surrogate = 0
        self._paragraphs = 1
        self._dropped: Counter[str] = Counter()
        self._actions = self._table_of_words()

    def read(self, token: Token) -> None:
        """One token."""
        if token.kind == "bytes":
            self._bytes(token)
            return
        self._flush()
        if token.kind == "open":
            self._open()
        elif token.kind == "close":
            self._close()
        else:
            self._word(token.name, token.value)

    def done(self) -> Document:
        """What was read; groups left open by a cut-off file end here."""
        self._flush()
        while len(self._states) > 1:
            self._close()
        blocks = tuple(self._flows[0].finish(self._paragraphs))
        return Document(blocks, tidy(self._head.title), self._head.date, dropped_notices(self._dropped))

    @property
    def _now(self) -> State:
        return self._states[-1]

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    def _open(self) -> None:
        if len(self._states) > DEEPEST:
            raise UnreadableFile("RTF 嵌套太深", remedy="请在 Word/WPS 里另存为 docx 后再导入")
        self._skip = 0
        self._states.append(replace(self._now, optional=False, opened=None))

    def _close(self) -> None:
        self._skip = 0
        if len(self._states) == 1:
            return
        opened = self._states.pop().opened
        if opened is not None and self._flow is opened:
            self._flows.pop()
            self._flow.after += opened.finish(self._paragraphs)

    def _bytes(self, token: Token) -> None:
        data = token.data
        if self._skip:
            passed = min(self._skip, len(data))
            self._skip -= passed
            data = data[passed:]
        self._pending += data

    def _flush(self) -> None:
        """Decode the bytes gathered, in the character set that holds for them."""
        data, self._pending = self._pending, b""
        place = self._now.place
        if data and place in ("fonts", "styles"):
            charset = self._head.charset if place == "fonts" else None
            self._say(characters(data, charset, self._head.page))
        elif data and place != "nowhere":
            self._say(self._head.decoded(data, self._now.font))

    def _say(self, text: str) -> None:
        """Put text where the group says."""
        state = self._now
        if state.place == "fonts":
            self._head.name_font(text, state.font)
        elif state.place == "styles":
            self._head.name_style(text)
        elif state.place == "title":
            self._head.title += text
        elif state.place == "label":
            self._flow.paragraph.label += text
        elif state.place == "text" and not (state.hidden or state.deleted):
            self._flow.paragraph.pieces.append((text, state.bold))

    def _word(self, name: str, value: int | None) -> None:
        if self._skip:
            self._skip -= 1
            return
        state = self._now
        optional, state.optional = state.optional, name == "*"
        if state.place == "nowhere" or name == "*":
            return
        unknown = name not in SHOWN and name not in self._actions and name not in PRINTED
        if name in SILENT or name in DROPPED or (optional and unknown):
            self._silence(name)
        elif name in PRINTED:
            self._say(PRINTED[name])
        elif name in ENDS:
            self._end_paragraph()
        elif name in self._actions:
            self._actions[name](value)

    def _silence(self, name: str) -> None:
        if name in DROPPED and self._now.place == "text":
            self._dropped[DROPPED[name]] += 1
        self._now.place = "nowhere"

    def _end_paragraph(self) -> None:
        if self._now.place == "text":
            self._flow.end_paragraph(self._paragraphs)
            self._paragraphs += 1

    def _table_of_words(self) -> dict[str, Callable[[int | None], None]]:
        return {
            "u": self._unicode, "uc": self._uc, "f": self._select_font, "deff": self._deff,
            "fcharset": self._fcharset, "ansicpg": self._ansicpg, "plain": self._plain, "pard": self._pard,
            "b": lambda v: self._set(bold=v != 0), "v": lambda v: self._set(hidden=v != 0),
            "deleted": lambda v: self._set(deleted=v != 0), "s": self._select_style,
            "outlinelevel": self._outline, "qc": lambda v: self._centre(True), "ql": lambda v: self._centre(False),
            "qr": lambda v: self._centre(False), "qj": lambda v: self._centre(False),
            "intbl": self._intbl, "cell": self._cell, "nestcell": self._cell, "row": self._row, "nestrow": self._row,
            "fonttbl": lambda v: self._go("fonts"), "stylesheet": lambda v: self._go("styles"),
            "title": lambda v: self._go("title"), "listtext": self._label, "pntext": self._label,
            "shptxt": lambda v: self._flow_apart("paragraph"), "dptxbxtext": lambda v: self._flow_apart("paragraph"),
            "footnote": lambda v: self._flow_apart("note"), "upr": lambda v: self._go("info"),
            "ud": lambda v: self._go("text"), "info": lambda v: self._go("info"), "creatim": self._creatim,
            "yr": lambda v: self._date("yr", v), "mo": lambda v: self._date("mo", v), "dy": lambda v: self._date("dy", v),
        }  # fmt: skip

    def _unicode(self, value: int | None) -> None:
        self._skip = self._now.stand_ins
        code = (value or 0) & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self._surrogate = code
        elif 0xDC00 <= code < 0xE000:
            if self._surrogate:
                self._say(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + code - 0xDC00))
            self._surrogate = 0
        elif 0xF000 <= code <= 0xF0FF:
            self._say(self._head.picture(code, self._now.font))
        else:
            self._say(chr(code))

    def _uc(self, value: int | None) -> None:
        self._now.stand_ins = max(0, min(value if value is not None else 1, 9))

    def _select_font(self, value: int | None) -> None:
        self._now.font = value

    def _deff(self, value: int | None) -> None:
        self._head.default_font = value

    def _fcharset(self, value: int | None) -> None:
        self._head.charset = value

    def _ansicpg(self, value: int | None) -> None:
        self._head.page = code_page(value)

    def _set(
        self, *, bold: bool | None = None, hidden: bool | None = None, deleted: bool | None = None
    ) -> None:
        state = self._now
        state.bold = state.bold if bold is None else bold
        state.hidden = state.hidden if hidden is None else hidden
        state.deleted = state.deleted if deleted is None else deleted

    def _plain(self, value: int | None) -> None:
        self._set(bold=False, hidden=False)
        self._now.font = None

    def _pard(self, value: int | None) -> None:
        if self._now.place == "text":
            paragraph = self._flow.paragraph
            paragraph.level, paragraph.centred, paragraph.in_table = None, False, False

    def _select_style(self, value: int | None) -> None:
        if self._now.place == "styles":
            self._head.style = value or 0
        elif self._now.place == "text":
            self._flow.paragraph.level = self._head.levels.get(value or 0)

    def _outline(self, value: int | None) -> None:
        level = outline_level(value if value is not None else 9)
        if self._now.place == "styles":
            self._head.levels[self._head.style] = level
        elif self._now.place == "text":
            title = self._flow.paragraph.level == 0
            self._flow.paragraph.level = 0 if title else level

    def _centre(self, centred: bool) -> None:
        if self._now.place == "text":
            self._flow.paragraph.centred = centred

    def _intbl(self, value: int | None) -> None:
        self._flow.paragraph.in_table = value != 0

    def _cell(self, value: int | None) -> None:
        self._flow.paragraph.in_table = True
        self._end_paragraph()
        self._flow.end_cell()

    def _row(self, value: int | None) -> None:
        self._flow.end_row()

    def _go(self, place: Place) -> None:
        if place == "text" and self._now.place != "info":
            return  # Only the Unicode half of a `\\upr` pair comes back from silence.
        self._now.place = place

    def _label(self, value: int | None) -> None:
        if self._now.place == "text":
            self._now.place = "label"
            self._flow.paragraph.label = ""

    def _flow_apart(self, kind: BlockKind) -> None:
        """A text box or note begins: text that stands outside the paragraph it hangs on."""
        if self._now.place == "text" and not (self._now.hidden or self._now.deleted):
            flow = Flow(kind)
            self._flows.append(flow)
            self._now.opened = flow

    def _creatim(self, value: int | None) -> None:
        self._now.place = "info"

    def _date(self, key: str, value: int | None) -> None:
        if self._now.place == "info":
            self._head.date_part(key, value or 0)
