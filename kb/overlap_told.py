"""What was found word for word, in a sentence and as data: the same for the command line and the page."""

from __future__ import annotations

from pathlib import Path

from kb.overlap import Overlap
from kb.overlap_runs import Run, Source


def head(found: Overlap) -> str:
    """One line: how long, how much of it is copied, the longest run."""
    whole = f"全文 {found.total:,} 字"
    if not found.runs:
        return f"{whole}，没有照搬"
    share = percent(found.share)
    return f"{whole}，照搬 {found.copied:,} 字（{share}），{len(found.runs):,} 处，最长 {found.longest:,} 字"


def notices(found: Overlap) -> list[str]:
    """What of the user's list was not used, without its folder: who looks from elsewhere need not know it."""
    return [
        f"词表 lexicon/{Path(fault.file).name}，{fault.place or '整个'}：{fault.what}（{fault.remedy}）"
        for fault in found.faults
    ]


def percent(share: float) -> str:
    """A share in whole per cent; what is there is never 0 %, and what is not whole never 100 %."""
    whole = round(share * 100)
    if share > 0 and whole == 0:
        return "不到 1 %"
    return "99 %" if share < 1 and whole == 100 else f"{whole} %"


def data(found: Overlap) -> dict[str, object]:
    """Everything found, for programs; places in the text are in its characters."""
    return {
        "total": found.total,
        "copied": found.copied,
        "share": round(found.share, 4),
        "longest": found.longest,
        "runs": [_run(found, run) for run in found.runs],
        "sections": [
            {
                "heading": part.heading,
                "level": part.level,
                "total": part.total,
                "copied": part.copied,
                "share": round(part.share, 4),
            }
            for part in found.sections
        ],
        "uncounted": [
            {"text": text, "reason": reason, "times": times}
            for (text, reason), times in found.uncounted.items()
        ],
        "notices": notices(found),
    }


def _run(found: Overlap, run: Run) -> dict[str, object]:
    return {
        "text": found.text[run.start : run.end],
        "start": run.start,
        "end": run.end,
        "length": run.length,
        "counted": run.counted,
        "reason": run.reason,
        "sources": [_source(source) for source in run.sources],
    }


def _source(source: Source) -> dict[str, object]:
    entry = source.entry
    start, end = source.span
    return {"key": source.key, "title": entry.title, "year": entry.year or None, "start": start, "end": end}
