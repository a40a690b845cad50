"""Asking less when all that was typed together matches nothing, or next to nothing: step by step, and said.

A word typed as one string is taken apart into the words it holds; words about the search itself need not match.
Whatever was asked exactly (in quotes, after a minus, by a field) stays as it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kb.analysis import apart
from kb.emptiness import BETWEEN, DENYING, EMPTY
from kb.engine import Hits
from kb.expand import WEIGHTS, spot
from kb.fold import BARRIER, fold_literal
from kb.lexicon import Lexicon
from kb.model import Role
from kb.query_tree import And, Everything, Literal, Or, Tree
from kb.rank import POOL
from kb.wanted import Term, Wanted

_LETTER = re.compile("[a-z]")
#: With fewer hits than this, what comes closest is shown beside them.
FEW = 3

#: What a question says of the part of a speech it is for.
_HINTS: Mapping[Role, re.Pattern[str]] = {
    "problem": re.compile("问题|不足|短板|差距|薄弱|表现"),
    "achievement": re.compile("成绩|成效|亮点"),
    "significance": re.compile("意义|重要性|为什么"),
    "measure": re.compile("怎么|怎样|如何|举措|措施|办法|对策"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A question that asks less: the tree, what orders its hits, and the words it asks for, as they are shown.

    `near`: any of it will do (see `kb.engine.Request`). `apart`: what was typed as one string was taken apart, or
    a word about the search let go.
    """

    tree: Tree
    wanted: Wanted
    words: tuple[str, ...]
    near: bool
    apart: bool = False


def rungs(tree: Tree, lexicon: Lexicon) -> tuple[Rung, ...]:
    """The questions to ask in turn when a question finds too little; none when all of it was asked exactly.

    First all of its words, wherever they stand; where what any question may say is among them, such as 太多 or 应该,
    then those without it; then any two characters of these; then any one.
    """
    kept, typed = _parts(tree)
    terms = [_term(word, lexicon) for word in _words(typed, lexicon)]
    if not terms:
        return ()
    asked = Wanted(tuple(terms), tuple(typed), _hint(" ".join(typed)))
    words = _texts(terms)
    telling = tuple(term for term in terms if term.text not in EMPTY) or asked.terms
    close = replace(asked, terms=telling)
    # 多 or 事 need not stand there.
    must = [term for term in terms if len(term.text) > 1 or term in telling]
    first = Rung(_every(kept, must), asked, _texts(must), near=False, apart=set(words) != set(typed))
    few = [term for term in must if term in telling]
    fewer = replace(first, tree=_every(kept, few), wanted=close, words=_texts(few))
    near = (Rung(_all((*kept, any_of)), close, words, near=True) for any_of in _any_of(close))
    return (first, *((fewer,) if few and few != must else ()), *near)


def closest(ladder: tuple[Rung, ...], ask: Callable[[Rung], Hits]) -> Hits | None:
    """The hits of the first rung where any of it will do that fills a pool, else of the last; None without rungs."""
    hits = None
    for rung in (rung for rung in ladder if rung.near):
        hits = ask(rung)
        if hits.total >= POOL:
            break
    return hits


def has_some(wanted: Wanted, text: str) -> bool:
    """Whether a folded text has enough of what was asked to be shown as close: a third of its characters and two at
    least, or a word of the lexicon for one of its words. Letters do not count: any foreign word has some of them.
    """
    characters = {char for term in wanted.terms for char in term.text if not _LETTER.match(char)}
    others = (other for term in wanted.terms for other, _ in term.others)
    return len(characters & set(text)) >= max(2, len(characters) / 3) or any(
        other in text for other in others
    )


def _parts(tree: Tree) -> tuple[tuple[Tree, ...], list[str]]:
    """What must stay as it is, and the folded strings that may be taken apart."""
    kept: list[Tree] = []
    typed: list[str] = []
    for part in tree.parts if isinstance(tree, And) else (tree,):
        either = part.parts if isinstance(part, Or) else (part,)
        literals = [one for one in either if isinstance(one, Literal)]
        if len(literals) < len(either) or all(one.exact for one in literals):
            kept.append(part)
        else:
            typed += [one.folded for one in literals if not one.exact]
    return tuple(kept), list(dict.fromkeys(typed))


def _words(typed: list[str], lexicon: Lexicon) -> list[str]:
    """The words of some strings. A saying of single characters, as 说得多做得少, stays whole."""
    found: dict[str, None] = {}
    for text in typed:
        words = [w for w in _joined(_cut(text, lexicon)) if w not in BETWEEN and w not in lexicon.searching]
        whole = len(text) > 2 and all(len(word) == 1 for word in words)
        found |= dict.fromkeys([text] if words and whole else words)
    return list(found)


def _cut(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Terms of the lexicon, and between them what reads as words."""
    at = 0
    for there in spot(text, lexicon):
        yield from apart(text[at : there.start])
        yield there.term
        at = there.end
    yield from apart(text[at:])


def _joined(words: Iterable[str]) -> list[str]:
    """Words without punctuation; what denies belongs to the word behind it."""
    joined: list[str] = []
    for word in (fold_literal("".join(filter(str.isalnum, word))) for word in words):
        if joined and joined[-1] in DENYING:
            joined[-1] += word
        elif word:
            joined.append(word)
    return list(dict.fromkeys(joined))


def _term(word: str, lexicon: Lexicon) -> Term:
    senses = lexicon.senses.get(word, ())
    others = {
        fold_literal(text): WEIGHTS[sense.kind] for sense in reversed(senses) for text in sense.alternatives
    }
    others.pop(word, None)
    return Term(word, tuple(others.items()))


def _texts(terms: list[Term]) -> tuple[str, ...]:
    return tuple(term.text for term in terms)


def _every(kept: tuple[Tree, ...], terms: list[Term]) -> Tree:
    either = (_either([term.text, *(text for text, _ in term.others)]) for term in terms)
    return _all((*kept, *either))


def _hint(typed: str) -> str:
    return next((role for role, form in _HINTS.items() if form.search(typed)), "")


def _any_of(close: Wanted) -> tuple[Tree, Tree]:
    """Any two neighbouring characters of what is asked for; any one."""
    strings = list(close.literals)
    pairs = [run[n : n + 2] for text in strings for run in text.split(BARRIER) for n in range(len(run) - 1)]
    singles = [char for term in close.terms for char in term.text if char != BARRIER]
    return _either(pairs + [text for text in strings if len(text) == 1]), _either(singles + strings)


def _either(texts: list[str]) -> Tree:
    literals = tuple(Literal(text, text, exact=True) for text in dict.fromkeys(texts) if text)
    return literals[0] if len(literals) == 1 else Or(literals)


def _all(parts: tuple[Tree, ...]) -> Tree:
    asked = tuple(part for part in parts if not isinstance(part, Everything))
    return asked[0] if len(asked) == 1 else And(asked)
