"""One name for one thing measured: 生产总值, GDP and 地区生产总值 are one; its level and its growth are two.

The names and their synonyms are data (extract/data/indicators.tsv). What is near but not the same is kept
apart: 财政总收入 is not 一般公共预算收入, 限额以上 sales are not all sales, a five-year average is not a year's growth.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.tables import read_table


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
# A zone or a kind of counties is a part: what is measured there is not measured of the whole.
_PART = re.compile(
    r"(?:开发|高新|经开|园|新|城|市|镇|牧|林|山|库|灾|湾|矿|示范|试点|景|功能|合作|保税|自贸|核心|实验|试验|工业|集聚|社|片)区"
    r"|(?:脱贫|贫困|其他|试点|示范|边境|民族|周边|[东西中南北]部|农村)(?:[县市区]|地区)"
)
# One word for what is written in several: the same measure, shorter.
_SAME = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"[的、]|现价|按?可比价格?|同口径|（(?![^（）]*[含除])[^（）]*）", ""),
        (r"规模以上|规模(?=工业|企业)", "规上"),
        (r"限额以上", "限上"),
        (r"全社会|全口径(?!财政)", ""),
        (r"(?:地区|地方|国内)?生产总值|地区GDP", "GDP"),
        (r"R&D", "研发"),
        (r"(?:基本)?医疗保险|基本医保", "医保"),
        (r"基本养老保险", "养老保险"),
        (r"常住(?=居民)|(?<=每[千万])常住(?=人口)|(?<=人均)年|年(?=人均)|规模化(?=养殖)", ""),
        (r"(?:年平?均|平均)(?=浓度)", ""),
        (r"农业专业合作社|农民合作社", "农民专业合作社"),
        (r"(?:占比重?|比重|比例|比率)\Z", "占比"),
        (r"(?<=[一-鿿])(?:数量|总数|人数|人员|人次|家数|户数|个数|数)\Z", ""),
        (r"(占[^占]{2,12})占比\Z", r"\1"),
    )
)
_WHOLE = re.compile(r"\A(?:全|我|本)[县市区省州旗镇乡](?=.{2})")
_LONG = re.compile("|".join(pattern.pattern for pattern, _ in _SAME))
_QUOTES = re.compile(r"[“”\"'‘’《》\s　]")
_MARK = re.compile(r"[\[［〔][0-9]{1,3}[\]］〕]")
_SCOPE = re.compile(
    r"(?:预计|五年|累计|其中|实现|完成|今年|全年|我|本|该|全|[0-9]{4}年)*+(?:县域内?|[县市区省州旗乡镇]域?|国|辖区|社会)?(?:[0-9]{4}年)?(?=.{2})|(?:[一-鿿]{1,4}[县市区州旗]|[一-鿿]{2,3}省)"
)
_MOVES = ("增速", "涨幅", "增幅", "降幅", "自然增长率")  # rates that a change in per cent is the figure of
_YEARLY = re.compile(r"年平?均(?:浓度|值)")  # the mean of a year, not a mean over years
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
            table[_fold(name)] = tuple(dict.fromkeys((*table.get(_fold(name), ()), item.id)))
        if item.kind in ("count", "flow") and not item.id.startswith("新增"):
            added = f"新增{item.id}" if item.kind == "count" else item.id
            for name in (item.id, *item.synonyms):
                table.setdefault(_fold(f"新增{name}"), (added,))
    return table


@cache
def _shortened() -> dict[str, str]:
    """Every name in its shortest form, to the one indicator that has it; what two share is left out."""
    found: dict[str, set[str]] = {}
    for name, ids in _named().items():
        found.setdefault(_shorten(name), set()).update(ids)
    return {short: next(iter(ids)) for short, ids in found.items() if len(ids) == 1 and len(short) > 2}


def _shorten(name: str) -> str:
    if not _LONG.search(name):
        return name
    for pattern, short in _SAME:
        name = pattern.sub(short, name)
    return name


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
    stems = [stem, *_unscoped(stem)]
    for name in stems:
        if name in table:
            return table[name], grown is not None
    for tail in _PROPER_SUFFIX:
        if stem.endswith(tail) and stem.removesuffix(tail) in table:
            return table[stem.removesuffix(tail)], grown is not None
    for name in stems:
        if found := _shortened().get(_shorten(name)):
            return found, grown is not None
    return None, grown is not None


def plain_name(text: str) -> str:
    """A name in its shortest form, without 全县 and words for how many: names that come out alike mean one thing.

    >>> plain_name("全县老年人助餐点数量"), plain_name("老年人助餐点")     # places where the old eat, in the county
    ('老年人助餐点', '老年人助餐点')
    """
    return _shorten(_WHOLE.sub("", _fold(_simplified(text))))


def _unscoped(stem: str) -> list[str]:
    """Without 全县, 我市, 高唐县: the place is not part of what is measured."""
    found: list[str] = []
    scope = _SCOPE.match(stem)
    while scope is not None and scope.end() and not _PART.search(scope.group()):
        stem = stem[scope.end() :].removeprefix("的")
        found.append(stem)
        scope = _SCOPE.match(stem) if len(found) < 3 else None
    for size in (3, 4, 2):
        # 清苑区生产总值: a place name of two or three letters and its rank
        if len(stem) > size + 3 and stem[size - 1] in "县市区州旗省" and not _PART.search(stem[:size]):
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
    return _canonical(indicator_text, unit, change, basis or "", script)


@lru_cache(maxsize=20000)
def _canonical(indicator_text: str, unit: str, change: str | None, basis: str, script: str) -> str | None:
    if change == "increase" and unit != "%" and not indicator_text.startswith("新增"):
        # 新增就业5000人 is 城镇新增就业: some flows are named only with the word that the change took
        name, grown = base_name(f"新增{indicator_text}")
        if name is not None and indicators()[name].kind == "flow" and unit in indicators()[name].units:
            return f"累计{name}" if _TOTAL.search(basis) else name
    name, grown = base_name(indicator_text)
    if name is None and script == "any" and not indicator_text.isascii():
        name, grown = base_name(_simplified(indicator_text))
    if name is None:
        return None
    basis = "" if _YEARLY.search(indicator_text) else basis
    several = _named().get(_fold(indicator_text), (name,))
    found = (_with_unit(indicators()[each], unit, change, grown, basis) for each in _by_unit(several, unit, change))
    return next((each for each in found if each is not None), None)


def _by_unit(names: tuple[str, ...], unit: str, change: str | None) -> list[str]:
    """Of several that bear one name first the one that has the unit: a share for 40%, a level for a growth by 4%."""
    share = unit == "百分点" or (unit == "%" and change is None)
    return sorted(names, key=lambda name: (indicators()[name].kind in ("rate", "share")) != share)


@lru_cache(maxsize=20000)
def _simplified(text: str) -> str:
    from corpus.simplify import convert_characters

    table = convert_characters()
    if table.keys().isdisjoint(text):
        return text
    return "".join(table.get(character, character) for character in text)


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
