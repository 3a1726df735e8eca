"""Dates, form by form, each alone in a clause: what it covers, what it is, and what it says.

Written against planted mistakes (``benchmarks/mutation.py``): each of these was once wrong without a test noticing.
A line of ``tests/cases/dates_forms.txt`` is the clause, then each date as text=value, with its type before it: b(y),
p(oint), f(rom), i(nterval), r(ecurring), d(uration); nothing behind the clause where it holds no date.
"""

from pathlib import Path

import pytest

from extract.dates import find_dates
from extract.times.calendar import is_edtf

TYPES = {"b": "deadline", "p": "point", "f": "start", "i": "interval", "r": "recurring", "d": "duration"}
FORMS = (Path(__file__).parents[1] / "cases" / "dates_forms.txt").read_text(encoding="utf-8")


def lines() -> list[str]:
    return [line for line in FORMS.splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines(), ids=[line.partition(" |")[0] for line in lines()])
def test_each_form(line: str) -> None:
    clause, _, told = line.partition(" |")
    want = []
    for part in filter(None, (part.strip() for part in told.split(";"))):
        text, _, value = part[2:].partition("=")
        want.append((TYPES[part[0]], text, value))
    found = []
    for date in find_dates(clause + "，"):
        value = date.length if date.type == "duration" else " ".join(filter(None, (date.edtf, date.every)))
        found.append((date.type, date.text, value))
        assert clause[date.start : date.end] == date.text
    assert found == want
    assert all(is_edtf(date.edtf) for date in find_dates(clause + "，") if date.edtf)


RULES = """
寒假期间 holiday
2023年秋季 season
2024年3月 year_month
2024年3月5日 full_date
3月5日 month_day
3月 month
3月中旬 tens_of_month
3月底 month_edge
2024年底 year_edge
上半年 half_year
二季度 quarter
四季度末 quarter
翌年 relative_year
2021年前四月 opening_months
二〇二四年 chinese_year
20xx年 template_year
民国二十年 roc_year
98年底 short_year
明年 relative_year
今明两年 relative_years
2021—2025年 range
2021年至今 open_range
2024-03-01 numeric_date
（2021-2025） years_in_brackets
十四五期间 plan_period
国庆节 festival
5·12防灾减灾日 dated_day
90年代 decade
2023-2024学年 school_year
开学初 term
当日 relative_day
20号前 day_of_month
每年3月 every_year_position
每年教师节 every_year_position
每月5日 every_month_position
每季度 every
每季度末月 every_position
按月 by_period
两年一次 cycle
3年内 duration
自受理之日起5日内 event_duration
"""


@pytest.mark.parametrize(("clause", "rule"), [line.split() for line in RULES.splitlines() if line])
def test_the_rule_is_named(clause: str, rule: str) -> None:
    assert [date.rule for date in find_dates(clause + "，")] == [rule]


@pytest.mark.parametrize("above", ["", "以上意见供各乡镇在编制年度计划和安排项目资金时参考使用，并请及时反馈。\n"])
def test_the_date_below_a_signature_is_no_fact(above: str) -> None:
    assert find_dates(f"{above}青禾县人民政府\n2024年3月1日\n") == []
    assert len(find_dates(f"{above}青禾县水库移民\n2024年3月1日\n")) == 1
