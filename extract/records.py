"""The records that extraction gives: Measure, Date, Role, Place, Reference. No spaCy needed to read them.

``start``/``end`` are code points into ``Plan.text``, end exclusive, and ``plan.text[start:end] == text``.
Fields and their values are those of the public format of facts (docs/facts.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.quick import quick

Comparator = Literal["=", ">=", "<=", ">", "<", "~", "range"]
Status = Literal["target", "actual", "standard"]
RoleName = Literal["lead", "support", "member", "responsible", "oversee", "approve", "head"]
DateType = Literal["point", "deadline", "start", "interval", "recurring", "duration"]


@quick
@dataclass(frozen=True, slots=True)
class Measure:
    """A number with a unit that quantifies an indicator."""

    start: int
    end: int
    text: str
    rule: str
    indicator: str | None  # in the words of the text
    value: float
    unit: str
    comparator: Comparator
    status: Status
    value_max: float | None = None
    change: Literal["increase", "decrease"] | None = None
    hedge: str | None = None
    deadline: str | None = None  # EDTF
    indicator_id: str | None = None  # canonical, shared across plans
    basis: str | None = None  # 可比, 同口径, 不变价
    baseline: str | None = None  # what a change is measured against: 2020年, 30%
    period: str | None = None  # EDTF of the year or span that the value is about, where the text says so
    kind: Literal["measure"] = "measure"


@quick
@dataclass(frozen=True, slots=True)
class Date:
    """An expression that places something in calendar time."""

    start: int
    end: int
    text: str
    rule: str
    type: DateType
    edtf: str | None = None
    every: str | None = None  # ISO 8601 duration or "semester"
    length: str | None = None  # ISO 8601 duration, ranges as P1Y/P2Y
    working_days: bool = False
    resolved: str | None = None  # EDTF, only from the plan's own evidence
    resolved_from: tuple[int, int] | None = None  # span of that evidence in Plan.text
    kind: Literal["date"] = "date"


@quick
@dataclass(frozen=True, slots=True)
class Role:
    """One actor and what it has to do with a task."""

    start: int
    end: int
    text: str
    rule: str
    role: RoleName
    duty: str = ""
    post: str | None = None  # only for head
    office: str | None = None  # the office's function, shared across counties: 农业农村
    kind: Literal["role"] = "role"


@quick
@dataclass(frozen=True, slots=True)
class Place:
    """A GB/T 2260 division named in the text; several candidates when the text leaves it open."""

    start: int
    end: int
    text: str
    rule: str
    code: str | None
    name: str | None
    level: str | None  # province, prefecture, county, town
    candidates: tuple[str, ...] = ()
    kind: Literal["place"] = "place"


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document: 《…》 or a document number."""

    start: int
    end: int
    text: str
    rule: str
    title: str | None = None
    number: str | None = None  # normal form: 国办发〔2021〕9号
    issuer: str | None = None
    alias: str | None = None  # 以下简称
    kind: Literal["reference"] = "reference"


Fact = Measure | Date | Role
