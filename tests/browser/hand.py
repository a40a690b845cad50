"""A writer's hand in the trial: what it does is done by the browser, how long it would take is counted.

Times by the keystroke-level model (Card, Moran & Newell 1980): a key .28 s, a click 1.7 s with the way to the mouse,
making up one's mind 1.35 s; Chinese by an input method 60 characters a minute, skimming 8 characters a second.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEY, CLICK, MIND, WRITTEN, SKIMMED = 0.28, 1.7, 1.35, 1.0, 1 / 8


@dataclass(slots=True)
class Hand:
    """Keys, clicks and characters so far, and the seconds they would take beside those the program took."""

    page: Page
    keys: int = 0
    clicks: int = 0
    characters: int = 0
    human: float = 0.0
    began: float = field(default_factory=time.perf_counter)
    told: list[str] = field(default_factory=list)

    def press(self, *names: str) -> None:
        """One key after the other."""
        for name in names:
            self.page.keyboard.press(name)
        self.keys += len(names)
        self.human += KEY * len(names)

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.clicks += 1
        self.human += CLICK

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.characters += len(text)
        self.human += WRITTEN * len(text)

    def think(self) -> None:
        self.human += MIND

    def skim(self, selector: str) -> None:
        """Read what stands there, as one does who is in a hurry: no more than the first 160 characters."""
        text = self.page.locator(selector).first.inner_text()
        self.human += min(len(text), 160) * SKIMMED

    def done(self, what: str) -> None:
        """Note how far one has come."""
        self.told.append(f"{what}：{self.seconds:.0f} 秒")

    @property
    def seconds(self) -> float:
        return self.human + time.perf_counter() - self.began

    def __str__(self) -> str:
        ways = f"{self.keys} 个键，{self.clicks} 次点击，打字 {self.characters} 个"
        return "\n".join(
            [*self.told, f"共 {self.seconds:.0f} 秒（程序 {self.seconds - self.human:.1f} 秒）：{ways}"]
        )
