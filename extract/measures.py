"""Measures of a text: every quantity with what it counts, how it changes, and what kind of statement it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from extract.baselines import find_baseline
from extract.deadlines import Deadlines
from extract.indicators import canonical
from extract.quantities.bounded import Quantity
from extract.quantities.broken_lines import join_lines
from extract.quantities.expressions import find_quantities
from extract.quantities.pairs import join_bounds
from extract.quantities.vocabulary import hedges
from extract.records import Measure, Status
from extract.status.governed import read_headline, turn
from extract.status.grades import read_grades
from extract.status.grants import read_grants
from extract.status.headings import plan_period, title_period
from extract.status.phases import MeasureContext, find_phases
from extract.status.scored import read_scores, read_weights
from extract.status.statuses import find_status, has_principle, words_ahead
from extract.subjects.changes import Change, find_change
from extract.subjects.counted import find_subject
from extract.subjects.grids import read_grids, read_progress
from extract.subjects.headlines import name_headlines
from extract.subjects.joined import of_named, of_things, strip_brackets
from extract.subjects.preceding import line_above
from extract.subjects.short_names import make_specific
from extract.subjects.surroundings import Place, Seen, find_runs
from extract.tables.due import date_rows
from extract.tables.spaced import with_tabs
from extract.tables.stacked import lay_rows
from extract.tables.units import find_unit_cells, without_unit
from extract.text.clauses import find_clauses
from extract.text.folding import widen

__all__ = ["MeasureContext", "find_measures"]
_BASIS = re.compile(r"可比价?格?口?径?|同口径|不变价|年均|累计|剔除[^，。]{0,10}")
_REACHED = "(?:实际|现状|基期|基数|完成|已达|达到值)"  # what a column says of a year that is past
_NEXT_ITEM = re.compile("[：:，,][一二三四五六七八九十]{1,2}(?:是|要)(?=[一-鿿])")  # 抓好五项工作：一是…
# 3 工业总产值: the number of a row; 一)廉租房项目: what is left of a label
_ITEM = re.compile(
    r"^(?:[0-9]{1,3}[ \u3000]+|[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）])(?=[\u4e00-\u9fff])"
)
_ITEM_OPENS = frozenset("（(0123456789一二三四五六七八九十")
_HEDGES = re.compile("|".join(sorted(map(re.escape, hedges()), key=len, reverse=True)))
_STRIVING = frozenset(("力争", "争取", "力求", "务必", "努力", "努力实现", "确保"))  # for what is to come
# 力争|10%，…, 争取|更好结果，…: behind a number, such words are of their clause alone
_ASIDE = re.compile(r"(?:突破|达到?|实现|完成|超过?|增长|提高到)?约?[0-9]|[^0-9，,；;。\n]{0,20}[，,]")
_BOUND = re.compile("[（(](约束性|预期性)")
_OWN_YEAR = re.compile(
    r"(?<![0-9])(20[0-9]{2}|19[0-9]{2})年(?!度?以来|同期|增加|提高|增长|下降|减少|规划|(?:底|末)?的?[0-9])"
)


def find_measures(text: str, context: MeasureContext | None = None) -> list[Measure]:
    """The measures of clean simplified text, in order.

    >>> [m] = find_measures("到2025年，力争基层就诊率达到65%以上。")  # by 2025, 65 % or more
    >>> m.text, m.indicator, m.value, m.comparator, m.status, m.hedge, m.deadline
    ('65%以上', '基层就诊率', 65.0, '>=', 'target', '力争', '2025')
    """
    context, text = context or MeasureContext(), with_tabs(lay_rows(text))
    lines, joined = widen(text), join_lines(text)
    text = widen(joined)
    quantities = _find_amounts(joined, context.labels(text))
    if not quantities:
        return []
    clauses, phases = find_clauses(text), find_phases(text, context)
    runs = find_runs(text, quantities, clauses)
    deadlines = Deadlines(text, context, quantities)
    found: list[Measure] = []
    places: list[Place] = []
    seen = Seen()
    principle, begins = has_principle(text), _begins(context)
    for index, quantity in enumerate(quantities):
        place = Place(text, quantities, index, clauses, runs[index])
        seen = _seen_before(place, seen)
        indicator = _name_subject(place, seen, found)
        change = find_change(place, seen)
        phase, period = phases.at(quantity.start)
        phase = turn(phase, period, text, place, found[-1] if found else None, begins)
        before = words_ahead(place, principle)
        status = find_status(place, phases, (phase, period), before, indicator, found)
        deadline = deadlines.of(place, period) if status == "target" else None
        about = _period(before, period, status)
        found.append(_record(place, indicator, change, status, deadline, about, found))
        places.append(place)
    found = _specify_names(places, found)
    read = read_scores(text, read_weights(text, name_headlines(text, _spread_about(found, runs))))
    read = read_headline(
        text, _read_cells(text, lines, read_grades(text, read_grants(text, read)), title_period(context.title))
    )
    read = date_rows(text, read, context.dates or ())
    if text == joined:
        return read
    return [replace(item, text=joined[item.start : item.end]) for item in read]


def _find_amounts(joined: str, labels: frozenset[int]) -> list[Quantity]:
    """The amounts of a text and of the cells whose unit their column names; ``labels``: where numbers count parts."""
    found = {q.start: q for q in find_unit_cells(joined)}
    found |= {q.start: q for q in join_bounds(joined, find_quantities(joined)) if q.start not in labels}
    return [found[start] for start in sorted(found)]


def _begins(context: MeasureContext) -> int | None:
    """The year that a plan begins in: of several in its title the first, else the year that it is for."""
    span = title_period(context.title)
    return int(span[:4]) if span is not None else context.year


def _seen_before(place: Place, seen: Seen) -> Seen:
    """What was spoken of before this number: a sentence begins anew, but for one behind ； or one with 其中."""
    text, start = place.text, place.sentence
    if start == seen.sentence:
        last = place.previous.end if place.previous is not None else start
        return Seen(start) if _NEXT_ITEM.search(text, max(last, start), place.quantity.start) else seen
    goes_on = text[start - 1 : start] in ("；", ";") or text.startswith("其中", start)
    return seen.after(start) if goes_on else Seen(start)


def _name_subject(place: Place, seen: Seen, found: list[Measure]) -> str:
    """The indicator in the words of the text; empty where nothing names it."""
    indicator = find_subject(place, seen) or line_above(place)
    indicator = of_named(place, _ITEM.sub("", indicator) if indicator[:1] in _ITEM_OPENS else indicator)
    indicator = of_things(place, indicator, found, seen)
    return strip_brackets(indicator) if "（" in indicator or "(" in indicator else indicator


def _record(
    place: Place,
    indicator: str,
    change: Change,
    status: Status,
    deadline: str | None,
    period: str | None,
    found: list[Measure],
) -> Measure:
    text, quantity = place.text, place.quantity
    own = text[place.clause : quantity.start]
    stated = _BASIS.search(own)
    basis = stated.group() if stated else None
    name = _name(indicator, quantity.unit, change, basis, own)
    return Measure(
        quantity.start,
        quantity.end,
        text[quantity.start : quantity.end],
        quantity.rule,
        indicator or None,
        quantity.value,
        quantity.unit,
        quantity.comparator,
        status,
        value_max=quantity.value_max,
        change=change,
        hedge=_hedge(text, place, quantity, found, status),
        deadline=deadline,
        basis=basis,
        indicator_id=name,
        baseline=find_baseline(place),
        period=period,
    )


def _specify_names(places: list[Place], found: list[Measure]) -> list[Measure]:
    """The measures, short names made specific by their clause; names of standard indicators say enough."""
    result: list[Measure] = []
    for place, item in zip(places, found, strict=True):
        if item.indicator is not None and (item.indicator_id is None or place.embedded):
            earlier = (result if place.embedded else found)[max(0, len(result) - 4) : len(result)]
            earlier = [other for other in earlier if other.start >= place.sentence]
            last = next((o for o in reversed(earlier) if not place.embedded or o.unit == item.unit), None)
            name = make_specific(place, item.indicator, last)
            if name != item.indicator:
                item = replace(item, indicator=name, indicator_id=None)
        result.append(item)
    return result


def _read_cells(text: str, lines: str, found: list[Measure], span: str | None) -> list[Measure]:
    """What fills a cell of a table means what its row and its column say; ``span``: the years of the plan.

    ``lines`` is the text before its broken lines were joined: there numbers of rows stand alone.
    """
    grids = read_grids(text)
    ahead = _years_ahead(text, span, {cell.year for _, cell in grids.values()})
    result = list(found)
    for start, end, status in read_progress(lines):
        for index in range(bisect_left(found, start, key=_start), bisect_left(found, end, key=_start)):
            if found[index].status != "standard" and status != found[index].status:
                due = found[index].deadline if status == "target" else None
                result[index] = replace(found[index], status=status, deadline=due)
    for index, item in enumerate(found if grids else ()):
        near = next((at for at in range(item.start, item.start - 3, -1) if at in grids), None)  # 约90%
        if near is None or not item.end <= grids[near][0] <= item.end + 8:
            continue
        cell, item = grids[near][1], result[index]
        indicator = without_unit(cell.indicator or item.indicator or "")
        status = "target" if cell.year in ahead else cell.status or item.status
        result[index] = replace(
            item,
            indicator=indicator or None,
            indicator_id=_name(indicator, item.unit, item.change, item.basis),
            status=status,
            deadline=(cell.year or item.deadline) if status == "target" else None,
            period=cell.year or item.period,
        )
    return result


def _years_ahead(text: str, span: str | None, named: set[str | None]) -> set[str]:
    """The years of a plan where its tables break its goals down by each of them; none of what was reached in one."""
    first, _, last = (span or "").partition("/")
    if not last or int(last[:4]) - int(first[:4]) < 2:
        return set()
    years = {str(year) for year in range(int(first[:4]), int(last[:4]) + 1)}
    return {year for year in years if re.search(rf"{year}年?{_REACHED}", text) is None} if years <= named else set()


def _start(found: Measure | Quantity) -> int:
    return found.start


def _hedge(text: str, place: Place, quantity: Quantity, found: list[Measure], status: Status) -> str | None:
    """The last hedge of the sentence: 增长8%，力争10%，财政收入增长6% hedges but the second."""
    if quantity.comparator == "~" and text.startswith(("左右", "上下"), quantity.end - 2):
        return text[quantity.end - 2 : quantity.end]
    if text[quantity.end : quantity.end + 1] in ("（", "(") and (bound := _BOUND.match(text, quantity.end)) is not None:
        return bound[1]  # 30万吨（约束性指标）
    words = [*_HEDGES.finditer(text, max(place.sentence, quantity.start - 60), quantity.start)]
    if not words or (status == "actual" and words[-1].group() in _STRIVING):
        return None
    last = words[-1]
    within = last.end() > place.clause or not any(place.sentence <= item.start < last.start() for item in found[-4:])
    if not within and _ASIDE.match(text, last.end()):
        return None
    return last.group()


def _period(before: str, period: str | None, status: str) -> str | None:
    span = plan_period(before) if "五" in before else None
    if span is not None:
        return span
    own = next(reversed([*_OWN_YEAR.finditer(before)]), None) if status == "actual" and "年" in before else None
    return own[1] if own is not None else period if status != "standard" else None


def _spread_about(found: list[Measure], runs: list[tuple[int, int]]) -> list[Measure]:
    """分别增长5.5%、6.5%左右: the closing hedge covers the list, and the change of the first holds for all."""
    result = list(found)
    for index, (member, count) in enumerate(runs):
        if count > 1 and member == 0:
            last = found[index + count - 1]
            for position in range(index, index + count):
                item = result[position]
                if item.comparator == "=" and last.comparator == "~" and last.text.endswith("左右"):
                    item = replace(item, comparator="~", hedge=last.hedge)
                if item.comparator == "=" and last.rule == "bound after" and last.comparator in (">=", "<="):
                    item = replace(item, comparator=last.comparator)
                first = found[index]
                if item.comparator == "=" and first.rule == "bound before" and first.comparator != "~":
                    item = replace(item, comparator=first.comparator)
                if first.change and not item.change:
                    name = _name(item.indicator or "", item.unit, first.change, item.basis)
                    item = replace(item, change=first.change, indicator_id=name)
                result[position] = item
    return result


def _name(indicator: str, unit: str, change: Change, basis: str | None, before: str = "") -> str | None:
    return canonical(indicator, unit=unit, change=change, basis=basis, before=before) or None
