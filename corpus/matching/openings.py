"""What a match can begin with: an early "no" for the code that ``re`` makes of a pattern.

Most looks of a build find nothing. ``re`` learns that by going through the alternatives; where the first character
already says so, one look into a table of characters is enough. ``spell_code`` gives the code of a pattern with such a
table in front: for a search, which then goes from one possible beginning to the next, and for a match at one place.
What is found stays the same: the table holds every character that some match begins with.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import re
from functools import cache
from re import _compiler  # type: ignore[attr-defined]
from re._constants import (  # type: ignore[import-not-found]
    ANY,
    ASSERT,
    ASSERT_NOT,
    AT,
    BRANCH,
    IN,
    INFO,
    LITERAL,
    MAX_REPEAT,
    MAXREPEAT,
    NOT_LITERAL,
    RANGE,
    SUBPATTERN,
    SUCCESS,
)
from typing import Any

_EVERY = "".join(map(chr, range(0x10000)))  # the plane of nearly all that is written
_KINDS = re.ASCII | re.DOTALL | re.UNICODE  # what a class of characters depends on
_SLOW = re.IGNORECASE | re.LOCALE  # flags that make one character out of several
# Characters that a reading meets most, so that no table is put before a match which they would all pass.
_FREQUENT = (
    "的一、，。是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常"
)
_FEW = 0.5  # of them; a table that more of them pass decides too seldom
Chars = tuple[int, bool]  # one bit for each character of the plane; whether some of the others belong, too


def spell_code(parsed: Any, flags: int) -> list[int]:
    """The code of a parsed pattern, as ``re`` makes it, with the table of its first characters where that helps.

    >>> import _sre
    >>> parsed = re._parser.parse("(?:十|百)?(?:镇|乡)长", 0)     # "head of a township"
    >>> plain = _compiler._code(parsed, 0)
    >>> len(spell_code(parsed, 0)) > len(plain)
    True
    """
    plain: list[int] = _compiler._code(parsed, flags)
    flags |= parsed.state.flags
    if flags & _SLOW or parsed.getwidth()[0] == 0 or _compiler._get_literal_prefix(parsed, flags)[0]:
        return plain
    first = find_openings(parsed, flags)
    if first is None:
        return plain
    table = _as_ranges(first)
    had = _compiler._get_charset_prefix(parsed, flags)
    before = _compiler._get_charset_prefix
    _compiler._get_charset_prefix = lambda pattern, flags: had or table
    try:
        code: list[int] = []
        _compiler._compile_info(code, parsed, flags)
    finally:
        _compiler._get_charset_prefix = before
    if not had and _share(first) < _FEW:
        _compiler._compile(code, [(ASSERT, (1, [(IN, _compiler._optimize_charset(table)[0])]))], flags)
    _compiler._compile(code, parsed.data, flags)
    code.append(SUCCESS)
    return code


def find_openings(parsed: Any, flags: int) -> Chars | None:
    """The characters that a match can begin with, or more; None where that is not known or a match may be empty."""
    found, empty = _first(parsed, flags)
    return None if found is None or empty else found


def _first(items: Any, flags: int) -> tuple[Chars | None, bool]:
    """The first characters of a sequence, None where unknown; and whether it may match without any character."""
    found: Chars = (0, False)
    for op, argument in items:
        part, empty = _first_of(op, argument, flags)
        if part is None:
            return None, False
        found = (found[0] | part[0], found[1] or part[1])
        if not empty:
            return found, False
    return found, True


def _first_of(op: Any, argument: Any, flags: int) -> tuple[Chars | None, bool]:
    """(characters that one part of a pattern can begin with, whether it can match nothing)."""
    if op in (LITERAL, NOT_LITERAL, IN, ANY):
        return _chars(op, argument, flags), False
    if op in (ASSERT, ASSERT_NOT, AT):
        return (0, False), True
    if op is BRANCH:
        return _either([_first(one, flags) for one in argument[1]])
    if op is SUBPATTERN:
        _, more, less, inner = argument
        return _first(inner, flags) if not more and not less else (None, False)
    if str(op) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = argument
        found, empty = _first(inner, flags)
        return found, empty or least == 0
    if str(op) == "ATOMIC_GROUP":
        return _first(argument, flags)
    return None, False  # a reference to a group, and whatever a later Python brings


def _either(parts: list[tuple[Chars | None, bool]]) -> tuple[Chars | None, bool]:
    bits, beyond = 0, False
    for part, _ in parts:
        if part is None:
            return None, False
        bits, beyond = bits | part[0], beyond or part[1]
    return (bits, beyond), any(empty for _, empty in parts)


def _chars(op: Any, argument: Any, flags: int) -> Chars:
    """The characters that one item stands for."""
    if op is LITERAL:
        return (1 << argument, False) if argument < 0x10000 else (0, True)
    if op is IN and all(kind in (LITERAL, RANGE) for kind, _ in argument):
        bits = 0
        for kind, given in argument:
            low, high = (given, given) if kind is LITERAL else given
            bits |= (1 << min(high, 0xFFFF) + 1) - (1 << min(low, 0x10000))
        return bits, any((given if kind is LITERAL else given[1]) > 0xFFFF for kind, given in argument)
    return _tried(op, argument if op in (ANY, NOT_LITERAL) else tuple(argument), flags & _KINDS), True


@cache
def _tried(op: Any, argument: Any, flags: int) -> int:
    """One bit for each character of the plane that such an item matches."""
    code: list[int] = [INFO, 4, 0, 1, MAXREPEAT]
    _compiler._compile(code, [(MAX_REPEAT, (1, MAXREPEAT, [(op, argument)]))], flags)
    runs = _sre.compile("", flags, [*code, SUCCESS], 0, {}, (None,)).finditer(_EVERY)
    return sum((1 << run.end()) - (1 << run.start()) for run in runs)


def _share(first: Chars) -> float:
    return sum(first[0] >> ord(char) & 1 for char in _FREQUENT) / len(_FREQUENT)


def _as_ranges(first: Chars) -> list[Any]:
    bits = f"{first[0]:b}"[::-1]
    ranges = [(RANGE, (run.start(), run.end() - 1)) for run in re.finditer("1+", bits)]
    return ranges + [(RANGE, (0x10000, 0x10FFFF))] * first[1]
