"""The words before a number that can name it: without bases of a rise, thresholds and standards; or a clause back."""

from __future__ import annotations

import re

from extract.subjects.following import right_words
from extract.subjects.phrases import LONGEST, left_words, strip_opening
from extract.subjects.surroundings import REACH, Place

_BASE = re.compile(r"(?:已经?)?[由从][^，。；由从]*\Z")
# how something comes from one figure to another
MOVES = (
    "提高|提升|增加|增长|上升|扩大|扩展|拓展|拓宽|攀升|压缩|缩减|整合|合并|精简|发展|调整|优化|下降|降低|减少|压减|缩短"
    "|升|增|降|减"
)
_RISES_FROM = re.compile(rf"[^，。；0-9]{{0,4}}?(?:{MOVES})[^，。；0-9]{{0,3}}[到至为]")
# 投资5000万元以上|工业重点项目: a threshold within the name of what is counted
_THRESHOLD = re.compile(
    r"[一-鿿]{0,9}?(?:(?:固定资产)?投资|产值|收入|税收|纳税|利税|销售额|交易额)额?(?:超|过|超过|突破|达|在)?[0-9][0-9.]*[万亿千百]*元(?:以[上下内])?+的?+(?=[一-鿿]{4})"
)
_SUM = re.compile("(?:超过|超|过)?[0-9.]+[万亿]元(?:以上)?")
_IN_SPITE = re.compile("在[^，。；在]{4,40}的情况下[^，。；]{0,6}\\Z")
_BEYOND = ("以上、", "以下、", "以内、")
_TO_NOW = re.compile(f"(?:{_RISES_FROM.pattern}|达到?)(?:现在|目前|当前|如今|现今)的")
_OVER = re.compile(
    "(?:收入|纳税|产值|投资|税收|销售额|交易额)(?=(?:超过?|过|达到?|突破|在)?[0-9]{0,5}[十百千万亿]{1,3}元)"
)
_OR_MORE = re.compile("或[0-9][0-9.]*[万亿千百]*元以[上下内]的?+(?=[一-鿿]{4})")
AMONG = re.compile("之?中(?=因|有|属|已|[，,：:])")  # 1091户中因病致贫的有300户
_WITHIN_THOSE = re.compile("[^，。；0-9]{2,12}?(?<![其初高])中(?=开工|新[开建]|在建|竣工|投产|完成|已|属|有|列入)")
_MEASURED = re.compile(r"(?:人口|人数|户数|人口总数)(?:达到?|在|为|满|超过?|均)*\Z")
_OF_AIM = ("的目标", "的任务", "的标准", "的要求", "的规模")
_PER_SO_MANY = re.compile("(?<=..)按照?每[0-9]{1,5}[户人名亩]\\Z")
_RISE_OF = re.compile(
    "(?<=..)[由从][^，。；]{0,12}(?:不足|不到)[^，。；]{0,8}[元人亩吨]\\Z"
)  # 收入由2018年的不足千万元，到
_COMPARED = re.compile(
    r"[，,]?(?:高于|高出|低于|快于|慢于|优于|好于|超出|超过|超)(?!标|前|额)[^，。；]{0,14}\Z|的(?:目标|任务|计划|预期|水平)[高低快慢多少]?于?[出了]?\Z"
)
_COMPARES = frozenset("的，,高低快慢优好超")  # what _COMPARED begins with
_PLANS = ("市定指标", "省定指标", "县定指标", "认定标准", "国家标准", "标准值", "目标", "计划", "预期", "任务", "水平")
_OF_PLAN = ("的目标", "的任务", "的计划", "的预期", "目标", "的平均")
_RATED = re.compile("[0-9](?:%|[万亿]元)")
_BARE_NUMBER = re.compile("[0-9]万、(?=[^0-9、，]+\\Z)")
_ORDER = re.compile("[^，。；]{0,2}(?:[之第][一二三四五六七八九十]{1,3}|数字[一二三四五六七八九十0-9]{1,3})[—－-]*")
_RUNNING = re.compile(r"[，。；：、:;,0-9%]|\A[一二三四五六七八九十]|[负责牵头部门单位局委办镇乡]\Z")
_NUMBER = re.compile(r"[0-9][万亿]?.\Z")
_SHARE_IS = re.compile("([^，。；0-9]{3,20}?)(?:要|应|均)?达到?(?:全部|所有)?[^，。；0-9]{3,16}的")
_MET = re.compile(
    "(?<=..)(?:已|均)*(?:达到|符合|满足|优于)了?[^，。；]{0,10}(?:标准|要求|目标|水平)\\Z"
)  # 达到标准（95%）
# 按|不低于车位总数|10%的比例
_OF_TOTAL = re.compile(
    "按照?不(?:低于|少于|高于|超过|小于)([^，。；、0-9]{0,12}(?:总数|总量|总额|总投资|总?面积|总?人数|收入|支出|造价|价款|总造价|基数))的?\\Z"
)
_TASK_TO = re.compile(
    "(?:任务数?|任务指标|目标值|目标数|(?:年度|指导性|生产|[省市县]下达)计划)[为是](?=[^，。；、0-9为]{2,14}\\Z)"
)
OF_PLAN = re.compile(
    r"(?:\A|[，、])(?:分别)?占[^，。；]*\Z|(?:超额)?完成[^，。；]{0,14}(?:计划|任务|目标|预算)(?:数|任务|比例)?的?\Z"
    r"|[为是][^，。；、]{0,6}(?:计划|任务|目标|预算)(?:数)?的?\Z"
)
STANDARD_OF = re.compile(
    "(?:的标准|标准(?=[发给予补执落拨配安足])|的(?:比例|目标|任务|要求|幅度|额度|速度|价格))(?=[，。；、）)\n]|[配建给予发执计进收规设安补奖核落拨支缴筹征抓倒分足选聘招]|\\Z)"
)


def words_before(place: Place) -> str:
    """What stands left of the number, without 由“十二五”末的 where a rise from it follows."""
    left = place.left.rstrip(" \xa0\u3000")
    if "况下" in left and (spite := _IN_SPITE.search(place.text, place.clause, place.quantity.start)) is not None:
        return place.text[place.clause : spite.start()]  # 出口|在运价上涨两成的情况下|增长9%
    if "万、" in left and (bare := _BARE_NUMBER.search(left)) is not None:
        kept = left[: bare.start()].rstrip("0123456789.") if left[bare.end()] == "占" else ""
        left = kept + left[bare.end() :]  # 人次86.5万、|收入; 人口50万、|占全省
    if "每" in left and (each := _PER_SO_MANY.search(left)) is not None:
        return left[: each.start()]  # 保洁员按每300人|不少于1名
    left = left.removeprefix("的基础上")  # 在去年任务（5亿元）的基础上增长
    if left.startswith(_BEYOND):
        left = left[3:]  # 75万亩（其中早稻21万亩）|以上、总产
    if "为" in left and ("任务" in left or "目标" in left or "计划" in left):
        task = _TASK_TO.search(left)
        left = left[task.end() :] if task is not None else left  # 招商任务数为|引进区外资金
    if left.endswith("的") and place.quantity.unit == "%" and (share := _SHARE_IS.fullmatch(left)) is not None:
        return share[1]  # 装配式建筑|达到新建建筑面积的25%
    if place.quantity.unit == "%" and "不" in left and (whole := _OF_TOTAL.search(left)) is not None:
        return whole[1]
    if left[:1] in ("之", "中") and AMONG.match(left) is not None:
        left = AMONG.sub("", left, count=1)
    if place.previous_in_clause and "中" in left and (within := _WITHIN_THOSE.match(left)) is not None:
        left = left[within.end() :]  # 30个|重点项目中|开工18个
    if (
        left[:1] in _COMPARES
        and _COMPARED.match(left)
        and (left[0] == "的" or place.right.startswith(_OF_PLAN) or left.endswith(_PLANS))
    ):
        return ""  # 高于年初|12%|的目标|1.4个百分点
    if place.right[:1] in ("的", "标") and STANDARD_OF.match(place.right):
        return left.rpartition("按照")[2].rpartition("按")[2]
    if place.previous_in_clause and left[-1:] == "的" and _TO_NOW.fullmatch(left):
        return ""  # 由128户|降至现在的|29户
    if place.previous_in_clause and left[:1] == "的" and _RISES_FROM.fullmatch(left[1:]):
        return ""  # 从6.2%|的高点降至|5.1%
    base = _BASE.search(left) if ("由" in left or "从" in left) and _RISES_FROM.match(place.right) else None
    left = left[: base.start()] if base is not None and base.start() else left
    if "元" not in left or left[-1:].isdigit():
        return left
    opened = strip_opening(left)
    if left[0] == "或" and (more := _OR_MORE.match(left)) is not None:
        return left[more.end() :]  # 或5000万元以上工业项目3个
    if _SUM.fullmatch(opened):
        return ""  # 其中|5亿元以上|4个
    within = _THRESHOLD.match(opened)
    return opened[within.end() :] if within is not None else left


def behind_bracket(place: Place) -> str:
    """若干个（一般为1-3个）网格: the noun stands behind the bracket."""
    end = place.clause_end
    if (
        place.right
        or place.text[end : end + 1] not in (")", "）")
        or place.text[place.clause - 1 : place.clause] not in ("(", "（")
    ):
        return ""
    behind = re.split("[，。,；;]", place.text[end + 1 : end + 16])[0]
    return (
        "" if behind.startswith(("动态", "全部", "基本", "逐步", "的基础上")) else right_words(behind)
    )  # 大班额（56人以上）动态清零


def same_threshold(place: Place) -> str:
    """年销售收入过亿元企业、过10亿元企业: the further thresholds are of the same thing."""
    before = place.text[max(place.sentence, place.quantity.start - REACH) : place.quantity.start]
    found = next(reversed([*_OVER.finditer(before)]), None)
    return left_words(re.split("[，,；;：:]", before[: found.end()])[-1]).rpartition("、")[2] if found else ""


def is_threshold(place: Place) -> bool:
    """镇内人口达5万人以上的营造500亩: how many or how much it takes, said of those of whom something is told."""
    quantity = place.quantity
    if quantity.unit_kind == "money" and quantity.comparator in ("<=", "<") and place.right.startswith("的"):
        return place.left.endswith("收入")  # 人均收入低于1万元的家庭
    return (
        quantity.unit_kind in ("count", "amount")
        and quantity.comparator in (">=", "<=", ">", "<")
        and place.right.startswith("的")
        and not place.right.startswith(_OF_AIM)
        and _MEASURED.search(place.left) is not None
    )


def line_above(place: Place) -> str:
    """地区生产总值⏎增长5.5%: a cell of a table, or a line of its own, that holds nothing but the name."""
    start = place.clause
    if cell := _cell_before(place):
        return cell
    if place.previous_in_clause or place.text[place.text.rfind("\n", 0, start) + 1 : start].strip():
        return ""
    above = place.text[max(0, start - LONGEST) : start].rstrip().rpartition("\n")[2].strip()
    return left_words(above) if 3 <= len(above) <= 20 and not _RUNNING.search(above) else ""


def _cell_before(place: Place) -> str:
    """| 改造农贸市场 | 12个 |: the cell before that of the number, where this holds no word; else empty."""
    start = place.quantity.start
    cells = place.text[max(0, start - REACH) : start].rpartition("\n")[2].split("|")
    if len(cells) < 3 or cells[-1].strip():
        return ""
    cell = cells[-2].strip()
    return left_words(cell) if 3 <= len(cell) <= 20 and not _RUNNING.search(cell) else ""


def earlier_words(place: Place) -> str:
    """The subject of the clause before, where this one has none: 森林覆盖率稳步提升，达到40%."""
    end = place.clause
    if place.text[end - 1 : end] in ("）", ")"):  # 新签约项目（…以上工业项目）161个
        end = max(
            place.text.rfind("（", place.sentence, end), place.text.rfind("(", place.sentence, end), place.sentence
        )
    earlier = place.text[max(place.sentence, end - REACH) : end].rstrip("，,：:（(")
    clause = re.split(r"[，,；：:（(]", earlier)[-1] if earlier else ""
    clause = _RISE_OF.sub("", clause)
    clause = "" if clause.startswith(("较", "比", "剔除", "扣除", "按可比")) else clause
    met = _MET.search(clause)
    words = left_words(clause[: met.start()] if met is not None else clause)
    return "" if _NUMBER.search(words) is not None or _RATED.search(words) or _ORDER.fullmatch(words) else words
