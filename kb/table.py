"""What a table of the knowledge base is made of, and its CREATE TABLE statement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its SQL type with constraints, and what it means in English and Chinese."""

    name: str
    type: str
    note: str
    zh: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its own constraints, and what a row is."""

    name: str
    note: str
    zh: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    options: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def ddl(self) -> str:
        """The CREATE TABLE statement."""
        body = [f'  "{column.name}" {column.type}' for column in self.columns]
        body += [f"  {constraint}" for constraint in self.constraints]
        return f'CREATE TABLE "{self.name}" (\n' + ",\n".join(body) + f"\n){self.options}"


def read_columns(text: str) -> tuple[Column, ...]:
    """Columns written one a line: name, SQL type with constraints, meaning in English, in Chinese, | between.

    >>> read_columns("year | INTEGER | the year that the plan is for | 年份")[0].type
    'INTEGER'
    """
    rows = [[part.strip() for part in line.split("|")] for line in text.splitlines() if line.strip()]
    return tuple(Column(*row) for row in rows)
