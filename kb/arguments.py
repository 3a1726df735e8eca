"""What surrounds a question: misspelt arguments told with those that it takes, empty answers with their reason."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from corpus.errors import QueryError

Class = TypeVar("Class", bound=type)
# Questions that find what there is; of absences, changes and a reader's own SQL nothing is an answer like any other.
_NARROWED = frozenset(
    ("search", "kwic", "facts", "plans", "provisions", "timeline", "roles", "reuse", "instruments", "attainment")
)


class WrongArgument(QueryError, TypeError):
    """A question has no such argument, or got too many; a TypeError like those of Python itself."""


def tells_arguments(questions: Class) -> Class:
    """The class, its public methods telling what they take where they are called with something else.

    >>> @tells_arguments
    ... class Base:
    ...     def compare(self, indicators=None, *, place=None): ...
    >>> Base().compare(indicator="就诊率")      # "share of visits", under a name that is not quite that of the argument
    Traceback (most recent call last):
        ...
    kb.arguments.WrongArgument: WrongArgument: 'compare(indicator=…)' has no such argument.
      it takes indicators, place
      Try: indicators=…
    """
    for name, method in list(vars(questions).items()):
        if not name.startswith("_") and inspect.isfunction(method):
            setattr(questions, name, _checked(method))
    return questions


def _checked(method: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(method)

    @wraps(method)
    def ask(*args: Any, **named: Any) -> Any:
        try:
            given = signature.bind(*args, **named).arguments
        except TypeError as error:
            raise _wrong(method.__name__, [*signature.parameters][1:], named, error) from None
        answer = method(*args, **named)
        if method.__name__ in _NARROWED and not len(answer):
            _explain(answer, given | given.get("narrow", {}))
        return answer

    return ask


def _explain(answer: Any, given: dict[str, Any]) -> None:
    """Puts into ``attrs`` of an empty answer why it is empty, in both languages; a notebook shows it."""
    from kb.frames import several
    from kb.messages import say_both
    from kb.questions.nothing import explain_nothing

    places = [str(one) for name in ("place", "of") for one in several(given.get(name))]
    with given["self"].limited() as db:
        why, values = explain_nothing(db, "rows.none", places, map(str, several(given.get("office"))))
    answer.attrs["why"] = say_both(why, **values)


def _wrong(name: str, known: list[str], named: dict[str, Any], error: TypeError) -> WrongArgument:
    from difflib import get_close_matches

    takes = "it takes " + ", ".join(known) if known else "it takes nothing"
    unknown = next((word for word in named if word not in known), None)
    if unknown is None:
        return WrongArgument(f"{name}()", f"was called wrongly: {error}", where=takes, remedy=f"help(base.{name})")
    near = get_close_matches(unknown, known, n=1, cutoff=0.5)
    remedy = f"{near[0]}=…" if near else f"help(base.{name})"
    return WrongArgument(f"{name}({unknown}=…)", "has no such argument", where=takes, remedy=remedy)
