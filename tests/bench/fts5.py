"""A peer: SQLite's FTS5 over our terms, its facets counted by SQL over the hits."""

from __future__ import annotations

import sqlite3
import string
from collections.abc import Sequence
from pathlib import Path

from kb.engine import Entry
from kb.masks import readings
from tests.bench.contestants import PAGE, Outcome, cut
from tests.bench.questions import Question
from tests.bench.terms import grams_in_order, phrase

#: Every character that is not a space is part of a term.
_TOKENS = "ascii tokenchars ''{}''".format(string.punctuation.replace("'", "''''"))
_ENTRY = "key, text, roles, years, speeches, kinds"


class Fts5:
    """One database: terms in a contentless table, columns and themes beside it."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path / "fts.db")

    def build(self, entries: Sequence[Entry]) -> None:
        self._db.executescript(
            f"CREATE VIRTUAL TABLE terms USING fts5(grams, content='', tokenize='{_TOKENS}');"
            f"CREATE TABLE entry(id INTEGER PRIMARY KEY, {_ENTRY});"
            "CREATE TABLE theme(id INTEGER, name TEXT, PRIMARY KEY(id, name)) WITHOUT ROWID;"
            "CREATE INDEX entry_speech ON entry(speeches);"
        )
        self._add(entries, 1)
        self._db.commit()

    def _add(self, entries: Sequence[Entry], first: int) -> None:
        numbered = list(enumerate(entries, first))
        self._db.executemany(
            "INSERT INTO terms(rowid, grams) VALUES(?, ?)",
            ((n, grams_in_order(e.searched)) for n, e in numbered),
        )
        self._db.executemany(
            "INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?)",
            ((n, e.key, e.text, e.role, e.year, e.speech, e.kind) for n, e in numbered),
        )
        self._db.executemany(
            "INSERT INTO theme VALUES(?, ?)", ((n, t) for n, e in numbered for t in e.themes)
        )

    def open(self, entries: Sequence[Entry]) -> None:
        self._db.executescript(
            "PRAGMA cache_size = -200000; PRAGMA mmap_size = 4000000000; PRAGMA temp_store = 2;"
        )

    def ask(self, question: Question) -> Outcome:
        run = self._db.execute
        match = " AND ".join(_literal(text) for text in question.literals)
        only = " AND +rowid IN (SELECT id FROM theme WHERE name = ?)" if question.theme else ""
        values = (match, question.theme) if question.theme else (match,)
        run("DROP TABLE IF EXISTS temp.hit")
        run(f"CREATE TEMP TABLE hit AS SELECT rowid AS id FROM terms WHERE terms MATCH ?{only}", values)
        (total,) = run("SELECT count(*) FROM hit").fetchone()
        best = run(
            f"SELECT rowid FROM terms WHERE terms MATCH ?{only} ORDER BY rank LIMIT {PAGE}", values
        ).fetchall()
        page = [run("SELECT key, text FROM entry WHERE id = ?", row).fetchone() for row in best]
        cut([text for _, text in page], question)
        facets = {c: dict(run(f"SELECT {c}, count(*) FROM hit JOIN entry USING(id) GROUP BY 1").fetchall())
                  for c in ("roles", "years", "speeches", "kinds")}  # fmt: skip
        facets["themes"] = dict(
            run("SELECT name, count(*) FROM hit JOIN theme USING(id) GROUP BY 1").fetchall()
        )
        return Outcome(total, tuple(key for key, _ in page), facets)

    def edit(self, speech: str, entries: Sequence[Entry]) -> None:
        old = self._db.execute("SELECT id, text FROM entry WHERE speeches = ?", (speech,)).fetchall()
        self._db.executemany(
            "INSERT INTO terms(terms, rowid, grams) VALUES('delete', ?, ?)",
            ((n, grams_in_order(readings(text))) for n, text in old),
        )
        for table in ("entry", "theme"):
            self._db.executemany(f"DELETE FROM {table} WHERE id = ?", [(n,) for n, _ in old])
        (last,) = self._db.execute("SELECT max(id) FROM entry").fetchone()
        self._add(entries, last + 1)
        self._db.commit()

    def close(self) -> None:
        self._db.close()


def _literal(literal: str) -> str:
    quoted = [gram.replace('"', '""') for gram in phrase(literal)]
    return f'"{" ".join(quoted)}"' if quoted else f'"{literal}"*'
