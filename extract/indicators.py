"""One name for one thing measured: 生产总值, GDP and 地区生产总值 are one; its level and its growth are two.

The names and their synonyms are data (extract/data/indicators.tsv). What is near but not the same is kept
apart: 财政总收入 is not 一般公共预算收入, 限额以上 sales are not all sales, a five-year average is not a year's growth.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.tables import read_table


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator. ``growth`` names the indicator of its rate of change, ``covers`` what it sums up."""

    id: str
    kind: str  # level, rate, share, ratio, flow, count; growth for the derived ones
    units: frozenset[str]
    synonyms: tuple[str, ...]
    growth: str | None
    covers: tuple[str, ...]
    field: str  # macro, health, education


_GROWTH_WORD = re.compile(r"(?:的)?(?:同比)?(?:实现)?(?:增速|增幅|增长率|增长速度|增长|涨幅|降幅|下降率|降低率|下降)\Z")
_QUOTES = re.compile(r"[“”\"'‘’《》\s　]")
_MARK = re.compile(r"[\[［〔][0-9]{1,3}[\]］〕]")
_SCOPE = re.compile(
    r"(?:预计|五年|累计|其中|实现|完成|今年|全年|我|本|该|全|[0-9]{4}年)*+(?:县域内?|[县市区省州旗乡镇]域?|国|辖区|社会)?(?:[0-9]{4}年)?(?=.{2})|(?:[一-鿿]{1,4}[县市区州旗]|[一-鿿]{2,3}省)"
)
_AVERAGE = re.compile(r"年均|年平均")
_TOTAL = re.compile(r"累计|五年|总计完成")
_PROPER_SUFFIX = ("（GDP）", "(GDP)", "总量", "年度")


@cache
def indicators() -> dict[str, Indicator]:
    """All canonical indicators by id, the growth rates of levels included."""
    found: dict[str, Indicator] = {}
    for row in read_table("indicators"):
        units = frozenset("" if unit == "none" else unit for unit in row["units"].split())
        covers = tuple(row["covers"].split())
        item = Indicator(
            row["id"], row["kind"], units, tuple(row["synonyms"].split()), row["growth"] or None, covers, row["field"]
        )
        found[item.id] = item
    for item in list(found.values()):
        if item.growth and item.growth not in found:
            below = tuple(found[name].growth or name for name in item.covers)
            found[item.growth] = Indicator(item.growth, "growth", frozenset({"%"}), (), None, below, item.field)
    return found


@cache
def synonyms() -> dict[str, str]:
    """Every name and synonym, folded, to its canonical id."""
    table: dict[str, str] = {}
    for item in indicators().values():
        for name in (item.id, *item.synonyms):
            table.setdefault(_fold(name), item.id)
    return table


def members(name: str) -> tuple[str, ...]:
    """The indicators that a figure of this one speaks for: itself, or the parts of a combined one.

    >>> members("城乡居民人均可支配收入增速")   # "income growth of urban and rural residents": one figure for both
    ('城镇居民人均可支配收入增速', '农村居民人均可支配收入增速')
    """
    item = indicators().get(name)
    return item.covers if item is not None and item.covers else (name,)


def _fold(text: str) -> str:
    """One form for width, spaces and quotes; traditional script becomes simplified."""
    text = _QUOTES.sub("", _MARK.sub("", unicodedata.normalize("NFKC", text)))
    return text.replace("(", "（").replace(")", "）").replace("城镇化比率", "城镇化率").removeprefix("的")


@lru_cache(maxsize=20000)
def base_name(text: str) -> tuple[str | None, bool]:
    """(canonical id, whether the words speak of growth) of an indicator as written, whatever its unit."""
    folded = _fold(text)
    table = synonyms()
    if folded in table:
        return table[folded], False
    grown = _GROWTH_WORD.search(folded)
    stem = folded[: grown.start()] if grown is not None else folded
    for name in (stem, *(_unscoped(stem))):
        if name in table:
            return table[name], grown is not None
    for tail in _PROPER_SUFFIX:
        if stem.endswith(tail) and stem.removesuffix(tail) in table:
            return table[stem.removesuffix(tail)], grown is not None
    return None, grown is not None


def _unscoped(stem: str) -> list[str]:
    """Without 全县, 我市, 高唐县: the place is not part of what is measured."""
    found = []
    scope = _SCOPE.match(stem)
    while scope is not None and scope.end():
        stem = stem[scope.end() :].removeprefix("的")
        found.append(stem)
        scope = _SCOPE.match(stem) if len(found) < 3 else None
    for size in (3, 4, 2):
        # 清苑区生产总值: a place name of two or three letters and its rank
        if len(stem) > size + 3 and stem[size - 1] in "县市区州旗省":
            found.append(stem[size:])
    return found


def canonical(
    indicator_text: str, *, unit: str = "", change: str | None = None, basis: str | None = None, script: str = "any"
) -> str | None:
    """The canonical id of what is measured, or None where no known indicator fits the words and the unit.

    >>> canonical("生产总值", unit="%", change="increase"), canonical("全县GDP", unit="元")  # growth; level
    ('地区生产总值增速', '地区生产总值')
    >>> canonical("地區生產總值", unit="元"), canonical("财政总收入", unit="元")  # GDP; total revenue
    ('地区生产总值', '财政总收入')
    >>> canonical("地区生产总值", unit="%", change="increase", basis="年均")  # "yearly average"
    '地区生产总值年均增速'
    """
    if not indicator_text or len(indicator_text) > 60:
        return None
    name, grown = base_name(indicator_text)
    if name is None and script == "any" and not indicator_text.isascii():
        name, grown = base_name(_simplified(indicator_text))
    if name is None:
        return None
    return _with_unit(indicators()[name], unit, change, grown, basis or "")


@lru_cache(maxsize=20000)
def _simplified(text: str) -> str:
    from corpus.simplify import convert_characters

    table = convert_characters()
    if table.keys().isdisjoint(text):
        return text
    return "".join(table.get(character, character) for character in text)


def _with_unit(item: Indicator, unit: str, change: str | None, grown: bool, basis: str) -> str | None:
    if (
        item.kind in ("level", "flow", "count")
        and unit in ("%", "倍", "")
        and item.growth
        and (change or grown or unit == "%")
        and unit == "%"
    ):
        return _by_basis(item.growth, basis)
    if unit == "百分点":
        return item.id if item.kind in ("rate", "share") and "增速" not in item.id else None
    if item.id.endswith("增速") or item.kind == "growth":
        return _by_basis(item.id, basis) if unit in ("%", "") else None
    if unit and item.units and unit not in item.units and not (unit == "元" and "美元" in item.units):
        return None
    if not unit and item.units and "" not in item.units and (change or grown):
        return item.growth
    if item.kind == "level" and change and unit in item.units and unit != "%":
        return None  # an amount of increase is no level
    if _TOTAL.search(basis) and item.kind in ("level", "flow"):
        return f"累计{item.id}"
    return item.id


def _by_basis(name: str, basis: str) -> str:
    if _AVERAGE.search(basis):
        return name.removesuffix("增速").removesuffix("降幅") + ("年均降幅" if name.endswith("降幅") else "年均增速")
    return name.removesuffix("增速") + "累计增幅" if _TOTAL.search(basis) else name
