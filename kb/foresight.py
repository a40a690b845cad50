"""An edit of the taxonomy looked at from all sides before it is made: passages, decisions, labelled files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.agreement import Agreement, Labelling, against_labels, agreement, labels, rules_give
from kb.cases import Case, cases
from kb.errors import StaleIndex
from kb.library import Library
from kb.neighbours import neighbours
from kb.preview import Preview, Turned, alone, preview, touched
from kb.proposals import Proposal, propose
from kb.taxonomy import Taxonomy, Theme


@dataclass(frozen=True, slots=True)
class Silenced:
    """A theme that goes, with how many times people said yes and no to it. That is kept, but counts no more."""

    theme: Theme
    yes: int
    no: int
    laid_down: bool

    @property
    def told(self) -> str:
        """In one Chinese sentence."""
        how = "停用后" if self.laid_down else "删去后"
        back = "恢复它" if self.laid_down else "换回现在的主题表"
        return (
            f"“{self.theme.name}”{how}，您对它的 {self.yes + self.no} 个决定（是 {self.yes}，不是 {self.no}）"
            f"不再起作用；决定都留着，{back}就又起作用"
        )


@dataclass(frozen=True, slots=True)
class Foresight:
    """What an edit would change. `preview` is None where there is no index to look at.

    `agreements` and `labelling` are about every theme that changes and the one asked about; `silenced` about
    those that go; `troubles` are sentences about labelled files that cannot be read.
    """

    preview: Preview | None
    agreements: tuple[Agreement, ...] = ()
    labelling: tuple[Labelling, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    troubles: tuple[str, ...] = ()


def foresee(
    library: Library, old: Taxonomy, new: Taxonomy, theme: str = "", more: Sequence[Path] = ()
) -> Foresight:
    """Compare two taxonomies over a library.

    Args:
        theme: one whose agreement is told even when it does not change.
        more: files of labelled passages beside those of the home.
    """
    known, labelled = cases(library, old), labels(library.home, more)
    about = tuple(dict.fromkeys((*([theme] if theme in new.by_id else []), *touched(old, new))))
    agreements = (agreement(known, old, new, one) for one in about)
    return Foresight(
        _previewed(library, old, new),
        tuple(one for one in agreements if one.total),
        tuple(found for one in about for found in against_labels(labelled, old, new, one)),
        _silenced(known, old, new),
        labelled.troubles,
    )


def silenced(library: Library, old: Taxonomy, new: Taxonomy) -> tuple[Silenced, ...]:
    """The themes in use that go, of which people have said something."""
    return _silenced(cases(library, old), old, new)


def _silenced(known: Iterable[Case], old: Taxonomy, new: Taxonomy) -> tuple[Silenced, ...]:
    going = {t.id: t for t in old.themes if new.current(t.id) not in new.by_id}
    said: dict[str, list[bool]] = {}
    for case in known:
        if case.theme in going:
            said.setdefault(case.theme, []).append(case.yes)
    laid_down = {theme.id for theme in new.retired}
    return tuple(
        Silenced(theme, sum(said[id_]), said[id_].count(False), new.current(id_) in laid_down)
        for id_, theme in going.items()
        if id_ in said
    )


def _previewed(library: Library, old: Taxonomy, new: Taxonomy) -> Preview | None:
    try:
        return preview(library.index, old, new)
    except StaleIndex:
        return None


def proposed(library: Library, taxonomy: Taxonomy, theme: str) -> tuple[Proposal, ...]:
    """Terms that would help a theme as a taxonomy has it, saved or not; see `kb.proposals`.

    Raises:
        StaleIndex: there is no index yet.
    """
    known = cases(library, taxonomy, {theme})
    rules = alone(taxonomy, theme)
    missed = [case for case in known if case.yes and not rules_give(rules, case, theme)]
    rows = labels(library.home).rows
    found = taxonomy.by_id[theme]
    return propose(library.index, taxonomy, found, known, rows, neighbours(library, missed))


def data(seen: Foresight, examples: int) -> dict[str, object]:
    """What an edit would change, for programs; with up to so many examples of each kind."""
    return {
        "themes": [
            {
                "id": one.theme.id,
                "name": one.theme.name,
                "gained": len(one.gained),
                "lost": len(one.lost),
                "examples": {
                    "gained": _examples(one.gained[:examples]),
                    "lost": _examples(one.lost[:examples]),
                },
            }
            for one in (seen.preview.differences if seen.preview else ())
        ],
        "decisions": [
            {"theme": one.theme, "total": one.total, "before": one.before, "after": one.after}
            for one in seen.agreements
        ],
        "silenced": [{"theme": one.theme.id, "yes": one.yes, "no": one.no} for one in seen.silenced],
        "labels": [
            {"file": one.file, "theme": one.theme, "before": one.before.f1, "after": one.after.f1}
            for one in seen.labelling
        ],
        "troubles": seen.troubles,
    }


def _examples(turned: Iterable[Turned]) -> list[dict[str, object]]:
    return [{"key": one.entry.key, "terms": one.because, "text": one.entry.text} for one in turned]
