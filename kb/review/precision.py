"""How often the machine is right, as far as its facts were reviewed, and how right the base is after corrections."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054  # of a two-sided interval of 95 %


def wilson_interval(right: int, total: int) -> tuple[float, float] | None:
    """The Wilson score interval of a share; None without cases.

    >>> [round(end, 4) for end in wilson_interval(81, 263)]     # Newcombe (1998), table I
    [0.2553, 0.3662]
    """
    if not total:
        return None
    share, square = right / total, Z95 * Z95
    middle = share + square / (2 * total)
    spread = Z95 * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return (0.0 if not right else low), (1.0 if right == total else high)


@dataclass(frozen=True, slots=True)
class Tally:
    """Reviewed facts of one kind or rule: what was decided, and how many facts there are in all.

    ``changed`` are decided facts that the machine reads otherwise since: they say nothing of its present precision.
    """

    facts: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    disputed: int = 0
    changed: int = 0

    @property
    def judged(self) -> int:
        """Facts with a settled decision on the machine's present reading."""
        return self.accepted + self.corrected + self.rejected

    @property
    def precision(self) -> float | None:
        """The share of judged facts that were right as the machine read them."""
        return self.accepted / self.judged if self.judged else None

    @property
    def found(self) -> float | None:
        """The share of judged facts that are facts, right in every field or not."""
        return (self.accepted + self.corrected) / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % around ``precision`` (Wilson)."""
        return wilson_interval(self.accepted, self.judged)

    def after(self, share: float | None) -> float | None:
        """Precision of what the base now answers with: decided facts are right, the others as often as ``share``.

        >>> Tally(facts=100, accepted=6, corrected=2, rejected=2).after(0.6)      # (8 + 90 × 0.6) / 98
        0.63265...
        """
        if share is None:
            return None
        kept = self.accepted + self.corrected
        rest = self.facts - self.judged
        return (kept + rest * share) / (kept + rest) if kept + rest else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))
