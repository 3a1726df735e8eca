"""Values that an option takes, by their English or their Chinese name: what a person may type for them."""

from __future__ import annotations

from functools import cache

from corpus.errors import QueryError
from corpus.simplify import simplify
from corpus.tables import read_rows

_REASONS = {
    "status": "is no status",
    "role": "is no role",
    "level": "is no level of places",
    "has": "is no value of --has",
    "document": "is no kind of document",
    "fact": "is no kind of fact",
    "side": "is no side of policy instruments",
}


@cache
def known_values(option: str) -> dict[str, tuple[str, ...]]:
    """The values of an option, each with its Chinese names.

    >>> known_values("status")["actual"]      # a result: attained, actual, result
    ('实绩', '实际', '结果')
    """
    return {value: tuple(names.split()) for of, value, names in read_rows("kb", "values") if of == option}


def tell_value(option: str, value: str) -> str:
    """A value by both its names; as it is where it is none of ours.

    >>> tell_value("role", "lead"), tell_value("role", "another")
    ('牵头 lead', 'another')
    """
    return " ".join([*known_values(option).get(value, ())[:1], value])


def read_value(option: str, typed: str) -> str:
    """The value that was typed, in English or Chinese, in either script. Raises QueryError, which names them all.

    >>> read_value("role", "牽頭"), read_value("level", "县"), read_value("status", "target")    # to lead; county
    ('lead', 'county', 'target')
    """
    known = known_values(option)
    name = typed.strip()
    if name.lower() in known:
        return name.lower()
    if not name.isascii():
        found = [value for value, names in known.items() if simplify(name) in names]
        if found:
            return found[0]
    remedy = ", ".join(f"{value} {names[0]}" for value, names in known.items())
    if option == "role" and not name.isascii():
        remedy += f"; junxian roles --office {name}"
    raise QueryError(typed, _REASONS[option], remedy=remedy)
