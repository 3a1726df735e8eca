"""Names that a person types for places and indicators, as the knowledge base knows them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from corpus.errors import QueryError
from kb.database import Database
from kb.schema import current_sql


def read_indicators(db: Database, typed: Sequence[str]) -> list[str]:
    """Canonical names of what was typed, by any synonym and in either script, in the order typed.

    Raises QueryError, with what comes near, for a name that neither the vocabulary nor the base knows.
    """
    known: list[str] | None = None
    found = []
    for name in typed:
        canonical = find_indicator(name)
        if canonical is None:
            known = known if known is not None else _held(db)
            canonical = _simplify(name) if _simplify(name) in known else None
        if canonical is None:
            near = difflib.get_close_matches(_simplify(name), known or [], 5, 0.4)
            remedy = "、".join(near) if near else "junxian export facts --format csv -o facts.csv lists what there is"
            raise QueryError(name, "is no indicator that is known", remedy=remedy)
        found.append(canonical)
    return list(dict.fromkeys(found))


def find_indicator(typed: str) -> str | None:
    """The canonical name of an indicator given by any synonym; a rate where growth is spoken of.

    >>> find_indicator("GDP增速"), find_indicator("規上工業增加值增速"), find_indicator("没有这个")
    ('地区生产总值增速', '规上工业增加值增速', None)
    """
    from extract.indicators import base_name, indicators

    name, grown = base_name(_simplify(typed))
    item = indicators().get(name) if name else None
    return (item.growth or item.id if grown else item.id) if item else None


def common_indicators(db: Database, statuses: Sequence[str], *, most: int = 12) -> list[str]:
    """The indicators that the most places give, most first."""
    marks = ", ".join("?" * len(statuses))
    sql = f"""SELECT m.indicator_id FROM {current_sql("measure", "plan_id", "indicator_id", "status")} m
      JOIN plans l USING (plan_id)
      WHERE m.indicator_id IS NOT NULL AND m.status IN ({marks})
      GROUP BY 1 ORDER BY count(DISTINCT l.place) DESC, count(*) DESC, 1 LIMIT ?"""
    return [row[0] for row in db.execute(sql, [*statuses, most])]


def _held(db: Database) -> list[str]:
    measures = current_sql("measure", "indicator_id")
    sql = f"SELECT DISTINCT indicator_id FROM {measures} m WHERE indicator_id IS NOT NULL ORDER BY 1"
    return [row[0] for row in db.execute(sql)]


def _simplify(text: str) -> str:
    if text.isascii():
        return text
    from corpus.simplify import simplify

    return simplify(text)
