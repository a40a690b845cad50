"""Whether what is found is as the program and themes.toml would have it now, in sentences for the pages that show it."""

from __future__ import annotations

from kb.errors import BadTaxonomy
from kb.library import Library
from web.reclassify import reclassifying


def freshness(kb: Library) -> tuple[str, ...]:
    """What to say when the index is not as the program and themes.toml would make it now."""
    if not kb.index.fits(kb.base()):
        return ("程序改过，索引还是旧的。运行 kb reindex 后，才会按新的规则检索",)
    status = reclassifying().status()
    if status.running:
        return (f"正在按新的主题表归类……（{status.percent}%）。完成之前，主题还是原来的",)
    try:
        behind = kb.behind()
    except BadTaxonomy as e:
        return (f"主题表写错了，先用原来的主题。{e}",)
    if not behind:
        return ()
    failed = f"上一次没有做成：{status.error}" if status.error else ""
    return (f"主题表改过，还没有按它归类，主题还是原来的。运行 kb reindex 会马上归类。{failed}",)
