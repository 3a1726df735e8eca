"""Progress of a build on standard error: counts, rate, time left and failures so far."""

from __future__ import annotations

import sys
from typing import Any

from kb.messages import say


def make_progress() -> Progress | None:
    """A bar when someone is watching, on a terminal or in a notebook; nothing into files and pipes."""
    return Progress() if "ipykernel" in sys.modules or has_terminal() else None


class Progress:
    """A tqdm bar; works in a terminal and in a notebook."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.failed = 0

    def start(self, total: int) -> None:
        """Begin."""
        from tqdm.auto import tqdm

        tqdm.monitor_interval = 0  # no thread of its own
        self.bar = tqdm(total=total, desc=say("build.reading"), unit="", file=sys.stderr, dynamic_ncols=True)

    def step(self, name: str, state: str) -> None:
        """One source is done."""
        if state == "failed":
            self.failed += 1
            self.bar.set_postfix_str(f"{say('build.failures')} {self.failed}", refresh=False)
        self.bar.update()

    def close(self) -> None:
        """End."""
        if self.bar is not None:
            self.bar.close()


def has_terminal() -> bool:
    """Whether progress may be drawn on standard error."""
    return bool(getattr(sys.stderr, "isatty", lambda: False)())
