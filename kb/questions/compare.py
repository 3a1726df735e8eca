"""The comparison: places × indicators over years, one cell a row, and every gap with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extract.gazetteer import load_gazetteer
from kb.database import Database
from kb.questions.blocks import in_blocks, list_places, plans_about, rows_of_plans
from kb.questions.cell_years import is_of_its_year, lacks_only_a_year
from kb.questions.cells import Found, Row, describe_evidence, find_gap, read_statements
from kb.questions.duties import find_leads

KEYS = (
    "place", "place_name", "year", "indicator", "value", "value_max", "unit", "comparator", "change", "hedge", "status",
    "deadline", "leads", "said_by", "text", "sentence", "source", "start", "end", "gap", "basis", "title", "address",
    "plan_id", "provision_id", "fact_id", "others", "reviewed",
)  # fmt: skip


_Cell = tuple[str | None, int | None]  # place and year


@dataclass(frozen=True, slots=True)
class _Plan:
    plan_id: str
    place: str | None
    place_name: str | None
    year: int | None
    kind: str
    title: str
    source: str


class Answered:
    """Rows of a comparison, given once, and of how many places they give each indicator."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._places: dict[str, dict[str | None, bool]] = defaultdict(dict)

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            places, place = self._places[row["indicator"]], row["place"]
            places[place] = places.get(place, False) or row["value"] is not None
            yield row

    def counts(self) -> dict[str, tuple[int, int]]:
        """By indicator how many places have a value, and how many there were, among the rows that have passed.

        >>> cell = {"indicator": "就诊率", "place": "130608", "value": None}      # "share of visits"
        >>> answered = Answered([cell, cell | {"value": 90}, cell | {"place": "130636"}])
        >>> len(list(answered)), answered.counts()
        (3, {'就诊率': (1, 2)})
        """
        return {name: (sum(places.values()), len(places)) for name, places in self._places.items()}


def compare_indicators(
    db: Database,
    indicators: Sequence[str],
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    statuses: Sequence[str] = ("target",),
) -> list[Row]:
    """One row a cell: the statement that answers for this place, year, indicator and status, or ``gap``.

    ``places`` are GB/T 2260 codes (what lies below is included); without them all. Places that were
    asked for by code and years that were asked for appear even where nothing was collected, or where the plan
    gives the figure for another year alone. Where no years are asked for, ``year`` is None of what only the year of
    a plan could date and no year of it is known.
    ``said_by`` names the place whose plan says so, where that is another: a city that sets targets for its counties.
    ``others`` counts further statements for the same cell that give another value.
    """
    return list(stream_comparison(db, indicators, places=places, years=years, statuses=statuses))


def stream_comparison(
    db: Database,
    indicators: Sequence[str],
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    statuses: Sequence[str] = ("target",),
) -> Iterator[Row]:
    """The rows of ``compare_indicators``, some places at a time: no more is read than what is said about these."""
    counties = {code for code in places if (known := load_gazetteer().division(code)) and known.level == "county"}
    if places:
        stems = tuple(code.removesuffix("00").removesuffix("00") for code in places)  # what lies below begins so
        held = {place for place in list_places(db) if place and place.startswith(stems)}
        wanted: Sequence[str | None] = sorted(held | counties)
    else:
        wanted = list_places(db)
    order = {name: n for n, name in enumerate(indicators)}
    for block in in_blocks(wanted):
        rows = _compare_block(db, set(block), indicators, years, statuses)
        if years:
            asked = {place for place in block if place in counties}
            rows += _not_collected(rows, asked, years, indicators, statuses)
        leads = find_leads(db, [row["provision_id"] for row in rows])
        rows.sort(key=lambda r: (r["place"] or "~", r["year"] or 0, order[r["indicator"]], r["status"]))
        for row in rows:
            yield row | {"leads": "、".join(leads[row["provision_id"]]) or None}


def _compare_block(
    db: Database,
    block: Collection[str | None],
    indicators: Sequence[str],
    years: Sequence[int],
    statuses: Sequence[str],
) -> list[Row]:
    """The cells of some places."""
    about = plans_about(db, block)
    plans = [plan for plan in _plans(db, about) if plan.place in block]
    notes = _notes(db, [plan.plan_id for plan in plans])
    found = read_statements(db, indicators, statuses, about)
    rows: list[Row] = []
    for status in statuses:
        spoken = _years_spoken_of(found, indicators, status)
        for indicator in indicators:
            filled = _filled(found, indicator, status, block, years)
            rows += [_cell(cells, indicator, place, year) for (place, year), cells in filled.items()]
            silent = _find_silent(plans, found, indicator, status, years, spoken)
            rows += _gaps(silent, found, notes, indicator, status, set(filled), years)
    return [row for row in rows if not years or row["year"] in years]


def _filled(
    found: Found, indicator: str, status: str, within: Collection[str | None], years: Sequence[int]
) -> dict[_Cell, list[Row]]:
    """The statements by place and year; the year is None where only the plan's own could tell it and none is known."""
    filled: dict[_Cell, list[Row]] = {}
    for (place, year, name, said), cells in found.cells.items():
        if name != indicator or said != status or place not in within or (years and year not in years):
            continue
        if year is None:
            cells = [row for row in cells if place and row["plan_kind"] != "template" and lacks_only_a_year(row)]
        if cells:
            filled[place, year] = cells
    return filled


def _years_spoken_of(found: Found, indicators: Collection[str], status: str) -> dict[str, Counter[int]]:
    """By plan how often each year has a figure of one of the indicators that are asked for."""
    spoken: dict[str, Counter[int]] = defaultdict(Counter)
    for (plan_id, name, said), rows in found.by_plan.items():
        if name in indicators and said == status:
            spoken[plan_id].update(row["year"] for row in rows if row["year"] is not None)
    return spoken


def _cell(cells: list[Row], indicator: str, place: str | None, year: int | None) -> Row:
    best = cells[0]
    said = (best["value"], best["value_max"], best["unit"], best["comparator"])
    others = {(c["value"], c["value_max"], c["unit"], c["comparator"]) for c in cells} - {said}
    row = {key: best.get(key) for key in KEYS}
    return {**row, "indicator": indicator, "place": place, "year": year, "gap": None, "others": len(others)}


@dataclass(slots=True)
class _Silence:
    """The plans of a place and year that give no figure for them; what one of them gives for another year."""

    plans: list[_Plan] = field(default_factory=list)
    other: Row | None = None


def _gaps(
    silent: Mapping[_Cell, _Silence],
    found: Found,
    notes: dict[str, set[str]],
    indicator: str,
    status: str,
    filled: Collection[_Cell],
    years: Sequence[int],
) -> list[Row]:
    """A row for each place and year whose plans could have said something and did not."""
    rows = []
    answered = {place for place, _ in [*filled, *(cell for cell in silent if cell[1] is not None)]}
    for (place, year), silence in silent.items():
        if year is None and place in answered:
            continue  # a plan of no known year says nothing against those that have one
        plan, other = silence.plans[0], silence.other
        told = other is not None and other["year"] is not None  # that year has a row, which says enough
        if (place, year) in filled or (year not in years if years else told):
            continue
        if other is not None:
            gap = describe_evidence(other, "another year")
        else:
            gap = find_gap(found, [plan.plan_id for plan in silence.plans], indicator, status, notes)
        rows.append(
            {**dict.fromkeys(KEYS), "source": plan.source, "plan_id": plan.plan_id, **gap, "place": place,
             "place_name": plan.place_name, "year": year, "indicator": indicator, "status": status, "others": 0}
        )  # fmt: skip
    return rows


def _find_silent(
    plans: Sequence[_Plan],
    found: Found,
    indicator: str,
    status: str,
    years: Sequence[int],
    spoken: Mapping[str, Counter[int]],
) -> dict[_Cell, _Silence]:
    """By place and year the plans that could give a figure for them, whether or not another plan does."""
    silent: dict[_Cell, _Silence] = defaultdict(_Silence)
    for plan in plans:
        if plan.place is None or plan.kind == "template":
            continue
        told = _own_year(plan, status, spoken.get(plan.plan_id, {}))
        own = _own_year(plan, status, {}) if years and plan.year is not None else told  # a year asked for is answered
        for year in {told, own} - ({None} if years else set()):
            cell = silent[plan.place, year]
            cell.plans.append(plan)
            cell.other = cell.other or _speaks_of_a_year(found, plan.plan_id, indicator, status)
    return silent


def _own_year(plan: _Plan, status: str, spoken: Mapping[int, int]) -> int | None:
    """The year of which a plan could have said something: its own, else that of most of what it says.

    A plan of 2024 that sets goals for 2026 is silent about another goal for 2026.
    """
    of_last_year = status == "actual" and plan.kind == "report" and not is_of_its_year(plan.title, plan.year)
    own = plan.year - of_last_year if plan.year is not None else None
    return own if not spoken or own in spoken else max(spoken, key=lambda year: (spoken[year], -year))


def _speaks_of_a_year(found: Found, plan_id: str, indicator: str, status: str) -> Row | None:
    """What a plan gives of this indicator for another year, for a part of one or for several together."""
    said = [row for row in found.by_plan.get((plan_id, indicator, status), ()) if not lacks_only_a_year(row)]
    return min(said, key=lambda row: row["year"] is None and not row["partly"], default=None)


def _not_collected(
    rows: Sequence[Row],
    asked: Collection[str | None],
    years: Sequence[int],
    indicators: Sequence[str],
    statuses: Sequence[str],
) -> list[Row]:
    """Rows for places that were asked for by themselves or answered otherwise, where nothing was collected.

    For a province "all below it" would list what nobody collected.
    """
    gazetteer = load_gazetteer()
    seen = {(r["place"], r["year"], r["indicator"], r["status"]) for r in rows}
    return [
        {**dict.fromkeys(KEYS), "place": place, "place_name": gazetteer.full_name(place), "year": year,
         "indicator": indicator, "status": status, "gap": "not collected", "others": 0}
        for place in sorted({p for p in {*asked, *(r["place"] for r in rows)} if p})
        for year in years
        for indicator in indicators
        for status in statuses
        if (place, year, indicator, status) not in seen
    ]  # fmt: skip


def _plans(db: Database, wanted: Sequence[str]) -> list[_Plan]:
    sql = """SELECT l.plan_id, l.place, l.place_name, l.year, l.kind, l.title, s.name, l.plan
      FROM plans l JOIN sources s USING (source_id) WHERE l.plan_id IN ({marks})"""
    found = rows_of_plans(db, sql, wanted)
    return [_Plan(*row[:-1]) for row in sorted(found, key=lambda row: row[-2:])]


def _notes(db: Database, wanted: Sequence[str]) -> dict[str, set[str]]:
    notes: dict[str, set[str]] = defaultdict(set)
    for sql in (
        "SELECT plan_id, code FROM notes WHERE plan_id IN ({marks})",
        "SELECT p.plan_id, n.code FROM notes n JOIN plans p ON p.source_id = n.source_id"
        " WHERE n.plan_id IS NULL AND p.plan_id IN ({marks})",
    ):
        for plan, code in rows_of_plans(db, sql, wanted):
            notes[plan].add(code)
    return notes
