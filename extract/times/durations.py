"""Lengths of time and recurrences: 任期5年, 自受理之日起3个工作日内, 每季度末月, 按月, 两年一次."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.numerals import read_number
from extract.records import Date
from extract.times import patterns as forms
from extract.times.points import OTHER_ERA, in_slogan, read_one

_EVERY = {"年": "P{}Y", "月": "P{}M", "周": "P{}W", "星期": "P{}W", "礼拜": "P{}W", "天": "P{}D", "日": "P{}D",
          "工作日": "P{}D", "学年": "P{}Y"}  # fmt: skip
_PREFIX = re.compile(
    r"(?:(?:每届|首届)?任期|(?<!公)(?:服务|有效|试行|执行|保质|质保|公示|公告|试用|见习|聘|过渡|建设|规划|试点|实施|合同|合作|租赁|项目|服务|培训|履职|整改|缓冲|观察|保修|工|周)期(?:限)?|期限|周期"
    r"|为期|历时|长达|连续[^0-9，。；：、\s]{0,4}|持续|近|最近|过去的?|未来|今后|此后|往后|接下来的?|(?<![如至因对从])这|(?<![学目此以之])前|(?<![^，。；、：（(\s])后|头|不?满|未满|届满|不足"
    r"|不[得能]?(?:少|低|多|短|长)于|不得?超过|超过?|(?<![存])至少|最多|最[长短少]|(?<![公预合契大特签条节制履违])约|大约|提前|延长|逾期?)"
    r"(?:原则上|一般|统一|暂定)?(?:为|是|约|满|：|:)?\s?$"
)
_AS_EVENT = re.compile(r"日起(?:算|计算|计)?[，,]?(?:的)?(?:在|于)?\s?$")
# 文件印发后|10个工作日内: the event that a term runs from; not 今后, 此后
_AFTER_EVENT = re.compile(r"[^，,。；;：:、！？!?\n（()）在于]{2,16}(?<![今此往最前以先落背病战])后\s?\Z")
_ACTOR = re.compile("[^，。；]{1,8}?(?:政府|[局委办]|部门|单位|企业|学校|委员会)(?:应当?|必须|须|要)?(?=[一-鿿]{2,}后)")
_CLOCK = re.compile(
    r"\s?[0-9]{1,2}(?:时|点|[:：][0-9]{2})(?:[0-9]{1,2}分)?(?:前|起|(?:至|到|-|—)(?:次日)?[0-9]{1,2}(?:时|点|[:：][0-9]{2}))?"
)
_CLAUSE = re.compile(r"[，,。；;：:、！？!?\n（()）]")
_MODAL = re.compile(r"(?:应当|必须|可以|应|须|可|要|在|于)+")
_NAME = re.compile(
    r"制(?!定|约|止|造|作)|义务|一贯|(?:免费)?教育|学制|[级龄代轻纪]|规划|计划|行动|攻坚|禁渔|期(?!间|内|满|限)|目标任务"
    r"|(?!完成|实现|建成|累计|投资|安排|共|新|发|为|时间|达|用)[^，。；、：“”\s]{1,8}?(?:行动|计划|规划|方案|工程(?!量|款)|攻坚战?|专项|收官战|大会战|活动)|毛入|入园|入学|[生存]存率"
)
_IDIOM = re.compile(r"一遇|均|如一日|五载|两头|打鱼|树木|半月|八小时|大计|大变局|奋斗|老店")
_OLD = re.compile(r"龄|大的?(?=[婴幼儿])|(?:以[上下内])?的?(?:婴|幼|儿童|宝宝|孩)")
_DAYS_AS_MEASURE = re.compile(r"优良|天数|达标|蓝天|污染|无霜|好天|空气|日照")
_YEARS_AS_MEASURE = re.compile(r"受教育年限|学历年限|平均年限")
_AFTER_LETTER = re.compile(r"(?<!\\)[A-Za-z]\s{0,2}$")  # PM2.5年均
_AS_NOUN = re.compile(r"[的个]$|关键$|宝贵$|黄金$|平凡$|难忘$")  # 极不平凡的五年 names the years, no length
_TWO_YEARS = re.compile(r"今明|明后|去今")
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|提高|多|少)了?$")
_THOUSANDS = re.compile(r"(?:\A|[^0-9.,])([1-9][0-9]{0,2}),\Z")
_HUNDREDS = re.compile("[0-9]{3}(?![0-9,])")
_CONSECUTIVE = re.compile("一二|二三|两三|三四|四五|五六|六七|七八|八九")


def read_duration(text: str, at: int) -> Date | None:
    """The length of time that begins at this offset, with its bounds; None where there is none."""
    before = text[at - 1] if at else ""
    if before == "," and (thousands := _THOUSANDS.search(text, max(0, at - 5), at)) and _HUNDREDS.match(text, at):
        at = thousands.start(1)  # 12,400天
    if _is_part_of_more(text, at):
        return None
    match = forms.DURATION.match(text, at)
    if match is None or not _is_sound(text, match) or _AFTER_LETTER.search(text[max(0, at - 3) : at]):
        return None
    length = read_length(match)
    if length is None:
        return None
    left = text[max(0, at - 44) : at]
    event, prefix = _event(left), _PREFIX.search(left[-14:])
    if not event and match["tail"].endswith("内") and (after := _AFTER_EVENT.search(left)) is not None:
        actor = _ACTOR.match(left, after.start())
        event = len(left) - (after.start() if actor is None else actor.end())
    if prefix and prefix[0] == "这" and match["a"] in ("一", "1"):
        return None  # 这一年 is the year spoken of, not a length
    tail = match["tail"]
    if match["unit"][0] == "年" and not (tail or prefix) and _NAME.match(text, match.end()):
        return None
    if not (event or prefix or tail or (not _AS_NOUN.search(left[-3:]) and _stands_alone(text, match))):
        return None
    if match["unit"] == "天" and _DAYS_AS_MEASURE.search(re.split("[。；;\n]", left)[-1]):
        return None
    if match["unit"].startswith("年") and _YEARS_AS_MEASURE.search(left[-16:]):
        return None
    if not (tail or event) and in_slogan(text, at, match.end()):
        return None
    if _TWO_YEARS.search(left[-2:]) and match["unit"] == "年":
        return Date(at - 2, match.end(), text[at - 2 : match.end()], "relative_years", "interval", "XXXX/XXXX")
    start = at - (event if event else len(prefix[0]) if prefix else 0)
    rule = "event_duration" if event else "duration"
    return Date(start, match.end(), text[start : match.end()], rule, "duration", length=length,
                working_days=match["unit"].endswith(("工作日", "交易日")))  # fmt: skip


def _is_part_of_more(text: str, at: int) -> bool:
    """Whether what stands before makes it a part of a longer number, a year, a part of the year."""
    before = text[at - 1] if at else ""
    if before and before in "0123456789０１２３４５６７８９.第一二三四五六七八九十百千万〇零两/-—":
        return True
    if (before in ("几", "数") and text[at] in "十百千") or OTHER_ERA.search(text, max(0, at - 2), at):
        return True  # 几十年 says no number; 光绪二十年 is a year
    if before and before in "上下" and text[at] == "半":
        return True  # each 下半年 is a part of the year
    return text.endswith("学前", 0, at)  # 学前三年入园率: the three years before school


def _is_sound(text: str, match: re.Match[str]) -> bool:
    """Whether number and unit are a length of time, and no month, quarter, age or idiom: 5月, 一季度, 周边."""
    unit, after = match["unit"], text[match.end() : match.end() + 12]
    if (
        (unit == "月" and match["a"] != "半")
        or (unit.endswith("月") and unit[0] not in "个半" and match["a"] != "半")
        or "学期" in unit
    ):
        return False
    if unit.endswith("季度") and not unit.startswith("个"):
        return False
    if unit == "周" and not match["tail"] and after[:1] and after[0] in "岁年边期围转密到长报刊知全末一二三四五六日的":
        return False
    if unit.endswith("星期") and after[:1] in ("一", "二", "三", "四", "五", "六", "日", "天"):
        return False  # 最后一个星期五
    if unit[0] == "年" and match["a"].isdigit() and int(match["a"]) > 300:
        return False
    return not (_IDIOM.match(after) or ("月" in unit and _OLD.match(text, match.end("unit"))))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether the amount needs no word of bounds to be a length of time: 3个月, 五年; not 一年, 15日."""
    unit, count = match["unit"], match["a"]
    if unit == "天" and _CHANGE.search(text[max(0, match.start() - 6) : match.start()]):
        return False
    if unit == "日" and count != "百" and max(_days(count), _days(match["b"])) > 31:
        return True  # 90日 is no day of a month
    if unit == "日" and count == "两":
        return text[match.end() : match.end() + 1] not in ("游", "行")  # the 2nd is 二日
    if unit == "日" or count in ("百", "千", "万") or (unit[0] in "年天周" and count == "一" and len(unit) == 1):
        return bool(match["loose"]) and unit != "日"
    if count == "半":
        return unit[0] in "年个"
    return not (unit == "天" and text[match.end() : match.end() + 1] in ("然", "气", "津"))


def _days(written: str | None) -> int:
    value = read_number(written) if written else None
    return int(value) if value is not None else 0


def _event(left: str) -> int:
    """Length of the phrase …之日起 directly before the amount, from 自 or from the start of its clause; 0 if none."""
    if not _AS_EVENT.search(left):
        return 0
    body = left.rstrip().rstrip("在于的").rstrip("，,")
    begin = max((m.end() for m in _CLAUSE.finditer(body)), default=0)
    clause = left[begin:]
    since = max(clause.rfind("自"), clause.rfind("从"))
    if since >= 0:
        return len(clause) - since
    modal = _MODAL.match(clause)
    return len(clause) - (modal.end() if modal else 0)


def read_length(match: re.Match[str]) -> str | None:
    """The ISO 8601 duration of a matched amount; ranges as P1Y/P2Y."""
    unit = match["unit"].replace("多", "").replace("余", "")
    counts = [match["a"], match["b"]]
    if not match["b"] and len(match["a"]) == 2 and _CONSECUTIVE.fullmatch(match["a"]):
        counts = list(match["a"])  # 两三年: two or three
    elif match["a"] not in ("半",) and len(match["a"]) > 1 and not re.search("[十百0-9]", match["a"]):
        return None  # 三五年 says no number
    near_unit = match["unit_a"] or unit if match["b"] else unit
    lengths = [_one(count, here, match) for count, here in zip(counts, (near_unit, unit), strict=True) if count]
    return None if None in lengths else "/".join(str(length) for length in lengths)


def _one(written: str, unit: str, match: re.Match[str]) -> str | None:
    """One length as ISO 8601, P1Y6M for 一年半; None where it cannot be said so."""
    if written == "半":
        return {"年": "P6M", "个月": "P15D", "月": "P15D", "个学年": "P6M"}.get(unit)
    count = read_number(written)
    if count is None:
        return None
    half = "半" in unit
    letter = (
        "D" if "日" in unit or "天" in unit else "Y" if "年" in unit else "M" if ("月" in unit or "季" in unit) else "W"
    )
    if "季" in unit:
        count *= 3
    if count != int(count) or (half and letter == "Y"):
        months = (count + (Decimal("0.5") if half else 0)) * 12
        if letter != "Y" or months != int(months):
            return None
        years, rest = divmod(int(months), 12)
        return "P" + (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    length = f"P{int(count)}{letter}"
    if match["more"] and letter == "W" and match["unit_more"] != "天":
        return None  # 2周3个月 is no one length
    if match["more"] and (letter != "M" or match["unit_more"] == "天"):
        more = read_number(match["more"])
        length += f"{int(more)}{'D' if match['unit_more'] == '天' else 'M'}" if more is not None else ""
    if half:
        length += "15D" if letter == "M" else "T12H"
    return length


def read_every(text: str, at: int) -> Date | None:
    """每季度末月, 每两周, 每学期, 每天: how often, where no month or day of it is given."""
    match = forms.EVERY.match(text, at)
    if match is None or match[0] in ("每一年", "每一天", "每一日"):
        return None  # 每一天都算数 is rhetoric
    every = _period(match["unit"], match["count"])
    if every is None:
        return None
    if match["most"]:
        every = f"{every}/{_period(match['unit'], match['most'])}"
    end = match.end()
    edtf = None
    rule = "every_position" if match["where"] or match["day"] else "every"
    if match["day"]:
        day = read_number(match["day"])
        edtf = f"XXXX-XX-{int(day):02d}" if day is not None and 1 <= day <= 31 else None
    if every == "P1Y" and not match["where"]:
        position = read_one(text, end + (text[end : end + 1] == "的"))
        if position and position.rule in ("month_day", "month", "half_year", "quarter"):
            end, edtf, rule = position.end, position.span.edtf(), "every_position"
    if every == "P1D" and (clock := _CLOCK.match(text, end)) is not None:
        end, rule = clock.end(), "every_position"  # 每日7时至21时
    return Date(at, end, text[at:end], rule, "recurring", edtf, every)


def _period(unit: str, written: str | None) -> str | None:
    """Unit and count as the ``every`` field: 季度 → P3M, 学期 → semester, 两周 → P2W."""
    unit = unit.removeprefix("个").removesuffix("度") if unit != "季度" else "季"
    if unit == "半年":
        return "P6M"
    if unit == "学期":
        return "semester" if written in (None, "一", "1") else None
    count = 1
    if written == "半":
        return {"年": "P6M", "月": "P15D"}.get(unit)
    if written:
        number = read_number(written)
        if number is None or number != int(number):
            return None
        count = int(number)
    if unit.startswith("季"):
        return f"P{3 * count}M"
    if unit == "旬":
        return f"P{10 * count}D"
    return _EVERY[unit].format(count) if unit in _EVERY else None


def read_by(text: str, at: int) -> Date | None:
    """按月, 按季度, 按年: the period by which something is done."""
    match = forms.BY.match(text, at)
    if match is None:
        return None
    return Date(at, match.end(), match[0], "by_period", "recurring", every=_period(match["unit"], None))


def read_cycle(text: str, at: int) -> Date | None:
    """两年一次, 一年一度, 一季一通报, and 一年 before 两次: the period of a cycle."""
    if at and text[at - 1] in "0123456789第一二三四五六七八九十百每个":
        return None
    match = forms.CYCLE.match(text, at)
    if match is None or match["count"] == "百":
        return None
    every = _period(match["unit"], match["count"])
    return Date(at, match.end(), match[0], "cycle", "recurring", every=every) if every else None
