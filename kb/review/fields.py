"""Cells of a coding sheet as coders fill them: in comes what was typed, out goes its value or what is wrong with it."""

from __future__ import annotations

import math
import re
from typing import Any, get_args

from corpus.simplify import simplify
from extract.records import Comparator, DateType, RoleName, Status

Row = dict[str, Any]
DECISIONS = ("accept", "correct", "reject")
PREFIX = "correct_"  # of the cells that take a corrected value
SPOKEN = {"接受": "accept", "正确": "accept", "更正": "correct", "修正": "correct", "拒绝": "reject", "错误": "reject"}
CHOICES: dict[str, tuple[str, ...]] = {
    "comparator": get_args(Comparator),
    "change": ("increase", "decrease"),
    "status": get_args(Status),
    "type": get_args(DateType),
    "role": get_args(RoleName),
    "working_days": ("true", "false"),
}
_NEEDED = frozenset({"text", "value", "unit", "comparator", "status", "type", "role"})
_EMPTIED = frozenset({"-", "—", "－", "none", "无"})
_DATES = frozenset({"edtf", "deadline", "period", "resolved"})
_DURATIONS = frozenset({"every", "length"})
_RECURRING = frozenset({"semester"})


def read_value(name: str, cell: Any) -> Any:
    """A corrected value as a coder typed it; ``-`` or 无 empties a field. Raises ValueError that says what is wrong.

    >>> read_value("value", "1,200"), read_value("hedge", "无"), read_value("indicator_id", "縣域就診率")
    (1200, None, '县域就诊率')
    """
    text = str(cell).strip()
    if text.casefold() in _EMPTIED:
        if name in _NEEDED:
            raise ValueError(f"{name} cannot be empty")
        return "" if name == "duty" else None
    if name in ("value", "value_max"):
        return _number(name, cell)
    if name == "working_days":
        return int(_choice(name, text.casefold()) == "true")
    if name in CHOICES:
        return _choice(name, text.casefold())
    if name in _DATES:
        from extract.times.calendar import is_edtf

        if not is_edtf(text.upper()):
            raise ValueError(f"{name} {text!r} is no EDTF date (2026-06, 2024/2026, XXXX-12)")
        return text.upper()
    if name in _DURATIONS:
        from extract.times.calendar import is_length

        if text not in _RECURRING and not is_length(text):
            raise ValueError(f"{name} {text!r} is no ISO 8601 duration (P1Y, P3M)")
        return text
    return _words(name, text)


def _choice(name: str, text: str) -> str:
    text = {"≥": ">=", "≤": "<=", "＝": "=", "＞": ">", "＜": "<", "≈": "~", "1": "true", "0": "false"}.get(text, text)
    if text not in CHOICES[name]:
        raise ValueError(f"{name} {text!r} is none of {' '.join(CHOICES[name])}")
    return text


def _number(name: str, cell: Any) -> int | float:
    plain = re.sub("[,，\\s]", "", str(cell))
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"{name} {str(cell)!r} is no number (万 and 亿 multiplied out, without the unit)") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} {str(cell)!r} is no number")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _words(name: str, text: str) -> str:
    from kb.questions.names import find_indicator

    text = simplify(text)
    return (find_indicator(text) or text) if name == "indicator_id" else text


def read_decision(cell: Any) -> str:
    """accept, correct or reject, typed in English or Chinese. Raises ValueError for anything else.

    >>> read_decision(" Accept "), read_decision("更正")
    ('accept', 'correct')
    """
    text = str(cell).strip().casefold()
    text = SPOKEN.get(text, text)
    if text not in DECISIONS:
        raise ValueError(f"{str(cell).strip()!r} is none of {' '.join(DECISIONS)}")
    return text


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?")


def read_day(cell: Any) -> str:
    """A day, with the time if there is one, as ISO 8601. Raises ValueError for what is none.

    >>> read_day("2026年3月5日"), read_day("2026-03-05 14:30:00")
    ('2026-03-05', '2026-03-05T14:30:00')
    """
    import datetime

    match = _DAY.fullmatch(str(cell).strip())
    try:
        if match is None:
            raise ValueError
        day = datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        time = datetime.time.fromisoformat(match[4]).isoformat() if match[4] else ""
    except ValueError:
        raise ValueError(f"{str(cell).strip()!r} is no day (2026-03-05)") from None
    return f"{day}T{time}" if time and time != "00:00:00" else day
