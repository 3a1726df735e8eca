"""Frames whose every value is left as it is: of Dask for what is computed, of pandas for what was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kb.dataset.layout import Row

if TYPE_CHECKING:
    import pandas as pd


def make_frame(read: Callable[[Any], Any], inputs: Sequence[Any], columns: Sequence[str]) -> Any:
    """A ``dask.dataframe`` with one partition an input; all columns hold plain Python values."""
    import dask
    import dask.dataframe as dd

    with dask.config.set({"dataframe.convert-string": False}):
        return dd.from_map(read, list(inputs), meta=make_meta(columns), enforce_metadata=False)  # type: ignore[no-untyped-call]


def make_meta(columns: Sequence[str]) -> pd.DataFrame:
    """An empty frame of these columns."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})


def plain_frame(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame that leaves every value as it is."""
    import pandas as pd

    return pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns})


def rows_of_frame(lazy: Any) -> list[Row]:
    """The rows of a ``dask.dataframe``, computed."""
    table = lazy.compute()
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*(table[name] for name in table), strict=True)]
