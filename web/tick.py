"""Choosing many hits at once: a mode of the result page that stands in its address, `tick=1`, or `tick=all`."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict


@dataclass(frozen=True, slots=True)
class Ticking:
    """The mode: `all` when every box of the page is ticked; addresses to tick all and to tick none."""

    all: bool
    all_url: str
    none_url: str

    def keep(self, url: str) -> str:
        """An address of results, in this mode."""
        return ticked(url)


def reading(args: MultiDict[str, str], here: str) -> Ticking | None:
    """The mode of an address; None when it is not on. `here` is the page without it."""
    mode = args.get("tick", "")
    return Ticking(mode == "all", ticked(here, "all"), ticked(here)) if mode else None


def ticked(url: str, mode: str = "1") -> str:
    """An address of results with the mode on."""
    path, mark, fragment = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}tick={mode}{mark}{fragment}"
