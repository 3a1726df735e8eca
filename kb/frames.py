"""What the methods of a knowledge base take and give: one or several values in, a DataFrame out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError
from kb.questions.filters import Filters
from kb.questions.years import read_years

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
One = str | int | Sequence[str] | Sequence[int] | None


def read_filters(
    place: One = None, year: One = None, topic: One = None, kind: One = None, level: One = None, has: One = None
) -> Filters:
    """Filters from single values or lists."""
    texts = [tuple(str(one) for one in several(given)) for given in (place, topic, kind, level, has)]
    places, topics, kinds, levels, holds = texts
    return Filters(places=places, years=read_years(year), levels=levels, topics=topics, kinds=kinds, has=holds)


def several(value: One) -> Sequence[Any]:
    """None, one or several values as a sequence, also of a column of a table.

    >>> several(None), several("a"), several([1, 2])
    ((), ('a',), [1, 2])
    """
    if value is None:
        return ()
    return (value,) if isinstance(value, str) or not isinstance(value, Iterable) else value


def read_query(words: One) -> str:
    """Words to look for as they would be typed, of one string or several.

    >>> read_query("医保 支付"), read_query(["医保", "支付"])      # "medical insurance", "payment"
    ('医保 支付', '医保 支付')
    """
    return " ".join(str(one) for one in several(words))


def read_limit(limit: int | None) -> int | None:
    """How many rows at most; None and 0 stand for all. Raises QueryError for less than none.

    >>> read_limit(20), read_limit(0), read_limit(None)
    (20, None, None)
    """
    if limit is not None and limit < 0:
        raise QueryError(str(limit), "is no number of rows", remedy="limit=None for all")
    return limit or None


_DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "object"}


def frame(rows: Iterable[Row], keys: Sequence[str]) -> pd.DataFrame:
    """The answer to a question as a DataFrame that a notebook shows well; its dtypes follow from its columns alone.

    Whatever values happen to be there, or none: frames of one question can be put together, written and read alike.

    >>> frame([], ["place_name", "year", "value", "met"]).dtypes.astype(str).to_list()
    ['object', 'Int64', 'float64', 'boolean']
    """
    from kb.answers.display import Answer
    from kb.answers.sheet import type_of

    values = [[row.get(name) for name in keys] for row in rows]  # what a row leaves out is None, not one more nothing
    table = Answer(values, columns=list(keys), dtype=object)
    return table.astype({name: dtype for name in keys if (dtype := _DTYPES[type_of(name, keys)]) != "object"})


def free_frame(rows: Iterable[Row], keys: Sequence[str]) -> pd.DataFrame:
    """Rows of columns that nobody described, by their values; whole numbers stay whole where some are missing.

    >>> free_frame([{"n": 1}, {"n": None}], ["n"])["n"].dtype.name
    'Int64'
    """
    from kb.answers.display import Answer

    table = Answer(list(rows), columns=list(keys), dtype=object)
    for name in table.columns:
        kinds = {type(value) for value in table[name] if value is not None}
        if kinds and kinds <= {int, float}:
            table[name] = table[name].astype("Int64" if kinds == {int} else "float64")
    return table
