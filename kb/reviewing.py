"""Coding sheets out of a knowledge base and back, as methods of ``KnowledgeBase``."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.address import check_file
from kb.arguments import tells_arguments
from kb.frames import One, Row, frame, read_filters, read_limit, several
from kb.questions.filters import Filters

if TYPE_CHECKING:
    import pandas as pd


@tells_arguments
class Reviewing:
    """What researchers decide over the machine's reading."""

    db: Any
    path: Path

    def _reopen(self) -> None:
        """Read the file anew after it was written."""
        raise NotImplementedError

    def limited(self) -> contextlib.AbstractContextManager[Any]:
        """The connection for one question."""
        raise NotImplementedError

    def review_status(self) -> pd.DataFrame:
        """How much is reviewed, how far coders agree, how right the machine is, and what needs another look."""
        from kb.review.status import KEYS, review_status

        with self.limited() as db:
            return frame(review_status(db), KEYS)

    def review_sheet(
        self,
        *,
        kind: One = None,
        place: One = None,
        year: One = None,
        topic: One = None,
        limit: int | None = 100,
        **draw: Any,
    ) -> pd.DataFrame:
        """The rows of a coding sheet: facts to accept, correct or reject.

        ``draw``: ``sample`` (random, stratified, uncertain), ``by`` (kind, rule, place), ``seed``, ``coder``,
        ``unreviewed``.
        """
        from kb.review.sheet import sheet_keys

        rows = self._review_rows(kind, read_filters(place=place, year=year, topic=topic), limit, draw)
        only = several(kind)
        return frame(rows, sheet_keys(only[0] if len(only) == 1 else None, doubts=draw.get("sample") == "uncertain"))

    def review_export(
        self,
        path: str | Path,
        *,
        kind: One = None,
        place: One = None,
        year: One = None,
        topic: One = None,
        limit: int | None = 100,
        **draw: Any,
    ) -> int:
        """Write a coding sheet with drop-down choices (xlsx) or as csv; how many rows. Options as ``review_sheet``."""
        from kb.review.sheet import write_review

        rows = self._review_rows(kind, read_filters(place=place, year=year, topic=topic), limit, draw)
        return write_review(rows, Path(path), {}, doubts=draw.get("sample") == "uncertain")

    def _review_rows(self, kind: One, filters: Filters, limit: int | None, draw: dict[str, Any]) -> list[Row]:
        from kb.review.sheet import review_rows

        with self.limited() as db:
            return review_rows(
                db, kinds=tuple(map(str, several(kind))), filters=filters, size=read_limit(limit), **draw
            )

    def review_import(self, *files: str | Path, coder: str | None = None, date: str | None = None) -> pd.DataFrame:
        """Keep and apply the decisions of coding sheets; gives the rows that could not be used, with their cells.

        How many were kept, known already, left open stands in ``.attrs``. ``coder`` and ``date`` are for rows
        that name none. Other answers follow the decisions from now on.
        """
        from kb.review.decisions import PROBLEM_KEYS, import_sheets, problem_rows
        from kb.review.fields import read_day

        check_file(self.path)
        self.db.close()  # an open reader would keep the file from being put back in order
        try:
            day = read_day(date or time.strftime("%Y-%m-%d"))
            outcome = import_sheets(self.path, [Path(file) for file in files], coder=coder, today=day)
        finally:
            self._reopen()
        table = frame(problem_rows(outcome), PROBLEM_KEYS)
        counts = ("kept", "repeated", "open", "missing", "conflicts")
        table.attrs.update({name: getattr(outcome, name) for name in counts})
        return table
