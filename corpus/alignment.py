"""Clean offset ↔ original offset.

Repairs are written as edits; an Alignment keeps the way back through any number of them.
Text that no edit touched maps character by character; what an edit wrote maps as a block
to all of what it replaced; what an edit deleted belongs to no clean character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``new`` (offsets in the text before the edits)."""

    start: int
    end: int
    new: str


class _Run(NamedTuple):
    """Clean characters [clean, clean+length) come from original [start, end)."""

    clean: int
    length: int
    start: int
    end: int
    one_to_one: bool


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with sorted, non-overlapping edits applied.

    >>> apply_edits("縣(xiàn)域", [Edit(1, 7, "")])    # "county (gloss) area"
    '縣域'
    """
    parts: list[str] = []
    last = 0
    for start, end, new in edits:
        if start < last:
            raise ValueError(f"edits overlap or are unsorted at {start}")
        parts += (text[last:start], new)
        last = end
    parts.append(text[last:])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The way back from clean text to the original.

    >>> way = Alignment.identity(9).then([Edit(1, 7, "")])   # 縣(xiàn)域 → 縣域
    >>> way.to_original(0, 2), way.to_original(0, 1), way.to_clean(7)
    ((0, 8), (0, 1), 1)
    """

    runs: tuple[_Run, ...]
    length: int  # of the clean text, code points
    original_length: int
    _begins: list[int] | None = field(default=None, init=False, repr=False, compare=False)  # of runs, once asked for

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """The alignment of a text that nobody touched."""
        return cls((_Run(0, length, 0, length, True),) if length else (), length, length)

    @classmethod
    def from_runs(cls, runs: Iterable[Sequence[int]], original_length: int) -> Alignment:
        """The alignment whose ``runs`` were stored as plain numbers.

        >>> way = Alignment.identity(9).then([Edit(1, 7, "")])
        >>> Alignment.from_runs([list(run) for run in way.runs], 9) == way
        True
        """
        made = tuple(_Run(clean, length, start, end, bool(same)) for clean, length, start, end, same in runs)
        return cls(made, made[-1].clean + made[-1].length if made else 0, original_length)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The original span that clean ``[start, end)`` came from; tight around kept characters.

        Raises ValueError when the span lies outside the clean text.
        """
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"span {start}:{end} lies outside the clean text of {self.length} characters")
        if len(self.runs) == 1 and self.runs[0].one_to_one:  # nothing was done to most texts
            shift = self.runs[0].start - self.runs[0].clean
            return start + shift, end + shift
        if start == end:
            point = self._point(start)
            return point, point
        number = self._number_at(start)
        first = self.runs[number]
        if first.one_to_one and end <= first.clean + first.length:
            shift = first.start - first.clean
            return start + shift, end + shift
        number = self._number_at(end - 1)
        last = self.runs[number]
        left = first.start + (start - first.clean) if first.one_to_one else first.start
        right = last.start + (end - last.clean) if last.one_to_one else last.end
        if last.one_to_one:
            return left, max(left, right)
        # Characters put in by one round of edits may stand after the block of another that reaches farther.
        while number > 0 and not last.one_to_one and self.runs[number - 1].clean + self.runs[number - 1].length > start:
            number -= 1
            last = self.runs[number]
            right = max(right, min(last.end, last.start + (end - last.clean)) if last.one_to_one else last.end)
        return left, max(left, right)

    def to_clean(self, offset: int) -> int:
        """The first clean offset that is not before this original offset (length when none is)."""
        low = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        if low < 0:
            return 0
        run = self.runs[low]
        if run.one_to_one:
            return run.clean + min(offset - run.start, run.length)
        # Several blocks may share one original start: the first of them holds the place.
        while low > 0 and self.runs[low - 1].start == run.start:
            low -= 1
        return self.runs[low].clean if offset < run.end or offset == run.start else run.clean + run.length

    def then(self, edits: Sequence[Edit]) -> Alignment:
        """The alignment after further edits on the clean text (sorted, not overlapping)."""
        if not edits:
            return self
        runs: list[_Run] = []
        clean, last = 0, 0
        for start, end, new in edits:
            if start < last or end < start:
                raise ValueError(f"edits overlap or are unsorted at {start}")
            clean = self._copy(last, start, clean, runs)
            if new:
                left, right = self.to_original(start, end)
                runs.append(_Run(clean, len(new), left, right, False))
                clean += len(new)
            last = end
        clean = self._copy(last, self.length, clean, runs)
        return Alignment(tuple(runs), clean, self.original_length)

    def pick(self, spans: Iterable[tuple[int, int]]) -> Alignment:
        """The alignment of ``"".join(clean[a:b] for a, b in spans)``."""
        runs: list[_Run] = []
        clean = 0
        for start, end in spans:
            clean = self._copy(start, end, clean, runs)
        return Alignment(tuple(runs), clean, self.original_length)

    def _run_at(self, offset: int) -> _Run:
        if len(self.runs) == 1:
            return self.runs[0]
        return self.runs[self._number_at(offset)]

    def _number_at(self, offset: int) -> int:
        """Which run holds a clean offset. A text with many repairs is asked thousands of times."""
        if self._begins is None:
            object.__setattr__(self, "_begins", [run.clean for run in self.runs])
        return bisect_right(self._begins or [], offset) - 1

    def _point(self, offset: int) -> int:
        if not self.runs:
            return 0
        if offset < self.length:
            run = self._run_at(offset)
            return run.start + (offset - run.clean) if run.one_to_one else run.start
        return self.runs[-1].end

    def _copy(self, start: int, end: int, clean: int, into: list[_Run]) -> int:
        """Add the runs of one stretch, which begins at ``clean`` in the new text; gives where it ends there."""
        if start >= end:
            return clean
        runs = self.runs
        for number in range(max(self._number_at(start), 0), len(runs)):
            run = runs[number]
            if run.clean >= end:
                break
            a, b = max(start, run.clean), min(end, run.clean + run.length)
            if a >= b:
                continue
            if run.one_to_one:
                into.append(_Run(clean, b - a, run.start + a - run.clean, run.start + b - run.clean, True))
            else:
                into.append(_Run(clean, b - a, run.start, run.end, False))
            clean += b - a
        return clean
