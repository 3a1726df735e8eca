"""By when a goal is due: the date that governs it in its clause, its sentence, a label behind it, or above its list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extract.quantities.bounded import Quantity
from extract.records import Date
from extract.status.phases import MeasureContext
from extract.subjects.surroundings import REACH, Place
from extract.tables.due import labelled_date, opening_date

# 比2020年增长40%, 由2020年的30%提高到, 在2020年基础上: against what, no date due
_AGAINST = re.compile("(?:[比较同与由从占]|[高低优多少大小强]于|基于|相对|超过|在)(?=\\Z)")
_BASIS = re.compile("的?(?:实际)?(?:基础|水平)上?")
_PART_OF_YEAR = re.compile("(?:[上下]半年|季度)$")
_BEFORE_THEN = re.compile(
    r"(?:已|已经)?(?:建成|建造|修建|竣工|出生|参加|交付|投用|形成|成立|签订|登记|取得|发生)[^，。；\n]{0,8}的"
)
_DUE = re.compile(r"(?:到|至|在)(20[0-9]{2}|20[xX]{2})年(?:(底|末)|([0-9]{1,2})月)?")
_PAUSE = re.compile("[，,、；;。：:（(\n]")
_BRACKET = re.compile(r"\s*[（(]\Z")
_JOINT = re.compile(r"\s*(?:、|和|及|与|以及)\s*\Z")
_RESPECTIVELY = re.compile("分别[^，。；\n]*")
_OWN = 16  # characters between a number and a date behind it
_DATES = 6  # behind a number that are looked at for a label
_FAR = 40  # … and a clause behind it that says by when
_THEN = re.compile("[^，,。；;：:（(\\n]{0,28}[，,。；;（(](?:确保|力争|计划|预计|要|应|须|均|必须){0,2}[于在]?")
_DONE = re.compile(
    "(?:要|应|须|均|将){0,2}(?:全部|基本|全面|正式|按期|如期|力争|确保){0,2}"
    "(?:完成|建成|完工|竣工|投用|投入使用|投入运营|投运|交付|交付使用|到位|拨付到位|发放到位|开工|发放完毕|验收|通车|开园|投产|实施|达标)"
    "(?:建设|改造|整改|任务|工作|施工|目标)?[，,。；;）)\\n]"
)
# 2024年主要目标为：|——甲率90%；|——乙率80%
_ITEM_LINE = re.compile(
    r"[ \t\u3000]*(?:——|—|[-·•●]|[①-⑳]|[0-9]{1,2}[.．、]|[（(][0-9一二三四五六七八九十]{1,3}[）)]"
    "|[一二三四五六七八九十]{1,3}[是、])"
)
_OPENER = re.compile("[：:][ \t\u3000]*\\Z")
_LONGEST = 1000  # characters of a line or a sentence
_ITEMS = 12  # lines of a list
_NAMES_YEAR = re.compile("20[0-9]{2}|今年")
_YEAR = re.compile("20[0-9]{2}")


class Deadlines:
    """The dates and amounts of a text, asked for each goal in turn.

    Both are ascending; the dates of ``context`` are None where nobody looked for them.
    """

    def __init__(self, text: str, context: MeasureContext, quantities: Sequence[Quantity]) -> None:
        dates = context.dates
        self._text = text
        self._title = context.title
        self._headed = [section for section in context.sections if _NAMES_YEAR.search(section[2])]
        self._next, self._open = 0, list[tuple[int, int, str]]()  # of those headed: the next one, those around a place
        self._ends = [quantity.end for quantity in quantities]
        self._dates = dates
        self._starts = [date.start for date in dates or ()]

    def of(self, place: Place, year: str | None) -> str | None:
        """The EDTF of the date that the goal at ``place`` is due by; ``year`` is that of its heading.

        >>> from extract.dates import find_dates
        >>> from extract.measures import MeasureContext, find_measures
        >>> text = "到2025年，参保率由2022年的86%提高到93%。新建学校3所，完成时限：11月底前。"  # insured; schools
        >>> context = MeasureContext(title="云河县实施方案", kind="plan", dates=tuple(find_dates(text)))
        >>> [m.deadline for m in find_measures(text, context) if m.status == "target"]
        ['2025', 'XXXX-11']
        """
        if self._dates is None:
            return _stated_year(self._text, place)
        behind = bisect_left(self._starts, place.quantity.end)
        index = bisect_left(self._starts, place.quantity.start) - 1
        stated = self._own(place, behind) or self._before(place, index)
        stated = stated or self._labelled(place, behind) or self._later(place, behind)
        if stated is not None:
            return stated
        above = self._above(place)
        return year if above in (None, "XXXX") and self._names(place, year) else above

    def _names(self, place: Place, year: str | None) -> bool:
        """Whether the title or a heading above states this year, or says 今年."""
        if year is None or _YEAR.fullmatch(year) is None:
            return False
        if year in self._title:
            return True
        start = place.quantity.start
        while self._next < len(self._headed) and self._headed[self._next][0] <= start:
            self._open.append(self._headed[self._next])
            self._next += 1
        self._open = [section for section in self._open if section[1] > start]
        return any(year in heading or "今年" in heading for _, _, heading in self._open)

    def _own(self, place: Place, index: int) -> str | None:
        """24个续建项目4月底前复工, 提高到75%（2025年）: a date behind the number that nothing parts from it."""
        if index >= len(self._starts) or self._starts[index] > place.quantity.end + _OWN:
            return None
        date = self._date(index)
        between = self._text[place.quantity.end : date.start]
        if _BRACKET.fullmatch(between):
            return date.edtf if date.type in ("point", "deadline") and self._closes(date) else None
        if date.type not in ("deadline", "interval") or _PAUSE.search(between) or _follows_another(place, date):
            return None
        return self._due(index)

    def _labelled(self, place: Place, index: int) -> str | None:
        """新建公厕9座。…；完成时限：10月底前."""
        assert self._dates is not None
        return labelled_date(self._text, place.quantity.end, self._dates[index : index + _DATES])

    def _later(self, place: Place, index: int) -> str | None:
        """新建公园2个、公厕9座，10月底前完工; 公厕9座（10月底前建成）: a clause that says but by when."""
        if index >= len(self._starts) or self._starts[index] > place.quantity.end + _FAR:
            return None
        date = self._date(index)
        if date.type != "deadline" or _THEN.fullmatch(self._text, place.quantity.end, date.start) is None:
            return None
        return self._due(index) if _DONE.match(self._text, date.end) is not None else None

    def _before(self, place: Place, index: int) -> str | None:
        """The last date before the number that it can be due by, within its sentence; or one that opened it."""
        recurs, least = False, max(place.sentence, place.quantity.start - _LONGEST)
        while index >= 0 and self._starts[index] >= least:
            date = self._date(index)
            recurs = recurs or (date.type == "recurring" and date.start >= place.clause)
            due = None if self._is_anothers(place, date) else self._due(index)
            if due is not None:
                opens = self._text.startswith(("，", ","), date.end) or date.start >= place.clause
                return self._of_list(place, index) or due if opens or not recurs else None
            index -= 1
        return opening_date(self._text, place.sentence, self._dates or (), index)

    def _due(self, index: int) -> str | None:
        """When a goal is due by this date; None where it tells how old, or against what: 2000年前建成的, 比2020年."""
        text, date = self._text, self._date(index)
        edtf = date.edtf or ""
        if date.type == "interval" and _PART_OF_YEAR.search(text, date.start, date.end):
            return edtf.rpartition("/")[2] or None  # 2027年上半年
        if date.type not in ("deadline", "point") or edtf.startswith("XXXX-XX") or _BEFORE_THEN.match(text, date.end):
            return None
        return None if self._is_base(date) else edtf or None

    def _is_base(self, date: Date) -> bool:
        text = self._text
        against = _AGAINST.search(text, max(0, date.start - 2), date.start)
        if against is None or text.startswith("前", date.end):
            return False
        return against.group() != "在" or _BASIS.match(text, date.end) is not None

    def _is_anothers(self, place: Place, date: Date) -> bool:
        """Whether a date before this number belongs to a number before the date: 新建24个4月底前开工、62个…"""
        last = bisect_right(self._ends, date.start) - 1
        if last < 0 or self._ends[last] <= place.sentence:
            return False
        between = self._text[self._ends[last] : date.start]
        if _BRACKET.fullmatch(between):
            return self._closes(date)
        pauses = _PAUSE.search(between) or not _PAUSE.search(self._text, date.end, place.quantity.start)
        return date.type == "deadline" and len(between) <= _OWN and not pauses

    def _of_list(self, place: Place, index: int) -> str | None:
        """到2025年和2026年，甲率分别达到68%和72%: of as many dates as numbers the one of the same rank."""
        first = index
        while first > 0 and _JOINT.fullmatch(self._text, self._date(first - 1).end, self._starts[first]):
            first -= 1
        if index - first + 1 != place.count or place.count < 2:
            return None
        start = self._date(index).end
        if _RESPECTIVELY.search(self._text, max(start, place.sentence), place.quantity.start) is None:
            return None
        return self._date(first + place.member).edtf

    def _above(self, place: Place) -> str | None:
        """到2025年，具体目标为：|1.甲率…|2.乙率…: what opens a list dates its lines."""
        line = self._line(place.quantity.start)
        mark = _ITEM_LINE.match(self._text, line)
        for _ in range(_ITEMS):
            if mark is None or line == 0:
                return None
            end, line = line - 1, self._line(line - 1)
            if _OPENER.search(self._text, line, end):
                return self._last_of(line, end)
            mark = _ITEM_LINE.match(self._text, line)
        return None

    def _line(self, at: int) -> int:
        """Where the line begins; of a very long one some place within it."""
        least = max(0, at - _LONGEST)
        return max(self._text.rfind("\n", least, at) + 1, least)

    def _last_of(self, begin: int, end: int) -> str | None:
        """The last date of the sentence that opens a list, or the only one of its line."""
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, end)
        sentence = self._text.rfind("。", begin, end)
        due = [(self._starts[index], edtf) for index in range(first, last) if (edtf := self._due(index)) is not None]
        return due[-1][1] if due and (len(due) == 1 or due[-1][0] > sentence) else None

    def _closes(self, date: Date) -> bool:
        return self._text.startswith(("）", ")"), date.end)

    def _date(self, index: int) -> Date:
        assert self._dates is not None
        return self._dates[index]


def _follows_another(place: Place, date: Date) -> bool:
    return place.following is not None and place.following.start < date.end


def _stated_year(text: str, place: Place) -> str | None:
    """Without dates: the last 到2025年 of the sentence."""
    start = place.quantity.start
    found = next(reversed([*_DUE.finditer(text, max(place.sentence, start - REACH), start)]), None)
    if found is None:
        return None
    year = found[1].upper()
    return f"{year}-12" if found[2] else f"{year}-{int(found[3]):02d}" if found[3] else year
