"""What a repair rule proposes: one change to the text that it was given."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Verdict
from corpus.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Change:
    """Write ``new`` instead of ``text[start:end]``.

    ``verdict`` is ``exact`` where the damage is undone without doubt, ``likely`` where the best
    reading won clearly, and ``lossy`` where something is gone for good and only marked.

    >>> Change("gloss", 1, 7, "", "exact")    # in 縣(xiàn)域: the gloss goes
    Change(rule='gloss', start=1, end=7, new='', verdict='exact')
    """

    rule: str
    start: int  # code points of the text that the rule was given
    end: int
    new: str
    verdict: Verdict
