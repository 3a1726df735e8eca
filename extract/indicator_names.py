"""How one name is written: folded, without the place it is measured in, in its shortest form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
        (r"在([一-鿿A-Z]{2,8})中(?:占比|比重)\Z", r"占\1占比"),
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
    r"(?:预计|五年|累计|其中|实现|完成|今年|全年|年末|我|本|该|全|[0-9]{4}年)*+(?:县域内?|[县市区省州旗乡镇]域?|国|辖区|社会)?(?:[0-9]{4}年)?(?=.{2})|(?:[一-鿿]{1,4}[县市区州旗]|[一-鿿]{2,3}省)"
)
_AUTONOMOUS = re.compile(r"[一-鿿]{2,14}?自治[县旗州](?=.{2})|[一-鿿]{2,4}[左右]翼?[中前后]?旗(?=.{2})")


def fold(text: str) -> str:
    """One form for width, spaces and quotes; traditional script becomes simplified."""
    text = _QUOTES.sub("", _MARK.sub("", unicodedata.normalize("NFKC", text)))
    return text.replace("(", "（").replace(")", "）").replace("城镇化比率", "城镇化率").removeprefix("的")


def shorten(name: str) -> str:
    """The shortest form of a folded name: 规模以上 as 规上, no 现价, no words for how many."""
    if not _LONG.search(name):
        return name
    for pattern, short in _SAME:
        name = pattern.sub(short, name)
    return name


def unscoped(stem: str) -> list[str]:
    """Without 全县, 我市, 高唐县, 景宁畲族自治县: the place is not part of what is measured."""
    found: list[str] = []
    if (named := _AUTONOMOUS.match(stem)) is not None:
        stem = stem[named.end() :]
        found.append(stem)
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


def plain_name(text: str) -> str:
    """A name in its shortest form, without 全县 and words for how many: names that come out alike mean one thing.

    >>> plain_name("全县老年人助餐点数量"), plain_name("老年人助餐点")     # places where the old eat, in the county
    ('老年人助餐点', '老年人助餐点')
    """
    return shorten(_WHOLE.sub("", fold(in_simplified(text))))


@lru_cache(maxsize=20000)
def in_simplified(text: str) -> str:
    """The name in simplified script, character for character."""
    from corpus.simplify import simpler_characters

    table = simpler_characters()
    if table.keys().isdisjoint(text):
        return text
    return "".join(table.get(character, character) for character in text)
