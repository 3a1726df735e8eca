"""What the first clause of a sentence or of a numbered item speaks of: 2.建设绿色林带，…，每公里奖励2万元."""

from __future__ import annotations

import re

from extract.subjects.enumerations import AND_SO_ON
from extract.subjects.joined import topic_of
from extract.subjects.phrases import left_words
from extract.subjects.surroundings import REACH, Place

_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}条\s*|[（(]?[0-9一二三四五六七八九十]{1,2}(?:[)）、]|[.．](?![0-9]))\s*)+"
)
_BRACKET = re.compile(r"[（(][^（）()]*[)）]")
_CLAUSES = re.compile("[，,。：:]")
# 雪梨基地|连片面积达3亩以上的, 小流域治理项目|经县立项, 贮藏库|并通过验收
_CONDITION = re.compile(
    "[0-9]|(?<=..)(?<!营业)(?<!业务)(?<!销售)(?<!经营)(?:连片|种植|经营|建筑|占地|年|主营|业务|营业|销售)*(?:面积|规模|产值|投资|总长度|长度|收入|销售额)(?:在|达|超|不|为|\\Z)"
    "|(?<=..)(?:并?经|并?通过|并?达到|并?符合)(?=..)"
)
_WORKED_ON = re.compile("对(?:现有|原有)?(?P<what>[^，。；]{2,12}?)(?:进行|实施|开展)(?P<how>[^，。；]{2,16})\\Z")
_NO_WORK = re.compile("(?:按|凡|如|经|符合|达到|满足|根据|具有|具备|有|每|其中|对于?|因|在|当|以|为|由)")
_KEENLY = re.compile("(?<=..)(?:积极|主动|大力|着力|不断)(?=[一-鿿])")  # 企业积极拓展市场
_LONGEST = 20
_ATTRIBUTE = re.compile(
    "(?:规划|总|概算|估算|计划)*(?:占地|占地面积|建筑面积|用地面积|连片面积|种植面积|面积|长度|全长|总投资|建设资金|投资|工期)"
)
_GRANTED = re.compile("(?:补助|补贴|奖励|奖补|给予)[^，。；]{0,8}[0-9]")
_TOTALS = ("总量", "总数", "总规模")
_EXTENTS = ("连片面积", "总长度", "种植规模", "经营规模")
_ITEM = re.compile("(?P<what>[^，。；：0-9]{2,18}?)(?:建设)?(?:项目|工程)(?:建设)?")


def of_first_clause(place: Place) -> str:
    """The works or things that the first clause of the item names; empty where it names none.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("建设绿色林带，每公里奖励2万元。")]    # "a green belt: 20,000 a kilometre"
    ['绿色林带奖励']
    """
    said = place.text[max(place.sentence, place.clause - 2 * REACH) : place.clause]
    said = _BRACKET.sub("", said.rpartition("；")[2].rpartition(";")[2])
    if len(_GRANTED.findall(said)) > 1 or place.sentence < place.clause - 2 * REACH:
        return ""  # a list, each sum of which is for something else
    label = _LABEL.match(said)
    for clause in _CLAUSES.split(said[label.end() :] if label is not None else said):
        if worked := worked_on(clause.strip()):
            return worked
        condition = _CONDITION.search(clause)
        words = left_words((clause[: condition.start()] if condition is not None else clause).removesuffix("的"))
        words = AND_SO_ON.split(words.rpartition("的")[2])[-1]
        words = _KEENLY.split(words, maxsplit=1)[0]
        if 2 <= len(words) <= _LONGEST and not _NO_WORK.match(words) and not re.search("[0-9《》]", words):
            return words
    return ""


def worked_on(clause: str) -> str:
    """对老茶园进行品种改良: what is worked on, and how; empty for other words.

    >>> worked_on("对老茶园进行品种改良")    # "for improving the kinds in old tea gardens"
    '老茶园品种改良'
    """
    found = _WORKED_ON.fullmatch(clause)
    return found["what"] + found["how"].rpartition("的")[2] if found is not None else ""


def of_item(place: Place, name: str) -> str:
    """A size or a sum with the works that open the sentence: 甲校项目，占地8亩，建筑面积700平方米; else empty.

    >>> from extract.measures import find_measures
    >>> text = "东湾小学项目，占地面积800平方米，总投资900万元。"    # "Dongwan school: 800 square metres, 9 million"
    >>> [m.indicator for m in find_measures(text)]
    ['东湾小学占地面积', '东湾小学总投资']
    """
    if name in _TOTALS:
        return _of_statement(place, name)
    if _ATTRIBUTE.fullmatch(name) is None or place.quantity.unit_kind not in ("amount", "money", "time"):
        return ""
    if name in _EXTENTS and (works := of_first_clause(place)):
        return works + name  # 鼓励茶园实施改造，连片面积达3亩以上的
    said = place.text[max(place.sentence, place.clause - 2 * REACH) : place.clause]
    found = _ITEM.fullmatch(_BRACKET.sub("", _CLAUSES.split(said)[0].strip()))
    what = left_words(found["what"]) if found is not None else ""
    return what + name if len(what) > 1 and not name.startswith(what) else ""


def _of_statement(place: Place, name: str) -> str:
    """经营主体持续壮大。总量达12万户: a total of what the short sentence before speaks of; empty without one."""
    before = place.text[max(0, place.sentence - _LONGEST) : place.sentence].rstrip()
    if not place.left.startswith(name) or before[-1:] != "。":
        return ""
    whose = topic_of(re.split("[。；\n]", before[:-1])[-1])
    return whose + name if len(whose) <= 6 and whose else ""
