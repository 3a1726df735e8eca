"""Questions that set plans against each other: what was copied, what changed, who has nothing of the kind."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from kb.frames import One


class Asking:
    """What ``KnowledgeBase`` can be asked about two places, two years, or an absence."""

    def limited(self) -> contextlib.AbstractContextManager[Any]:
        """The connection for one question."""
        raise NotImplementedError

    def copies(self, place: One, *, of: One, year: One = None) -> pd.DataFrame:
        """Provisions of a place that are much like those in earlier plans of another, with what was changed.

        The same place twice: what it took over from its own earlier plans.

        >>> base.copies("金寨县", of="安吉县")                   # doctest: +SKIP
        """
        from kb.frames import frame, several
        from kb.questions.copies import KEYS, find_copies
        from kb.questions.typed import find_places

        with self.limited() as db:
            takers, givers = find_places(several(place)), find_places(several(of))
            return frame(find_copies(db, takers, givers, years=tuple(several(year))), KEYS)

    def changes(
        self, place: One, before: int, after: int, *, indicators: One = None, status: str = "target"
    ) -> pd.DataFrame:
        """The targets (or results) of a place in two years: raised, lowered, reworded, new, dropped or the same.

        >>> base.changes("安吉县", 2024, 2025)                   # doctest: +SKIP
        """
        from kb.frames import frame, several
        from kb.questions.changes import KEYS, find_changes
        from kb.questions.names import read_indicators
        from kb.questions.typed import find_places, read_status

        with self.limited() as db:
            names = read_indicators(db, several(indicators)) if indicators else ()
            places = find_places(several(place))
            return frame(
                find_changes(db, places, int(before), int(after), indicators=names, status=read_status(status)), KEYS
            )

    def lacking(
        self,
        query: str,
        *,
        place: One = None,
        year: One = None,
        topic: One = None,
        kind: One = None,
        level: One = None,
        has: One = None,
    ) -> pd.DataFrame:
        """Plans without any provision that holds the words; ``topic`` and ``has`` narrow what counts as one.

        Abbreviations are expanded as in ``search``. A plan that says it in other words is among them.

        >>> base.lacking("医保基金", year=2025, kind="plan")      # doctest: +SKIP
        """
        from kb.frames import frame, read_filters
        from kb.questions.records import PLAN_KEYS, list_plans
        from kb.questions.search import ask, search_provisions

        with self.limited() as db:
            asked = ask(db, query, read_filters(place, year, topic, kind, level, has))
            speak = {row["plan_id"] for row in search_provisions(db, asked, limit=None)}
            plans = list_plans(db, filters=read_filters(place=place, year=year, kind=kind, level=level))
            return frame([row for row in plans if row["plan_id"] not in speak], PLAN_KEYS)

    def cite(self, what: str | Any, style: str = "gbt7714") -> str:
        """The citations of a plan, or of every plan that a table or row names, one a line (``bibtex``: one a block).

        ``style``: gbt7714, bibtex, csl. Raises QueryError for an unknown plan or style.

        >>> print(base.cite(base.search("医保基金")))              # doctest: +SKIP
        """
        from kb.answers.cite import cite_plan

        found = [what] if isinstance(what, str) else what["plan_id"]
        plans = [found] if isinstance(found, str) else found
        with self.limited() as db:
            return "\n".join(cite_plan(db, one, style) for one in dict.fromkeys(plans) if isinstance(one, str))
