"""One name for one thing measured: 生产总值, GDP and 地区生产总值 are one; its level and its growth are two.

The names and their synonyms are data (extract/data/indicators.tsv). What is near but not the same is kept
apart: 财政总收入 is not 一般公共预算收入, 限额以上 sales are not all sales, a five-year average is not a year's growth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.tables import read_table
from extract.indicator_names import fold, in_simplified, shorten, unscoped


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator. ``growth`` names the indicator of its rate of change, ``covers`` what it sums up."""

    id: str
    kind: str  # level, rate, share, ratio, flow, count; growth and change for the derived ones
    units: frozenset[str]
    synonyms: tuple[str, ...]
    growth: str | None
    covers: tuple[str, ...]
    field: str  # macro, fiscal, income, industry, agriculture, environment, health, education, security, safety …


_GROWTH_WORD = re.compile(r"(?:的)?(?:同比)?(?:实现)?(?:增速|增幅|增长率|增长速度|增长|涨幅|降幅|下降率|降低率|下降)\Z")
# 培育高新技术企业5家: so many more, unless the clause counts all that there are
_BRINGS = re.compile(
    r"(?:新[建改]?[建成设培育认定登记发展开通入统库评选获批引进创]{1,2}|培育|认定|引育|孵化|净增|申报|入[库统]|纳统|升规)[^，；。]*\Z"
)
_IN_ALL = re.compile(r"累计|总数|达到?|增[加至到]|共|已有|现有|拥有|[为至到]\Z")
_MOVES = ("增速", "涨幅", "增幅", "降幅", "自然增长率")  # rates that a change in per cent is the figure of
_YEARLY = re.compile(r"年平?均(?:浓度|值)")  # the mean of a year, not a mean over years
_AVERAGE = re.compile(r"年均|年平均")
_TOTAL = re.compile(r"累计|五年|总计完成")
_PROPER_SUFFIX = ("（GDP）", "(GDP)", "总量", "年度")


@cache
def indicators() -> dict[str, Indicator]:
    """All canonical indicators by id, the growth rates of levels included."""
    found: dict[str, Indicator] = {}
    for row in read_table("extract", "indicators"):
        units = frozenset("" if unit == "none" else unit for unit in row["units"].split())
        covers = tuple(row["covers"].split())
        item = Indicator(
            row["id"], row["kind"], units, tuple(row["synonyms"].split()), row["growth"] or None, covers, row["field"]
        )
        found[item.id] = item
    for item in list(found.values()):
        for name, kind, units in _derived(item):
            if name not in found:
                below = tuple(growth_of(found[part]) or part for part in item.covers) if kind == "growth" else ()
                found[name] = Indicator(name, kind, units, (), None, below, item.field)
    return found


def _derived(item: Indicator) -> Iterator[tuple[str, str, frozenset[str]]]:
    """What is told of an indicator beside it: its growth, by how much a rate moved, how many came to a count."""
    if growth := growth_of(item):
        yield growth, "growth", frozenset({"%"})
    if item.kind in ("rate", "share") and not item.id.endswith(_MOVES):
        yield f"{item.id}变动", "change", frozenset({"%", "百分点"})
    if item.kind == "count":
        yield f"新增{item.id}", "flow", item.units


def growth_of(item: Indicator) -> str | None:
    """The indicator of its rate of change, where it can have one."""
    return item.growth or (f"{item.id}增速" if item.kind in ("level", "flow", "count") else None)


@cache
def _levels() -> dict[str, str]:
    return {name: item.id for item in indicators().values() for name, _, _ in _derived(item)}


def relatives(name: str) -> tuple[str, ...]:
    """The level of a rate or an addition; the rate and the addition of a level.

    >>> relatives("地区生产总值增速"), relatives("地区生产总值"), relatives("高新技术企业")      # GDP; high-tech firms
    (('地区生产总值',), ('地区生产总值增速',), ('高新技术企业增速', '新增高新技术企业'))
    """
    if name in _levels():
        return (_levels()[name],)
    item = indicators().get(name)
    return tuple(derived for derived, _, _ in _derived(item)) if item is not None else ()


@cache
def synonyms() -> dict[str, str]:
    """Every name and synonym, folded, to its canonical id."""
    return {name: ids[0] for name, ids in _named().items()}


@cache
def _named() -> dict[str, tuple[str, ...]]:
    """Every name, folded, to the indicators that bear it: 优良天数 are days, or the share of them in a year."""
    table: dict[str, tuple[str, ...]] = {}
    for item in indicators().values():
        for name in (item.id, *item.synonyms):
            table[fold(name)] = tuple(dict.fromkeys((*table.get(fold(name), ()), item.id)))
        if item.kind in ("count", "flow") and not item.id.startswith("新增"):
            added = f"新增{item.id}" if item.kind == "count" else item.id
            for name in (item.id, *item.synonyms):
                table.setdefault(fold(f"新增{name}"), (added,))
    return table


@cache
def _shortened() -> dict[str, str]:
    """Every name in its shortest form, to the one indicator that has it; what two share is left out."""
    found: dict[str, set[str]] = {}
    for name, ids in _named().items():
        found.setdefault(shorten(name), set()).update(ids)
    return {short: next(iter(ids)) for short, ids in found.items() if len(ids) == 1 and len(short) > 2}


def members(name: str) -> tuple[str, ...]:
    """The indicators that a figure of this one speaks for: itself, or the parts of a combined one.

    >>> members("城乡居民人均可支配收入增速")   # "income growth of urban and rural residents": one figure for both
    ('城镇居民人均可支配收入增速', '农村居民人均可支配收入增速')
    """
    item = indicators().get(name)
    return item.covers if item is not None and item.covers else (name,)


@lru_cache(maxsize=20000)
def base_name(text: str) -> tuple[str | None, bool]:
    """(canonical id, whether the words speak of growth) of an indicator as written, whatever its unit."""
    folded = fold(text)
    table = synonyms()
    if folded in table:
        return table[folded], False
    grown = _GROWTH_WORD.search(folded)
    stem = folded[: grown.start()] if grown is not None else folded
    last = fold(text.split()[-1]) if " " in text.strip() else ""  # 人口 年末常住人口: behind a heading in the line
    stems = [stem, *unscoped(stem), *([last, *unscoped(last)] if last else ())]
    for name in stems:
        if name in table:
            return table[name], grown is not None
    for tail in _PROPER_SUFFIX:
        if stem.endswith(tail) and stem.removesuffix(tail) in table:
            return table[stem.removesuffix(tail)], grown is not None
    for name in stems:
        if found := _shortened().get(shorten(name)):
            return found, grown is not None
    return None, grown is not None


def canonical(
    indicator_text: str,
    *,
    unit: str = "",
    change: str | None = None,
    basis: str | None = None,
    before: str = "",
    script: str = "any",
) -> str | None:
    """The canonical id of what is measured, or None where no known indicator fits the words and the unit.

    >>> canonical("生产总值", unit="%", change="increase"), canonical("全县GDP", unit="元")  # growth; level
    ('地区生产总值增速', '地区生产总值')
    >>> canonical("地區生產總值", unit="元"), canonical("财政总收入", unit="元")  # GDP; total revenue
    ('地区生产总值', '财政总收入')
    >>> canonical("地区生产总值", unit="%", change="increase", basis="年均")  # "yearly average"
    '地区生产总值年均增速'
    >>> canonical("高新技术企业", unit="家", before="培育高新技术企业"), canonical("高新技术企业", unit="家")
    ('新增高新技术企业', '高新技术企业')

    (gloss: before stands what leads up to the number: 5 high-tech firms brought up are not all there are)
    """
    if not indicator_text or len(indicator_text) > 60:
        return None
    found = _canonical(indicator_text, unit, change, basis or "", script)
    if found is None or not before or f"新增{found}" not in indicators():
        return found
    return f"新增{found}" if _BRINGS.search(before) and not _IN_ALL.search(before) else found


@lru_cache(maxsize=20000)
def _canonical(indicator_text: str, unit: str, change: str | None, basis: str, script: str) -> str | None:
    if change == "increase" and unit != "%" and not indicator_text.startswith("新增"):
        # 新增就业5000人 is 城镇新增就业: some flows are named only with the word that the change took
        name, grown = base_name(f"新增{indicator_text}")
        if name is not None and indicators()[name].kind == "flow" and unit in indicators()[name].units:
            return f"累计{name}" if _TOTAL.search(basis) else name
    name, grown = base_name(indicator_text)
    if name is None and script == "any" and not indicator_text.isascii():
        name, grown = base_name(in_simplified(indicator_text))
    if name is None:
        return None
    basis = "" if _YEARLY.search(indicator_text) else basis
    several = _named().get(fold(indicator_text), (name,))
    found = (_with_unit(indicators()[each], unit, change, grown, basis) for each in _by_unit(several, unit, change))
    return next((each for each in found if each is not None), None)


def _by_unit(names: tuple[str, ...], unit: str, change: str | None) -> list[str]:
    """Of several that bear one name first the one that has the unit: a share for 40%, a level for a growth by 4%."""
    share = unit == "百分点" or (unit == "%" and change is None)
    return sorted(names, key=lambda name: (indicators()[name].kind in ("rate", "share")) != share)


def _with_unit(item: Indicator, unit: str, change: str | None, grown: bool, basis: str) -> str | None:
    growth = growth_of(item)
    if unit == "%" and growth is not None:
        # 地区生产总值8%左右 grows also where no verb says so; of what is seldom told by its growth 8% may be a share
        return _by_basis(growth, basis) if change or grown or item.growth else None
    if item.kind in ("rate", "share") and change and unit in ("%", "百分点") and not item.id.endswith(_MOVES):
        return f"{item.id}变动"
    if unit == "百分点":
        return item.id if item.kind in ("rate", "share") and "增速" not in item.id else None
    if item.id.endswith("增速") or item.kind == "growth":
        return _by_basis(item.id, basis) if unit in ("%", "") else None
    if unit and item.units and unit not in item.units and not (unit == "元" and "美元" in item.units):
        return None
    if not unit and item.units and "" not in item.units and (change or grown):
        return growth
    if item.kind == "level" and change and unit in item.units and unit != "%":
        return None  # an amount of increase is no level
    if item.kind == "count" and change and unit in item.units:
        if change != "increase":
            return None
        item = indicators()[f"新增{item.id}"]
    return f"累计{item.id}" if _TOTAL.search(basis) and item.kind in ("level", "flow") else item.id


def _by_basis(name: str, basis: str) -> str:
    stem, moved = (name.removesuffix("降幅"), "降幅") if name.endswith("降幅") else (name.removesuffix("增速"), "增速")
    if _AVERAGE.search(basis):
        return f"{stem}年均{moved}"
    return f"{stem}累计{moved.replace('速', '幅')}" if _TOTAL.search(basis) else name
