"""Broken files of every format: `python -m tests.fuzz 20000` reads so many and counts what goes wrong.

The law: a broken file gives a manuscript or `UnreadableFile` within ten seconds, and nothing else. Files are
read in a process of their own, so that a crash of a C library or a hang is seen and counted. Every mutation
follows from its number: `python -m tests.fuzz --only 1234` repeats one.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import sys
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from tests.indexer.readers.small_files import small_files

LONGEST = 10.0
LARGEST = 400_000
_NUMBERS = [b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"99999999999999999999", b"1e308", b"nan"]
_MARKS = [
    b"<",
    b">",
    b"{",
    b"}",
    b"\\",
    b"(",
    b")",
    b"[",
    b"]",
    b"&",
    b'"',
    b"\0",
    b"\xff",
    b"\n",
    b"/>",
    b"]]>",
    b"*",
    b"<w:p>",
    b"\\u-1?",
]


def shared_files() -> dict[str, bytes]:
    """Real files of the formats that cannot be made by hand, where the folder of real texts is present."""
    root = (
        Path(os.environ.get("YANKU_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
        / "formats"
    )
    paths = sorted(
        [*root.glob("same-text/0[57]/speech.*"), *root.glob("tricky/auto.*"), *root.glob("ofd/*__n.ofd")]
    )
    found = {f"{path.parent.name}-{path.name}": path.read_bytes() for path in paths if path.suffix != ".txt"}
    return {name: data for name, data in found.items() if len(data) <= LARGEST}


def mutated(number: int, files: dict[str, bytes]) -> tuple[str, bytes]:
    """The file of this number: its name and its bytes."""
    chance = random.Random(number)
    name = sorted(files)[number % len(files)]
    data = files[name]
    if zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.7:
        return name, _inside(data, chance)
    return name, _broken(data, chance)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """A zip with one or two of its members broken."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2))):
        victim = chance.choice([m for m in sorted(members) if not m.endswith("/")])
        if chance.random() < 0.1:
            del members[victim]
            members["gone"] = b""
        else:
            members[victim] = _broken(members[victim], chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in members.items():
            archive.writestr(entry, content)
    return packed.getvalue()


def _broken(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        chance.choice(_WAYS)(broken, chance)
    return bytes(broken)


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 16))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    size = chance.choice((1, 2, 4, 8))
    data[at : at + size] = (
        chance.choice((b"\0", b"\xff", b"\x7f", b"\x80", bytes([chance.randrange(256)]))) * size
    )


def _cut(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 3, 30, 300, len(data)))]


def _repeat(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    part = bytes(data[at : at + chance.choice((1, 2, 8, 60, 600))])
    times = chance.choice((1, 2, 50, 2000)) if len(part) < 100 else chance.choice((1, 2, 20))
    if len(data) < 2_000_000:
        data[at:at] = part * times


def _move(data: bytearray, chance: random.Random) -> None:
    at, to, size = (
        chance.randrange(len(data) + 1),
        chance.randrange(len(data) + 1),
        chance.choice((4, 40, 400)),
    )
    part = bytes(data[at : at + size])
    del data[at : at + size]
    data[to:to] = part


def _mark(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    times = chance.choice((1, 1, 1, 30, 3000)) if len(data) < 2_000_000 else 1
    data[at:at] = chance.choice(_MARKS) * times


def _number(data: bytearray, chance: random.Random) -> None:
    digits = [at for at in range(len(data)) if 0x30 <= data[at] <= 0x39]
    if digits:
        at = chance.choice(digits)
        data[at : at + 1] = chance.choice(_NUMBERS)


_WAYS: list[Callable[[bytearray, random.Random], None]] = [_flip, _set, _cut, _repeat, _move, _mark, _number]


def outcome(name: str, data: bytes) -> str:
    """`read`, `refused`, or the traceback of what must not happen."""
    from indexer.readers import read, unpack
    from kb.errors import UnreadableFile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            members = unpack(data, name).members if name.endswith(".zip") else ((name, data),)
            for inner, content in members:
                manuscript = read(content, inner)
                assert manuscript.blocks
    except UnreadableFile as error:
        return "refused" if error.what and error.remedy else f"no remedy: {error}"
    except BaseException:  # noqa: BLE001 whatever it is, it is what we look for
        return traceback.format_exc()
    return "read"


def _work(pipe: Connection, files: dict[str, bytes]) -> None:
    """Read what is asked for until told to stop, without recognising pictures, which takes seconds each."""
    from indexer.readers import ocr

    ocr.available = lambda: False
    while (number := pipe.recv()) is not None:
        pipe.send(outcome(*mutated(number, files)))


class Worker:
    """A process that reads; a new one is started when it crashed or hung."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._files), daemon=True)
        self._process.start()
        theirs.close()
        self._fresh = True

    def read(self, number: int) -> str:
        """The outcome of one mutation."""
        self._pipe.send(number)
        patience = LONGEST + (20 if self._fresh else 0)
        self._fresh = False
        try:
            if self._pipe.poll(patience):
                return str(self._pipe.recv())
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            self._start()
            return f"the process died with {code}"
        self._process.kill()
        self._start()
        return f"hung for more than {LONGEST} s"


def main() -> int:
    """Read so many broken files; 1 when any broke the law."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    files = small_files() | shared_files()
    numbers = [asked.only] if asked.only is not None else range(asked.start, asked.start + asked.count)
    outcomes, slowest, wrong = Counter[tuple[str, str]](), (0.0, 0), 0
    worker, began = Worker(files), time.monotonic()
    for done, number in enumerate(numbers, start=1):
        name, at = sorted(files)[number % len(files)], time.monotonic()
        result = worker.read(number)
        slowest = max(slowest, (time.monotonic() - at, number))
        kind = result if result in ("read", "refused") else "WRONG"
        outcomes[name.rpartition(".")[2], kind] += 1
        if kind == "WRONG":
            wrong += 1
            print(f"--- {number} {name}\n{result}", flush=True)
        if done % 1000 == 0:
            print(
                f"{done} files, {time.monotonic() - began:.0f} s, {wrong} wrong, slowest {slowest[0]:.1f} s",
                flush=True,
            )
    for (suffix, kind), count in sorted(outcomes.items()):
        print(f"{suffix:>8} {kind:>8} {count:>7}")
    print(f"{sum(outcomes.values())} files, {wrong} wrong, slowest {slowest[0]:.2f} s (number {slowest[1]})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
