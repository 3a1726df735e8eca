"""Tables under the ``data`` folder of a package: TSV, the names of the columns in the first line."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def read_rows(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The cells of each row of a table, without its head.

    >>> read_rows("corpus", "headings")[0][1]
    'official usage'
    """
    return _cells(package, name)[1:]


@cache
def read_table(package: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table as dictionaries.

    >>> read_table("extract", "units")[0]["canonical"]
    '%'
    """
    columns, *rows = _cells(package, name)
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)


def _cells(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    text = resources.files(package).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line)
