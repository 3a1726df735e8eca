"""The year that a statement is about: of its own words, of its period, of its sentence, of its plan."""

from __future__ import annotations

import re
from typing import Any

from corpus.imprint.numbers import read_years
from extract.indicators import indicators
from kb.questions.occurrence import find_occurrence

Row = dict[str, Any]

_YEAR = re.compile(r"^(\d{4})(?:-|$)")
# An average, a sum over years, or the figure that a rise began from is no result of one year.
# 年均增长 is of several years, 年均浓度 of each.
_AVERAGE = r"年平?均(?!浓度|值|气温|水位|降[水雨])"
_AVERAGED = re.compile(_AVERAGE)
_SUMMED = re.compile(rf"{_AVERAGE}|累计|五年[来共]|总计|(?:由|从)(?:\d{{4}}年[底末]?的?)?$")
_AGAINST = re.compile(r"比(\d{4})年")
# A heading that reviews a term of office, and the words by which a sentence under it speaks of one year after all.
_REVIEW = re.compile(r"过去的?[三四五3-5]年|[三四五]年来|本届政府")
_ONE_YEAR = re.compile(r"[去今当全本]年|\d{4}年|年内")
_SPAN = re.compile(r"^(\d{4})[^/]*/(\d{4})")
# 上半年完成11亿元: no result of a year. A word for the whole year behind it is said of the value instead.
_PART = re.compile(
    r"上半年|[一二三四前][一二三]?个?季度|(?<!\d)1[-—–~至到](?:[2-9]|1[01])月|截[至止][^，。；]{0,6}?(?<!\d)(?:[1-9]|1[01])月"
)
_WHOLE = re.compile(r"全年|年[底末终]")
_PART_SPAN = re.compile(r"(\d{4})-01(?:-\d\d)?/\1-(?!12)")
# A statistical communiqué or a summary of a year is of that year; a report to the congress of the year before.
_OF_ITS_YEAR = re.compile(r"公报|总结|(?:执行|完成|进展|落实|实施|运行)情况")
_OPENS = re.compile(r"(?:到|至|截至)?((?:19|20)\d{2})年(?!以?[来前]|代|第?[一二三四前上下]|\d{1,2}月)")


def cell_year(row: Row) -> int | None:
    """The year that a statement is about: its deadline's, its period's, else what its plan says.

    A work report speaks of this year's targets and of last year's results. A goal for several years
    (十四五 as a whole) is no single year and gives None; so does an average, a sum, or the figure that
    a rise began from. A review of five years gives its other results as of the last of them.

    >>> target = {"status": "target", "deadline": "2025-12", "period": None, "plan_year": 2023, "plan_kind": "plan"}
    >>> cell_year(target), cell_year({**target, "deadline": None, "period": "2021/2025"})
    (2025, None)
    >>> result = {**target, "status": "actual", "plan_kind": "report", "text": "8亿元"}
    >>> result["sentence"] = "收入由4亿元增长到8亿元"      # "revenue rose from 4 to 8": only 8 is last year's
    >>> cell_year(result), cell_year({**result, "text": "4亿元"})
    (2022, None)
    >>> flow = {**result, "text": "31万亩", "change": "increase", "address": "过去五年工作回顾"}
    >>> flow["sentence"] = "新增节水灌溉面积31万亩"         # "31 ten-thousand mu added", in a review of five years
    >>> cell_year(flow), cell_year({**flow, "address": "2022年工作回顾"})
    (None, 2022)
    >>> twice = {**result, "text": "8%", "sentence": "生产总值年均增长8%，固定资产投资增长8%"}  # on average; last year
    >>> cell_year({**twice, "words": "生产总值"}), cell_year({**twice, "words": "固定资产投资"})
    (None, 2022)
    """
    if row["status"] == "actual" and (_SUMMED.search(clause_before(row)) or _of_a_term(row)):
        return None
    if row["status"] == "target" and not row["deadline"] and _AVERAGED.search(_sentence_before(row)):
        return None  # 年均增长12%，达30263元: a goal for several years
    deadline = _YEAR.match(row["deadline"] or "") if row["status"] != "actual" else None
    if deadline:
        return int(deadline.group(1))
    span = _SPAN.match(row["period"] or "")
    if span and span.group(1) != span.group(2):
        return int(span.group(2)) if row["status"] == "actual" and not _is_flow(row) else None
    period = _YEAR.match(row["period"] or "")
    if period:
        return _unless_older_base(row, int(period.group(1)))
    opens = _OPENS.match(row.get("sentence") or "") or _OPENS.match(row.get("opening") or "")
    if opens and (row["status"] == "actual" or row["plan_year"] is None):
        return _unless_older_base(row, int(opens.group(1)))
    return None if row["plan_year"] is None else _unless_older_base(row, _year_of_plan(row))


def lacks_only_a_year(row: Row) -> bool:
    """Whether a statement would be of its plan's year if one were known.

    >>> target = {"status": "target", "deadline": None, "period": None, "plan_year": None, "plan_kind": "plan",
    ...           "partly": False}
    >>> lacks_only_a_year(target), lacks_only_a_year({**target, "period": "2021/2025"})
    (True, False)
    """
    return row["plan_year"] is None and not row["partly"] and cell_year({**row, "plan_year": 1}) is not None


def covers_a_part(row: Row) -> bool:
    """Whether a result is of some months of a year alone.

    >>> half = {"status": "actual", "text": "11亿元", "sentence": "上半年完成投资11亿元", "period": None}
    >>> covers_a_part(half), covers_a_part({**half, "sentence": "上半年开局良好，全年完成投资11亿元"})
    (True, False)

    (gloss: investment of 1.1 billion in the first half; a good first half, 1.1 billion in the whole year)
    """
    if row["status"] != "actual":
        return False
    if _PART.search(row.get("sentence") or "") or _PART.search(row.get("title") or ""):
        said = f"{row.get('title') or ''}。{_sentence_before(row)}"
        parts = list(_PART.finditer(said))
        return bool(parts) and not _WHOLE.search(said, parts[-1].end())
    return bool(_PART_SPAN.match(row["period"] or ""))


def is_of_its_year(title: str | None, year: int | None) -> bool:
    """Whether a title gives what was done in the one year that it names.

    >>> is_of_its_year("清苑区2024年统计公报", 2024), is_of_its_year("2023年计划执行情况与2024年计划草案的报告", 2024)
    (True, False)

    (gloss: statistical communiqué of 2024; how the plan of 2023 was carried out, and the draft plan of 2024)
    """
    return bool(_OF_ITS_YEAR.search(title or "")) and set(read_years(title or "")) == {year}


def _year_of_plan(row: Row) -> int:
    """The plan's year; a report tells the results of the year before."""
    year = int(row["plan_year"])
    reported = row["status"] == "actual" and row["plan_kind"] == "report"
    return year - 1 if reported and not is_of_its_year(row.get("title"), year) else year


def _of_a_term(row: Row) -> bool:
    """Whether it is a sum over the years that its heading reviews, its sentence naming none of them."""
    reviewed = _REVIEW.search(row.get("address") or "")
    return bool(reviewed and not row["period"] and _is_flow(row) and not _ONE_YEAR.search(row.get("sentence") or ""))


def _is_flow(row: Row) -> bool:
    """Whether it counts what came in a time (新增, jobs created): over five years that is no year's result."""
    item = indicators().get(row.get("indicator_id") or "")
    return bool(row.get("change") and row.get("unit") != "%") or (item is not None and item.kind in ("flow", "count"))


def _unless_older_base(row: Row, year: int) -> int | None:
    """The year, or None for a change against an older year than the one before (2010: 比2005年增长73.8%)."""
    base = _AGAINST.search(clause_before(row)) if "比" in (row.get("sentence") or "") else None
    return None if base and int(base.group(1)) < year - 1 else year


def _sentence_before(row: Row) -> str:
    sentence = row.get("sentence") or ""
    at = find_occurrence(sentence, row.get("text") or "", row.get("words") or row.get("indicator_id") or "")
    return sentence[: max(at, 0)]


def clause_before(row: Row) -> str:
    """What stands before the value in its clause."""
    return re.split("[，,；;。]", _sentence_before(row))[-1]
