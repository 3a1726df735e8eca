"""The columns of a fact that a coder can correct, and what the machine read in them."""

from __future__ import annotations

from functools import cache
from typing import Any

from kb.schema import own_columns

Row = dict[str, Any]


@cache
def correctable(kind: str) -> tuple[str, ...]:
    """The fields of a kind that a coder can correct, in the order of the sheet.

    >>> correctable("role")
    ('text', 'role', 'duty', 'post', 'office')
    """
    return ("text", *(name for name in own_columns(kind) if name not in ("resolved_start", "resolved_end")))


def reading_of(kind: str, row: Row) -> Row:
    """What the machine read, field by field, as it is kept with a decision.

    >>> reading_of("role", {"text": "县卫健局", "role": "lead", "duty": "", "post": None, "office": None, "rule": "x"})
    {'text': '县卫健局', 'role': 'lead', 'duty': '', 'post': None, 'office': None}
    """
    return {name: _plain(name, row.get(name)) for name in correctable(kind)}


def _plain(name: str, value: Any) -> Any:
    if name == "working_days" and value is not None:
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
