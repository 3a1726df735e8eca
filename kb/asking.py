"""Questions about many plans: side by side, what there is, what was copied, what changed, who lacks a provision."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from kb.arguments import tells_arguments
from kb.questions.years import read_years

if TYPE_CHECKING:
    import pandas as pd

    from kb.frames import One


@tells_arguments
class Asking:
    """What ``KnowledgeBase`` can be asked of many places, its contents, two places, two years, or an absence."""

    def limited(self) -> contextlib.AbstractContextManager[Any]:
        """The connection for one question."""
        raise NotImplementedError

    def compare(
        self,
        indicators: One = None,
        *,
        topic: One = None,
        role: One = None,
        place: One = None,
        year: One = None,
        status: One = None,
    ) -> pd.DataFrame:
        """A row a place, year and indicator; an empty one says why in ``gap``. Each argument takes one or several.

        ``indicators``: names or synonyms, in either script; without them those that most places give. ``topic`` or
        ``role`` in their stead: provisions of a topic, offices of a role. ``place``: code or name, with all below it.
        ``year``: 2025 or "2021-2025". ``status``: target (unless told otherwise), actual or standard.
        ``base.holds()`` lists what there is. Raises QueryError for an unknown name, with those that come near.

        >>> base.compare("县域就诊率", place="保定市", year="2024-2025")   # doctest: +SKIP
        """
        from kb.frames import frame, several
        from kb.questions.typed import check_alone, compare_any, comparison_keys

        check_alone(indicators=indicators, topic=topic, role=role)
        narrow: dict[str, Any] = {"places": several(place), "years": read_years(year), "statuses": several(status)}
        asked: dict[str, Any] = {"topics": several(topic), "roles": several(role)}
        with self.limited() as db:
            rows = compare_any(db, several(indicators), **asked, **narrow)
            return frame(rows, comparison_keys(**asked))

    def attainment(self, indicators: One = None, *, place: One = None, year: One = None) -> pd.DataFrame:
        """Targets beside the results that later plans report; ``met``, or ``why_not`` where that cannot be told.

        >>> base.attainment("地区生产总值增速", year=2024)        # doctest: +SKIP
        """
        from kb.frames import frame, several
        from kb.questions.attainment import KEYS
        from kb.questions.typed import attainment_rows

        with self.limited() as db:
            rows = attainment_rows(db, several(indicators), places=several(place), years=read_years(year))
            return frame(rows, KEYS)

    def copies(self, place: One, *, of: One = None, year: One = None) -> pd.DataFrame:
        """Provisions of a place that are much like those in earlier plans of another, with what was changed.

        Without ``of`` each with the nearest of all other places. The same place twice: what it took over from its
        own earlier plans.

        >>> base.copies("金寨县", of="安吉县")                   # doctest: +SKIP
        """
        from kb.frames import frame, several
        from kb.questions.copies import KEYS
        from kb.questions.typed import copy_rows

        with self.limited() as db:
            return frame(copy_rows(db, several(place), several(of), years=read_years(year)), KEYS)

    def changes(
        self, place: One, before: int, after: int, *, indicators: One = None, status: str = "target"
    ) -> pd.DataFrame:
        """The targets (or results) of a place in two years: raised, lowered, reworded, new, dropped or the same.

        >>> base.changes("安吉县", 2024, 2025)                   # doctest: +SKIP
        """
        from kb.frames import frame, several
        from kb.questions.changes import KEYS
        from kb.questions.typed import change_rows

        with self.limited() as db:
            narrow: dict[str, Any] = {"indicators": several(indicators), "status": status}
            return frame(change_rows(db, several(place), int(before), int(after), **narrow), KEYS)

    def lacking(
        self,
        query: One,
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
        from kb.frames import frame, read_filters, read_query
        from kb.questions.records import PLAN_KEYS
        from kb.questions.typed import lacking_rows

        filters = read_filters(place, year, topic, kind, level, has)
        with self.limited() as db:
            return frame(lacking_rows(db, read_query(query), filters), PLAN_KEYS)

    def holds(self, what: str = "indicators") -> pd.DataFrame:
        """What there is to ask for: ``indicators``, ``topics``, ``places``, ``offices`` or ``years``, and how often.

        >>> base.holds("topics")                                # doctest: +SKIP
        """
        from kb.frames import frame
        from kb.questions.holdings import KEYS, list_holdings

        with self.limited() as db:
            return frame(list_holdings(db, what), KEYS)

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
