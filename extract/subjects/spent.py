"""What money went to, where the words behind a bare investment tell: 投资2亿元，实施甲工程; 投资9万元完成危桥改造."""

from __future__ import annotations

import re

from extract.subjects.bare_labels import MONEY
from extract.subjects.following import right_words, starts_with_verb
from extract.subjects.headed import PARTS
from extract.subjects.joined import topic_of
from extract.subjects.surroundings import REACH, Place
from extract.subjects.words import alternatives

SPENT_ON = re.compile(f"(?:专项)?(?:资金)?(?:(?:{alternatives('spent')})[、和]?)+(?:了)?")
_UNIT = (
    "(?:公里|千米|平方米|平方公里|平米|立方米|千瓦|兆瓦|[个座处条所项家户套盏口眼台辆栋幢间孔支名人件宗亩棵株段片米])"
)
_COUNT = re.compile(
    rf"(?:(?<![A-Za-z0-9.])[0-9][0-9.]{{0,12}}\s?(?:[余多]?{_UNIT}|万[余多]?(?:{_UNIT}|(?=千瓦|[农户名])))|[一二三四五六七八九十]{{1,3}}[余多]?[座处个条所项家])"
)
# 甲路、乙路等主干路修补工程
_EXAMPLES = re.compile(r"(?P<first>[^，。；、0-9]{2,12})(?:、[^，。；0-9]{2,24})?等(?P<kind>[^，。；0-9]{2,16})")
_LEAD = re.compile(
    r"[，,]?(?:同时|先后|重点|全面|相继|陆续|主要|集中)*(?:为[^，。；]{1,10}?(?=安装|配备|购置|建设|新建))?"
)
_ON = re.compile(r"对(?!全[县市区省])(?P<what>[^，。；]{2,30}?)(?:进行|实施|开展)了?(?P<work>[^，。；]{2,12})")
_STOP = re.compile("[。；;\n]")
_TASK = re.compile(r"\A(?:全?年度?)?(?:计划|任务|目标)|(?:计划|任务|目标|的)\Z")  # 完成年度计划的58%
_MAIN = re.compile("(?<=..)(?:主体|工程建设|前期|成效|效果).*")
_LABEL = re.compile(
    r"[ ①-⑳]*(?:其中|全年|每年|今年|累计|总计|共|已)*(?:投入|安排|筹集|筹措|整合|争取|申请|统筹)?"
    r"(?:各类|财政|专项|扶贫)*(?:投资|投入|资金|筹资)(?:近|约|达|超过?)?"
)
_NUMBER = re.compile("[0-9]|[一二两三四五六七八九十]个?[亿万]")
_VOLTAGE = re.compile(r"\s*[0-9.]+\s?(?:千伏|[kK][vV])(?=[一-鿿])")
_MANY = re.compile("(?:一大?批|一?系列|多个|若干|一些|各类)+")
_OPENS = frozenset(
    "投资 投入 编列 投入资金 累计投资 累计投入 总计投资 共投资 共投入 资金 筹资 筹集资金 争取资金".split()
)


def spent_on(place: Place, words: str) -> str:
    """What the clause behind says that a bare investment is for; empty where it tells nothing of it.

    >>> from extract.measures import find_measures
    >>> text = "投资85万元，敷设供水管网7公里。投资45万元，石桥治理成效初显。"    # "850,000 went to water pipes …"
    >>> [m.indicator for m in find_measures(text)]
    ['供水管网投资', '供水管网', '石桥治理投资']
    """
    if place.right or place.previous_in_clause:
        return ""
    opens = words in _OPENS and _LABEL.fullmatch(place.left) is not None
    if not opens and (place.clause != place.sentence or words in MONEY):
        return ""
    begin = place.quantity.end
    if place.text[begin : begin + 1] not in ("，", ","):
        return ""
    following = place.following
    spent = SPENT_ON.match(place.text, begin + 1)
    if spent is not None and following is not None and place.left.endswith("投入") and following.start == spent.end():
        begin = following.end  # 投入2亿元，实施|4500户|危房改造
        return _fitting(right_words(place.text[begin : begin + REACH]))
    return spent_for(place.text[begin : begin + REACH])


def spent_for(told: str) -> str:
    """The works that the words behind a sum tell; empty where they tell none.

    >>> spent_for("，完成白石中学等12所学校设备购置；")    # "for the equipment of 12 schools, among them Baishi"
    '学校设备购置'
    """
    told = _STOP.split(told[_LEAD.match(told).end() :], maxsplit=1)[0]  # type: ignore[union-attr]
    spent = SPENT_ON.match(told)
    if spent is not None:
        rest = told[spent.end() :]
        parts = PARTS.match(rest)  # 甲、乙等五座水库的除险加固
        return _fitting(right_words(parts[1]) if parts is not None else _made(re.split("[，,]", rest, maxsplit=1)[0]))
    if (on := _ON.match(told)) is not None:
        return _fitting(_made(on["what"]) + right_words(on["work"]))
    clause = re.split("[，,]", told, maxsplit=1)[0]
    return "" if _NUMBER.search(clause) else _fitting(_MAIN.sub("", topic_of(clause)))


def _made(clause: str) -> str:
    """12所|学校设备购置, 供水管网|157公里, 全长25公里的7条|公路建设: what is counted there, else the first noun."""
    if (volts := _VOLTAGE.match(clause)) is not None:
        return volts.group().replace(" ", "") + _made(clause[volts.end() :])
    counted = _COUNT.search(clause)
    if counted is None:
        some = _EXAMPLES.match(clause)
        if some is None:
            return "" if _MANY.match(clause) else right_words(clause)
        kind = right_words(some["kind"])
        kind = _MANY.sub("", kind, count=1)
        return kind if len(kind) > 3 else f"{some['first']}等{kind}"
    ahead, behind = clause[: counted.start()].strip(), clause[counted.end() :].removeprefix("的")
    while (more := _COUNT.match(behind)) is not None:
        behind = behind[more.end() :].removeprefix("的")
    noun = "" if starts_with_verb(behind) else right_words(behind)
    return noun if len(noun) > 1 else right_words(ahead) or ahead


def _fitting(made: str) -> str:
    return made if 2 <= len(made) <= 24 and _TASK.search(made) is None else ""
