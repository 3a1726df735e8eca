"""Target, actual or standard: the section decides, tense and modality of the clause overrule it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.records import Status
from extract.status.existing import exists, striven
from extract.status.headings import Phase
from extract.status.modality import DONE, judge_alone, strives
from extract.status.parameters import RECURRING, is_granted, is_parameter, is_rate, is_standard
from extract.subjects.preceding import MOVES

_DONE_OF = re.compile(r"已(?:经)?(?:完成|达到?|占)[^，。；]{1,12}的?\Z")  # 已完成年度任务的55%
_WILL_BEHIND = re.compile("[^，。；]{0,16}(?:[都均也]将|将(?:于|会|全部|全面))")  # 惠及3个村、2万名群众都将用上自来水
_TO_SPEND = re.compile("(?:计划|预计|估算|拟)投[资入](?:额?[为约]|近)?\\Z")
_NOW_ALL = re.compile("(?:目前|截[至止][^，。；]{2,10})[，,]?(?:全|我)[县市区镇乡州旗]")  # 目前，全县…，年产值16亿元
_NOW = re.compile("目前|截至|截止|现有")
# what the place is like, in a plan as anywhere: 地处平原，总人口3万人，年平均气温15℃
_DESCRIBED = re.compile(
    r"(?:下辖|(?<!管)辖(?!区)|地处|位于)[^。；]{0,30}\Z|(?:现有|在册)(?![^，。；]*中)[^，。；]{0,12}\Z"
    r"|(?:全[县市区镇乡校村]|我[县市区镇乡校村])(?:现有|共有|现共有|有)[^。；]{0,30}\Z"
    r"|(?:气温|降水量|年降雨量|无霜期|海拔|日照时数)[^，。；]{0,3}\Z"
)
# 三条旅游线路沿线, 东湾等五个镇分别组织: a few things by the side of what is planned, not what shall be made
_THINGS = frozenset("个 条 大 座 家 所 片 镇 村 县 区 市 乡 种 块 支".split())
_WHO = re.compile("(?:乡镇?|镇|村|街道|社区|县|区|部门|单位|企业)(?![^，。；]{0,4}(?:组成|组建|结对))")
_CHANGES = re.compile("规划|计划|拟|打造|达到|提高|增加|新增|建成|新建|完成|实现|不少于|控制|建设|配备|改造")
_DONE_BEHIND = re.compile(
    r"[^，。；]{0,18}(?:均?已(?:经)?(?:全部|完成|竣工|建成|办结|投入|通过|开工|启动|落实)|正(?:在|抓紧|加紧|有序)|提前或超额完成|[均都]超额完成|(?:进行|作出|给予|召开|举行)了)"
)
# 对营业收入首次突破1亿元、5亿元的企业，分别奖励20万元: who is given
_WHO_IS_GIVEN = re.compile(
    r"(?:、[0-9][^，。；、]{0,6})*(?:以[上下])?的[^，。；]{0,10}，[^，。；]{0,10}(?:奖励|奖补|补助|补贴|给予|资助|予以|兑现|取消|扣减|不予)"
)
# 合格率低于85%的予以约谈, 90分以上的为优秀: what follows from it
_FOLLOWS = re.compile(
    "为(?:优秀|良好|合格|基本合格|不合格|不达标)(?![一-鿿])|的(?:[^，。；0-9]{1,8}(?=予以|给予|进行约谈|进行通报|点名|约谈|通报)|[，,])?(?:进行|一律|一票否决|予以|给予|取消|扣|约谈|通报|问责|追究|责令|不得|不予|视为|[为定评列]为|方可|应当?立即|由[^，。；]{1,12}约谈)"
)
_FOR_MORE = re.compile("(?:每增加|加奖)[^，。；]{0,12}\\Z")
_BY_END = re.compile("[到至]20[0-9]{2}年[底末]")
_INVOLVES = re.compile("(?:涉及|共有|登记|摸排)[^，。；]{0,10}\\Z")
_SOME_ALREADY = re.compile("[，,](?:目前|现)?已[^，。；0-9]{1,6}[0-9]")
_BY_MONTH = re.compile("[到至]20[0-9]{2}年[0-9]{1,2}月[底末份]?")
_AIMED = re.compile("将|要|力争|争取|确保|计划|拟|目标|预计")
_REACHES = re.compile("达|实现|建成|完成|将|要|力争|争取|确保|基本|计划|拟|目标")
# 开挖渠道90米，需投资25万元
_NEEDED = re.compile(
    r"(?:\A|[，。；])(?:共|还|约)?需要?(?:总?投资|资金|投入|经费|上级[^，。；]{0,6})?[^，。；一-鿿]{0,2}\Z"
)
_TASK = re.compile(r"(?<!完成)任务(?:数|量|目标)?[为是]\Z|(?:目标值|任务数|计划数|目标数)[（(]?\Z")
_TASK_DONE = re.compile("任务(?:目前|现|都)?[均已全]?(?:已经?)?(?:全部|基本|圆满)?完成")  # 331项任务已全部完成
# 招商任务数为引进区外资金27亿元
_TASK_TO = re.compile(
    r"(?<!完成)(?:任务数?|任务指标|目标值|目标数)[为是](?:引进|完成|实现|新增|新建|招引|达到)[^，。；、0-9]{0,12}\Z"
    r"|下达[^，。；]{0,20}(?:指标|任务|计划)[为是]\Z|(?:下达[^，。；]{0,12}|年度|指导性)计划[为是](?!$)[^，。；、0-9为]{0,14}\Z"
)
# 对剩余77户贫困人口, 聚焦13个产业集群, 养护好17万亩林地: what there is
_THERE = re.compile(
    r"(?:(?:对|针对|盯|紧盯)(?:全[县市区])?(?:剩余|剩下|余下)的?|聚焦|(?:养护|管护|看护|守护|利用)好(?:全[县市区])?)(?:[0-9]+[户人名个]、?)?\Z"
)
# 2024年，全区共兑付, in an act
_TOLD = re.compile("(?:20[0-9]{2}年|去年|上年)[，,]?(?:全[县市区]|我[县市区])?(?:共(?!同)|累计|已经?)")
# 项目将以甲为依托，向62个县派驻
_WILL = re.compile("(?<![即行])将(?:以|于|依托|通过|围绕|分期|陆续|继续|进一步)")
_TASK_ENDS = frozenset("为是值数（(")
# 改厕任务800座，完成810座
_SET = tuple(f"{word}{end}" for word in ("任务", "指标", "计划", "目标") for end in ("", "数", "量", "面积"))
_SET_BEHIND = re.compile("[^，。；、0-9]{0,10}(?:任务|目标)(?![^，。；])")  # 超额完成|80万立方米|压采治理任务
_THEN_DONE = re.compile(
    r"[，,、；;]\s*(?:(?:截[至止到][^，。；]{1,10}[，,]?|前?[0-9一二三四]{1,2}(?:[-—至][0-9]{1,2})?个?[月季]度?份?|[上下]半年|全年)底?)?"
    r"(?:实际|现|目前|累计|已|共)*完成"
)
# 完成年度任务132亿元的90%, 占预算3000万元的45%: what was planned
_PLANNED = re.compile(r"(?:任务|目标|预算|计划)(?:数|任务|值)?\Z")
_PART = re.compile(r"的[0-9]")
_PLANNED_AT = re.compile("(?<![超才生养训])计划(?:数|量)?[为是]?\\Z")  # 下达计划21万亩
_OF_PLAN = re.compile("(?:完成|占|超|[高低快慢好优多少]于)[^，。；]{0,14}\\Z")
_SHARE_OF_PLAN = re.compile("占[^，。；]{0,14}计划[^，。；]{0,6}的?\\Z")
_SHARE_DONE = re.compile(
    "完成[^，。；]{0,12}(?:目标|任务)的?\\Z|占[^，。；]{0,14}(?:目标|任务)[^，。；]{0,8}的\\Z"
)  # 完成预期目标的106%
# 围绕发展1000只羊的目标
_TOWARDS = re.compile("(?:围绕|对照|锚定|紧扣|瞄准|按照|朝着|聚焦)[^，。；]{0,14}\\Z")
_AIM = re.compile("[^，。；0-9]{0,8}的?(?:总|工作|发展|奋斗|预期)?(?:目标|任务)(?!的)")
_CONDITION = re.compile(r"(?:或[^，。；]{0,20})?时(?:[，,]|启动|发布|报[请告]|应|由|要|可|须|进入)")
_BASE = re.compile(r"[由从][^，。；]{0,16}\Z")
_RISES = re.compile(rf"[^，。；]{{0,4}}?(?:{MOVES})[^，。；]{{0,4}}?[到至为]")
_RISES_EACH = re.compile(
    rf"(?:[、和][0-9.]{{1,8}}[万亿]?[^、，。；0-9]{{1,3}}){{1,4}}?{_RISES.pattern}"
)  # 由200元、280元提高到
_FROM_TO = re.compile(rf"[由从][^，。；]{{0,20}}?[0-9][^，。；]{{0,6}}?{_RISES.pattern}")
# 争取中央预算内投资237亿元, in a review: the money was won
_WON = re.compile(
    r"争取新增(?=[^，。；]{0,4}(?:债券|资金|额度))|争取(?!到?20|[^，。；]{0,6}(?:实现|达到|完成|突破|早日|超过|力争|新增|建成|建设|增长|开工|投产|尽快|年内|全年|年底|培育|引进))"
)
_TO_RAISE = re.compile("的(?:筹[措集]|申[报请]|争取|落实|到位)")  # 负责补贴资金800万元的筹措
_DUE = re.compile(
    "20[0-9]{2}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?[底末]?之?前[^，。；]{0,14}(?:完成|评定|创建|培育|打造|[建达]成|达到?|实现|新[增建]|改造)"
)
_TIMES = frozenset("次 场 场次 期 篇 小时 课时 天 人次 遍 轮".split())
_FORMS = re.compile(r"组成|组建|结对")
_EACH_WITH = re.compile(r"每[个所家][^，。]{0,8}以\Z")
_GIVES = re.compile("(?:分别|一次性|再|可)*(?:给予|奖励|补助|补贴|奖补)")
# 支付比例不低于|已完成工程价款的80%
_OF_DONE = re.compile("(不(?:低于|高于|少于|超过))已经?")
_MEAN_AGE = re.compile("寿命|期望|平均年龄")
_SPED = re.compile(r"(?:加快|推进|抓紧|启动)[^，。；]{0,60}\Z")  # 加快东湾、西湾两大园区建设
_BUILDING = re.compile("[^，。；]{2,14}建设(?=[，。；、]|\\Z)")
_EXISTING = re.compile(r"(?:建|打造|构建|实施|抓好|推进|开展|完善|组建|形成|落实|重点|成立|设立)[^，。]{0,30}\Z")


@dataclass(slots=True)
class Number:
    """What is known of a number; ``before`` is brought into its plainest form by ``judge``."""

    phase: Phase
    rules: bool  # whether the text lays down rules
    before: str  # its clause up to it, and the words that open its sentence
    after: str
    unit_kind: str
    unit: str
    indicator: str
    acts: bool = False  # whether it stands among the articles of an act
    dated: bool = False  # whether its sum is still to come
    few: bool = False  # two to ten, written in Chinese, before a noun

    @property
    def tells(self) -> bool:
        """Whether the words behind it may say what it is: 131项任务."""
        return self.after[:1] in "任目的总年结"

    @property
    def there(self) -> bool:
        """Whether it tells how many there are, or get something, by now."""
        if self.unit_kind == "money":
            return _NOW_ALL.match(self.before) is not None
        return self.unit_kind != "rate" and _NOW.search(self.before) is not None


def judge(number: Number) -> Status:
    """The status of one number.

    >>> judge(Number("actual", False, "力争达到", "。", "rate", "%", "就诊率"))   # "strive for …"
    'target'
    """
    if number.unit_kind == "age" and _MEAN_AGE.search(number.indicator) is None:
        return "standard"
    if "已" in number.before and "不" in number.before:
        number.before = _OF_DONE.sub(r"\1", number.before)
    for read in (_read_task, _read_rise, _read_parameter):
        status = read(number)
        if status is not None:
            return status
    return _read_in_plan(number) if number.phase == "target" else _read_elsewhere(number)


def _read_task(number: Number) -> Status | None:
    """Tasks and plans: 任务数为200, 改厕任务800座，完成810座, 占计划的60%, 围绕1000只羊的目标."""
    before, after = number.before, number.after
    if (
        (before[-1:] in _TASK_ENDS and _TASK.search(before))
        or (("任务" in before or "目标" in before or "计划" in before or "下达" in before) and _TASK_TO.search(before))
        or (before.endswith(_SET) and _THEN_DONE.match(after) and not before.endswith("完成任务"))
        or (before.endswith("超额完成") and _SET_BEHIND.match(after))
        or (number.tells and _is_task(before, after, number.unit_kind))
    ):
        return "target"
    if number.phase == "target" and number.unit_kind == "money" and _TO_RAISE.match(after):
        return "target"
    if "计划" in before:
        if number.unit == "%" and _SHARE_OF_PLAN.search(before):
            return "actual"
        was_set = number.phase != "target" and number.unit != "%" and _PLANNED_AT.search(before)
        if was_set and not _OF_PLAN.search(before[: before.rfind("计划")]):
            return "target"
    if ("目标" in after or "任务" in after) and _AIM.match(after) and _TOWARDS.search(before):
        return "target"
    return None


def _read_rise(number: Number) -> Status | None:
    """Conditions, and the figure that a rise begins from: 达50毫米以上时启动, 由30%提高到40%."""
    before, after = number.before, number.after
    if (
        number.phase != "actual"
        and (
            after.startswith(("的，", "的,"))  # 雪量5毫米以下的，停雪后清运
            or _CONDITION.match(after)
            or (("的" in after or after[:1] == "为") and (_FOLLOWS.match(after) or _WHO_IS_GIVEN.match(after)))
        )
    ):
        return "standard"
    if number.tells and after.startswith("的基础上") and number.unit_kind != "count":
        return "actual"
    if "由" in before or "从" in before:
        if (_RISES.match(after) or _RISES_EACH.match(after)) and _BASE.search(before):
            return "actual"
        number.before = _FROM_TO.sub("提高到", before)
    return None


def _read_parameter(number: Number) -> Status | None:
    """What a rule lays down: …的标准, 每个以…, rates, grants, sizes."""
    before, after, rules, unit = number.before, number.after, number.rules, number.unit
    if number.tells and after.startswith("的标准") and not striven(before) and (rules or re.search("按照?", before)):
        return "standard"
    if (before[-1:] == "以" and _EACH_WITH.search(before)) or (number.tells and after.startswith(("结束时", "结束后"))):
        return "standard"
    if number.phase != "actual" and (after.startswith("兑现") or _FOR_MORE.search(before)):
        return "standard"  # 完成任务的，100%兑现; 每增加投资2000万元，加奖2万元
    if rules and "由" in before and _FORMS.search(after):
        return "standard"
    if number.few and "由" in before and _WHO.match(after):
        return "actual"  # 由东湾等五个镇组织
    if is_rate(before, unit):
        return "standard"
    if (
        number.phase != "actual"
        and not number.there
        and (is_standard(before, rules, unit, number.indicator) or is_granted(before, after, unit))
    ):
        return "standard"
    return "standard" if number.phase == "target" and is_parameter(before, rules, unit) else None


def _read_in_plan(number: Number) -> Status:
    """A number of a part that plans: a target, unless the words say that it is there already."""
    before, after, unit = number.before, number.after, number.unit
    if unit == "大":
        named = _EXISTING.search(before) and (number.rules or "重点" in before or "实施" in before)
        return "target" if named or (_SPED.search(before) and _BUILDING.match(after)) else "actual"
    regular = unit in _TIMES and (RECURRING.search(before) or "全年" in before)
    told = number.there or _TOLD.search(before) is not None
    bound = striven(before) or _DUE.search(before) is not None
    if number.acts and not bound and not told and not regular:
        return "standard"
    if number.acts and told:
        return "actual"  # 2024年，全区共兑付资金3860万元
    if number.dated:
        before = before.replace("累计", "")  # the tasks of a year: a sum still to come
    described = _DESCRIBED.search(before)
    if described and not striven(before) and not _CHANGES.search(described.group()):
        return "actual"
    if (
        number.unit_kind in ("count", "amount")
        and not number.few
        and _THERE.search(before)
        and not after.startswith(("目标", "任务"))
    ):
        return "actual"
    if _INVOLVES.search(before) and _SOME_ALREADY.match(after):
        return "actual"  # 涉及职工87户，已签约64户
    if unit in _THINGS and exists(before, after, number.few):
        return "actual"
    if _DONE_BEHIND.match(after) and not striven(before):
        return "actual"  # 4个项目已全部竣工
    own = before.rpartition("，")[2]  # 计划养鱼5亩，已养4亩
    if _GIVES.match(own):
        return "target"  # 产值首次突破5亿元的，给予|20万元
    done = (DONE.search(before) or (unit == "%" and _DONE_OF.search(before))) and (
        not striven(before) or (DONE.search(own) and not striven(own))
    )
    return "actual" if done else "target"


def _read_elsewhere(number: Number) -> Status:
    """A number of a review, or of a text whose time nothing tells: what is striven for is a target there, too."""
    before, after = number.before, number.after
    if "将" in after and _WILL_BEHIND.match(after):
        return "target"
    if number.phase == "actual":
        if number.unit == "%" and _SHARE_DONE.search(before) and "确保" not in before:
            return "actual"
        before = _WON.sub("", before)
        if _BY_END.search(before) and not _REACHES.search(before):
            before = _BY_END.sub("", before)  # 到2021年底，全村收入117万元
        if _BY_MONTH.search(before) and _AIMED.search(before) is None:
            before = _BY_MONTH.sub("", before)  # 到2014年9月底，全镇产值达6200万元
    if "将" in before and _WILL.search(before) and not DONE.search(before):
        return "target"
    if strives(before) or _TO_SPEND.search(before) or (_NEEDED.search(before) and not DONE.search(before)):
        return "target"
    return judge_alone(before, after, number.unit_kind) if number.phase == "unknown" else "actual"


def _is_task(before: str, after: str, unit_kind: str) -> bool:
    """131项任务, 132亿元目标, 完成年度任务132亿元的90%: what was set, unless the task was done."""
    return (
        (after[:1] == "的" and _PART.match(after) is not None and _PLANNED.search(before) is not None)
        or (after.startswith("任务") and _TASK_DONE.match(after) is None)
        or after.startswith(("目标任务", "的任务", "的目标", "总任务", "年度任务", "的总任务"))
        or (unit_kind in ("amount", "money") and after.startswith("目标"))
    )
