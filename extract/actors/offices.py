"""The function of an office, shared across counties and reforms: 县卫计局 and 区卫生健康局 are both 卫生健康."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.tables import read_rows
from extract.text.alternation import one_of


class Office(NamedTuple):
    """Functions of government (several for merged offices: 教体) and the names of offices that hold or held them."""

    functions: tuple[str, ...]
    names: tuple[str, ...]


@lru_cache(maxsize=1)
def read_offices() -> tuple[Office, ...]:
    """The table of functions, in its order."""
    rows = read_rows("extract", "offices")
    return tuple(Office(tuple(functions.split("+")), tuple(names.split(" "))) for functions, names, _ in rows)


# Only offices have a function: a hospital or a school that bears 卫生 or 教育 in its name has none.
_OFFICE_END = re.compile(
    r"(?:局|委|办|厅|部|院|会|所|队|站|署|行|社|处|科|室|股|中心|公司|部门|单位|机关|机构|政府|街道|乡镇|镇街|团|妇联|残联|科协|文联|协|联|银行)"
    r"(?:\([^()]*\))?(?:各?(?:主要|分管|有关|相关)?(?:负责人|负责同志|领导|同志|人员|局长|主任|部长|书记|主要负责人))?$"
)
_NO_OFFICE = re.compile(
    r"医院|卫生院|卫生室|卫生所|卫生站|卫生服务|保健院|学校|小学|中学|幼儿园|大学|学院|教师|领导小组|教研|合作社(?!联)|集团|联盟|共同体|企业|公司(?<!供电公司)|医务"
)


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    functions = {name: office.functions for office in read_offices() for name in office.names}
    ordered = sorted(functions, key=lambda name: (-len(name), name))
    return re.compile(one_of(map(re.escape, ordered))), functions


@lru_cache(maxsize=4096)
def office_functions(name: str) -> tuple[str, ...]:
    """All functions that an office's name tells, in the order of the name; empty for what is no office.

    >>> office_functions("区农业农村和水利局")    # "district bureau of agriculture, rural affairs and water"
    ('农业农村', '水利')
    >>> office_functions("县人民医院")    # "county people's hospital"
    ()
    """
    pattern, functions = _names()
    bare = name in functions
    if not bare and (_NO_OFFICE.search(name) or not _OFFICE_END.search(name)):
        return ()
    found: dict[str, None] = {}
    for match in pattern.finditer(name):
        found.update(dict.fromkeys(functions[match.group()]))
    return tuple(found)


def office_function(name: str) -> str | None:
    """The first function in an office's name, the one it is compared by; None for what is no office.

    >>> office_function("县卫计局"), office_function("区卫生健康局")    # before and after the reform of 2018
    ('卫生健康', '卫生健康')
    """
    functions = office_functions(name)
    return functions[0] if functions else None
