"""Where a statement names whom it is about: 清苑区新建…, 其中满城区8个, 支持易县创建…; and where it turns to all again.

Names that stand elsewhere in a sentence are none of this: 来自唐县的教师, 学习曲阳县经验, 责任单位：清苑区人民政府.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.gazetteer import Gazetteer, load_gazetteer
from extract.places import level_of
from extract.records import Place

_WINDOW = 48  # characters before a name in which what it opens begins
_LABEL = r"(?:[（(]?[一二三四五六七八九十0-9]{1,3}(?:[）)、.．]|是)|[①-⑳]|[—●•◆■·*]{1,2})?[ \u3000]*[【\[]?"
_TIME = (
    r"(?:(?:其中|目前|截至目前|近年来|今年|去年|明年|同时|此外|另外)[，,]?"
    r"|[^，,。；;：:、（()）\n]{0,12}(?:年|期间|年底|月底|年末|以来|季度|月)[，,]?)?"
)
_MANNER = (
    "(?P<manner>(?:全力|大力|积极|重点|加快|持续|进一步|继续|深入|扎实|统筹|有序|抓紧|优先|要|将|把|共|已|并|再)*)"
)
# What a higher level does with or in a county.
_VERB = (
    "(?P<verb>支持|推动|推进|指导|督促|鼓励|引导|确保|力争|帮助|协助|促进|建成|新建|新改建|改建|扩建|改扩建|迁建|建设|完成"
    "|实施|启动|打造|在|对|向|给予|加快)?"
)
_OPENS = re.compile(rf"(?:\A|(?P<mark>[。！？；;：:，,、（(\n]))[ \u3000\t]*{_LABEL}{_TIME}{_MANNER}{_VERB}\Z")
_CLAUSE = frozenset("，,、（(")
_DUTY_LABEL = re.compile(r"(?:单位|部门|领导|责任人?|牵头|配合|主体|[主抄报]送|依据|来源|联系人)[ \u3000]*\Z")
_SHARE = re.compile(r"[0-9]|[一二三四五六七八九十百两][个所家处座名人]")
_JOINS = frozenset({"、", "和", "与", "及", "以及", "及其"})
# 清苑区等5个县, 清苑区至高阳县, 易县段, 曲阳县经验: not whom the statement is about
_NO_SUBJECT = re.compile(
    r"等(?!级)|[、和与及跟]|以及|至|到(?![0-9年])|[—－\-～~–]|以[东西南北外]|[段籍域]|人(?=[，。、])|经验|做法|模式|的?教训"
)
_OFFICE = r"[\u4e00-\u9fff]{0,8}?(?:政府|[委局办部]|委员会|管委会|中心)"
# Who is to do something, and whom a letter goes to.
_DUTY = re.compile(
    rf"(?:{_OFFICE})?[^，,。；;、：:0-9\n]{{0,6}}(?:负责|牵头|配合|协办|承办|会同)|(?:人民)?政府(?:要|应|须|必须)"
    rf"|{_OFFICE}(?:[、和与及]|[，,。；;：:）)]*(?:\n|\Z))|(?:人民)?政府[：:，,。；;）)]"
)
_ZONE = "[\u4e00-\u9fff]{0,8}?(?:高新区|经开区|开发区|新区|园区|管理区|示范区|试验区|合作区|产业区|度假区)"
_OWN = "[市省州盟](?:财政|级|直|本级|属|政府|[\u4e00-\u9fff]{1,8}?局)"
_REST = (
    "各[县区市州盟旗地级乡镇]|其[他余](?:各|[0-9一二三四五六七八九十]{1,3}个)?[县区市旗地]"
    "|合计|共计|总计|小计|备?注[：:]"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A division named in the text, with those above it that stand before it; ``code`` None where it is none below."""

    start: int
    end: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a paragraph where a sentence or clause turns to somebody; ``code`` None: to all, or to several."""

    start: int
    end: int
    code: str | None
    clause: bool = False  # opens a clause and no sentence
    verb: bool = False  # behind a verb or preposition
    part: bool = False  # of a sentence, behind a semicolon
    members: tuple[str | None, ...] = ()  # of several that are named in a row


def name_places(places: Sequence[Place], above: str | None) -> list[Named]:
    """The names of divisions with their rank, a chain as one.

    Those below ``above`` have a code (any county, where that is None); a name that several bear is who lies below.

    >>> from extract.places import find_places
    >>> text = "保定市清苑区、安吉县"                               # of Baoding, and of elsewhere
    >>> [(text[name.start:name.end], name.code) for name in name_places(find_places(text), "130600")]
    [('保定市清苑区', '130608'), ('安吉县', None)]
    """
    found: list[Named] = []
    gazetteer = load_gazetteer()
    start, last = 0, -1
    for index, place in enumerate(places):
        start = start if place.start == last else place.start
        last = place.end
        if index + 1 < len(places) and places[index + 1].start == place.end:
            continue
        ranked = place.rule != "chain" or gazetteer.named(place.text)
        found.append(Named(start, place.end, _below(place, above) if ranked else None))
    return found


def _below(place: Place, above: str | None) -> str | None:
    """The one division that a name may be which lies below ``above`` (any county, where that is None)."""
    codes = (place.code,) if place.code else place.candidates
    if above is not None:
        codes = tuple(code for code in codes if code != above and Gazetteer.within(code, above))
    elif level_of(codes) != "county":
        return None
    return codes[0] if len(codes) == 1 else None


def all_again(above: str | None) -> re.Pattern[str]:
    """What turns a text from a county to all, or to somebody without a code: 全市, 市财政, 其他, 高新区, 合计.

    >>> [m["all"] for m in all_again("130600").finditer("其中清苑区3个、高新区2个，全市共新建9个。")]    # of Baoding
    ['高新区', '全市']
    """
    return _turns("".join(sorted({rank[-1] for rank in load_gazetteer().ranks(above)})) if above else "市省州盟")


@cache
def _turns(ranks: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:\A|(?P<mark>[。！？；;：:，,、（(\n]))[ \u3000\t]*{_LABEL}{_TIME}{_MANNER}(?:在|对|向)?"
        rf"(?P<all>(?:全|我|本)[{ranks}]|{_OWN}|{_REST}|{_ZONE})"
    )


def spots_of(
    text: str, start: int, end: int, names: Sequence[Named], turns: re.Pattern[str], whole_known: bool
) -> list[Spot]:
    """The spots of the paragraph ``text[start:end]``, in order.

    >>> text = "清苑区新建12所；易县新建9所，支持唐县新建3所。"         # counties of Baoding that build schools
    >>> from extract.places import find_places
    >>> names = name_places(find_places(text), "130600")
    >>> found = spots_of(text, 0, len(text), names, all_again("130600"), True)
    >>> [(text[spot.start:spot.end], spot.code, spot.part, spot.verb) for spot in found]
    [('清苑区', '130608', False, False), ('易县', '130633', True, False), ('唐县', '130627', False, True)]
    """
    found: dict[int, Spot] = {}
    for match in turns.finditer(text, max(0, start - 1), end):
        mark = match["mark"] or ""
        at = match.start("all")
        found[at] = Spot(at, match.end(), None, mark in _CLAUSE)
    for group in _groups(text, names):
        spot = _spot(text, start, end, group)
        if spot is not None and (whole_known or not (spot.clause or spot.verb)):
            found[spot.start] = spot
    return [found[at] for at in sorted(found)]


def _groups(text: str, names: Sequence[Named]) -> Iterator[list[Named]]:
    """Names in a row, joined by 、 and the like, together."""
    group: list[Named] = []
    for name in names:
        if group and text[group[-1].end : name.start] not in _JOINS:
            yield group
            group = []
        group.append(name)
    if group:
        yield group


def _spot(text: str, start: int, end: int, group: Sequence[Named]) -> Spot | None:
    """Where this name, or these, open a sentence or a clause; None where they stand elsewhere."""
    first, last = group[0], group[-1]
    opens = _OPENS.search(text, max(0, start - 1, first.start - _WINDOW), first.start)
    if opens is None:
        return None
    mark = opens["mark"] or ""
    before = text[max(start, opens.start() - 40) : opens.start()]
    if mark in ("：", ":") and _DUTY_LABEL.search(before):
        return None
    if _DUTY.match(text, last.end, end + 1):
        return None
    clause = mark in _CLAUSE
    alone = len(group) == 1 and not _NO_SUBJECT.match(text, last.end)
    if mark == "、" and not _SHARE.search(re.split(r"[，,。；;：:、（(]", before)[-1]):
        alone = False  # 陈仓、洋县: the second of several
    code = first.code if alone else None
    members = tuple(name.code for name in group) if len(group) > 1 else ()
    verb = bool(opens["manner"] or opens["verb"])
    return Spot(first.start, last.end, code, clause, verb, mark in ("；", ";"), members)
