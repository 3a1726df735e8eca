"""What a build tells: of each source as it is done, and of all of them at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol


@dataclass
class Report:
    """What a build did; the counts of states add up to the sources found."""

    found: int = 0
    read: int = 0  # new or changed
    unchanged: int = 0
    removed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)  # rows of the tables
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def failed(self) -> int:
        return self.states["failed"]


class Progress(Protocol):
    """Something that is told of each source as it is done (tqdm, a notebook, nothing)."""

    def start(self, total: int) -> None: ...
    def step(self, name: str, state: str) -> None: ...
    def close(self) -> None: ...


class Untold:
    """Progress that nobody wants to see."""

    def start(self, total: int) -> None: ...
    def step(self, name: str, state: str) -> None: ...
    def close(self) -> None: ...
