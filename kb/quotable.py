"""What may be said word for word: set phrases that everyone must write alike, and quotations of the user's choice.

One list ships with the program, and the user's own is laid over it, so that an upgrade loses nothing. A phrase
may have punctuation; it is compared folded. A line that cannot be used is named and passed over. Nothing here
looks into a library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.fold import fold_literal
from kb.lexicon_lines import BadLexicon, fault
from kb.resources import shipped

NAME = "quotable.txt"

#: Folded characters: what is shorter stands in half of all sentences and would cut every run to pieces.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Quotable:
    """The phrases as written, by their folded text; and what was passed over, for the user to mend."""

    phrases: Mapping[str, str]
    faults: tuple[BadLexicon, ...] = ()

    def spans(self, folded: str) -> list[tuple[int, int, str]]:
        """Where phrases stand in a folded text, in order; what stands inside a longer one is not told apart.

        Returns:
            start, end, and the phrase as written.
        """
        found = sorted(_found(folded, self.phrases), key=lambda span: (span[0], -span[1]))
        kept: list[tuple[int, int, str]] = []
        for span in found:
            if not kept or span[1] > kept[-1][1]:
                kept.append(span)
        return kept


def quotable(own: Path | None = None) -> Quotable:
    """The shipped list with a user's own over it.

    Args:
        own: the folder of the user's lists, which need not exist.
    """
    phrases: dict[str, str] = {}
    faults: list[BadLexicon] = []
    for path in (shipped("lexicon") / NAME, *([own / NAME] if own else [])):
        for number, line in enumerate(_lines(path, faults), 1):
            if line and line[0] not in "#＃":
                wrong = _take(line, phrases)
                if wrong:
                    faults.append(fault(path, number, wrong))
    return Quotable(phrases, tuple(faults))


def _lines(path: Path, faults: list[BadLexicon]) -> list[str]:
    try:
        return [line.strip() for line in path.read_bytes().decode("utf-8-sig").splitlines()]
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        faults.append(BadLexicon("词表不是 UTF-8 编码，没有使用", file=path, remedy="请另存为 UTF-8"))
    except OSError as error:
        faults.append(BadLexicon(f"读不了词表：{error.strerror}", file=path, remedy="请检查文件"))
    return []


def _take(line: str, phrases: dict[str, str]) -> str:
    """Do what a line says; what is wrong with it, in Chinese, when it cannot be done."""
    if line[0] in "-－":
        gone = line[1:].strip()
        return "" if phrases.pop(fold_literal(gone), None) else f"词表里没有“{gone}”，不用去掉"
    folded = fold_literal(line)
    if len(folded) < _FEWEST:
        return f"“{line}”太短：至少 {_FEWEST} 个字，标点不算"
    phrases[folded] = line
    return ""


def _found(folded: str, phrases: Mapping[str, str]) -> list[tuple[int, int, str]]:
    found = []
    for phrase, written in phrases.items():
        start = folded.find(phrase)
        while start >= 0:
            found.append((start, start + len(phrase), written))
            start = folded.find(phrase, start + 1)
    return found
