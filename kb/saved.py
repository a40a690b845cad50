"""Saved searches: questions a person wants to ask again, under a name, and what has come in since the last look.

`saved.toml` in the home is theirs: plain text, written as a whole or not at all, comments kept. What was there
at the last look is no concern of theirs and stands apart, in `saved-seen.json`: hits by speech, so that new
material is told even when other material has gone.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from kb.errors import BadConfig, KbError, NotFound, StaleEdit
from kb.files import etag, write_atomically
from kb.home import Home

log = logging.getLogger(__name__)

#: Characters of a name; searches that are kept.
LONGEST_NAME, MOST = 60, 200

_HEAD = "# 存下的检索。可以改名、调换次序、删去；address 是打开的网址。\n"
_FIELDS = ("id", "name", "address")
_BEGIN = re.compile(r"^(?=\[\[search\]\])", re.MULTILINE)
_NAME = re.compile(r"^name[ \t]*=.*$", re.MULTILINE)
# One program writes these files; its threads take turns.
_LOCK = RLock()


@dataclass(frozen=True, slots=True)
class Saved:
    """A search under a name. `address` is that of its page, with nothing encoded that can be read."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Searches:
    """All of them in order; `etag` is the version of the file."""

    etag: str
    all: tuple[Saved, ...]

    def one(self, id_: str) -> Saved:
        """The search of that id.

        Raises:
            NotFound: there is none.
        """
        for saved in self.all:
            if saved.id == id_:
                return saved
        raise NotFound("没有这个存下的检索", remedy="可能已经删去；刷新页面再看")


def path(home: Home) -> Path:
    """Where the searches stand."""
    return home.root / "saved.toml"


def read(home: Home) -> Searches:
    """The searches of a home; none when there is no file.

    Raises:
        BadConfig: the file is not TOML, or not of this form.
    """
    text = _text(home)
    try:
        tables = tomllib.loads(text).get("search", [])
    except tomllib.TOMLDecodeError as e:
        raise BadConfig(f"存下的检索写错了：{e}", file=path(home), remedy="改正，或把它移走再存") from e
    if not isinstance(tables, list) or len(tables) != len(_blocks(text)) - 1:
        raise BadConfig("要写成一条一条的 [[search]]", file=path(home), remedy="改正，或把它移走再存")
    found = tuple(_saved(home, number, table) for number, table in enumerate(tables, 1))
    return Searches(etag(text.encode()), found)


def _saved(home: Home, number: int, table: Mapping[str, object]) -> Saved:
    values = [table.get(name) for name in _FIELDS]
    id_, name, address = (value if isinstance(value, str) else "" for value in values)
    if not (id_ and name and address):
        told = "要有 id、name、address 三项文字"
        raise BadConfig(told, file=path(home), place=f"第 {number} 条", remedy="补全，或删去这一条")
    return Saved(id_, name, address)


def add(home: Home, name: str, address: str, at: int | None = None, id_: str = "") -> Saved:
    """Keep a search; one that is kept already only gets the new name.

    Args:
        at: where in the list, counted from 0; at the end unless given.
        id_: to put back one that was deleted.

    Raises:
        KbError: the name is empty, or there are too many.
        BadConfig: as `read`.
    """
    with _LOCK:
        now = read(home)
        same = next((saved for saved in now.all if saved.address == address), None)
        if same:
            return rename(home, same.id, name, now.etag)
        if len(now.all) >= MOST:
            raise KbError(f"最多存 {MOST} 个检索", remedy="删去不用的再存")
        saved = Saved(id_ or secrets.token_hex(4), _name(name), address)
        head, *blocks = _blocks(_text(home))
        blocks.insert(len(blocks) if at is None else at, _block(saved))
        _write(home, head or _HEAD, blocks)
        return saved


def rename(home: Home, id_: str, name: str, seen: str) -> Saved:
    """Give a search another name. Raises as `delete`, and KbError for an empty name."""
    with _LOCK:
        number, saved = _found(home, id_, seen)
        named = replace(saved, name=_name(name))
        head, *blocks = _blocks(_text(home))
        blocks[number] = _NAME.sub(lambda _: f"name = {_quoted(named.name)}", blocks[number], count=1)
        _write(home, head, blocks)
        return named


def delete(home: Home, id_: str, seen: str) -> tuple[Saved, int]:
    """Take a search out; tell which it was and where it stood.

    Args:
        seen: the version the person looked at.

    Raises:
        NotFound: there is no such search.
        StaleEdit: the file has changed since.
        BadConfig: as `read`.
    """
    with _LOCK:
        number, saved = _found(home, id_, seen)
        head, *blocks = _blocks(_text(home))
        del blocks[number]
        _write(home, head, blocks)
        return saved, number


@dataclass(frozen=True, slots=True)
class News:
    """How many hits a search has now, and how many of them have come since the last look."""

    total: int
    new: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search finds now: how much, and how much of it in each speech."""

    total: int
    speeches: Mapping[str, int]


def news(home: Home, saved: Saved, now: Hits) -> News:
    """How much of what a search finds is new."""
    before = _seen(home).get(saved.id)
    if before is None:
        return News(now.total, 0)
    return News(now.total, sum(max(0, n - before.get(speech, 0)) for speech, n in now.speeches.items()))


def looked(home: Home, saved: Saved, now: Hits) -> None:
    """Remember what a search finds now as seen; what was remembered of deleted ones is forgotten."""
    with _LOCK:
        kept = {one.id for one in read(home).all} | {saved.id}
        seen = {id_: hits for id_, hits in _seen(home).items() if id_ in kept}
        seen[saved.id] = dict(now.speeches)
        write_atomically(_seen_path(home), json.dumps(seen, ensure_ascii=False).encode())


def _seen_path(home: Home) -> Path:
    return home.root / "saved-seen.json"


def _seen(home: Home) -> dict[str, dict[str, int]]:
    """What was there at the last look. A file that cannot be read is as none: then nothing is called new."""
    file = _seen_path(home)
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return {str(id_): {str(s): int(n) for s, n in hits.items()} for id_, hits in stored.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as e:
        log.warning("%s 读不了（%s），从现在起重新记", file, e)
        return {}


def _name(name: str) -> str:
    plain = " ".join("".join(c for c in name if c.isprintable() or c.isspace()).split())[:LONGEST_NAME]
    if not plain:
        raise KbError("没有写名字", remedy="写几个字，以后认得出来就行")
    return plain


def _text(home: Home) -> str:
    try:
        return path(home).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as e:
        raise BadConfig("文件不是 UTF-8", file=path(home), remedy="用编辑器另存为 UTF-8") from e


def _blocks(text: str) -> list[str]:
    """What stands before the first search, and the lines of each, with the comments among them."""
    return _BEGIN.split(text)


def _block(saved: Saved) -> str:
    fields = "\n".join(f"{name} = {_quoted(getattr(saved, name))}" for name in _FIELDS)
    return f"[[search]]\n{fields}\n\n"


def _quoted(text: str) -> str:
    """A string of TOML, which for what can be printed is one of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _found(home: Home, id_: str, seen: str) -> tuple[int, Saved]:
    now = read(home)
    saved = now.one(id_)
    if now.etag != seen:
        raise StaleEdit(
            "存下的检索刚才被别处改过，没有改动", file=path(home), remedy="看一看现在的样子，再做一次"
        )
    return now.all.index(saved), saved


def _write(home: Home, head: str, blocks: Sequence[str]) -> None:
    whole = "".join(part if part.endswith("\n") else f"{part}\n" for part in (head, *blocks) if part)
    write_atomically(path(home), whole.encode())
