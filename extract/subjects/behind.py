"""The noun behind a number, where the number counts that: 9个教共体, 90%的乡镇卫生院, 总投资2亿元的项目."""

from __future__ import annotations

import re

from extract.subjects.classifiers import clip_counted
from extract.subjects.described import done_within, tells_size, told_by_size, with_owner
from extract.subjects.following import right_words, starts_with_verb
from extract.subjects.headed import headed_by, labels_next, with_list
from extract.subjects.nouns import SIZE, capacity_words, is_label, person_words, predicate_words
from extract.subjects.phrases import LONGEST, left_words
from extract.subjects.preceding import AMONG, STANDARD_OF, is_threshold, same_threshold
from extract.subjects.spent import SPENT_ON, spent_for
from extract.subjects.surroundings import Place
from extract.subjects.words import is_bare_verb, only_verbs, opens_with_verb

_REACHES = ("范围", "地带", "半径", "区域内", "以外", "长度")
_DONE_TO = re.compile(
    "(?:(?:硬化|绿化|亮化|改造|建设|治理|整治|维修|加固|清淤|修复|拓宽|提升|美化|疏浚)[、和]?)+(?:工程|任务|工作)?(?![一-鿿])"
)
_STOP = re.compile("[，。；、\\n]")
MOVED = re.compile(r"(?:增长|提高|提升|增加|上升|下降|降低|减少|达|降|升)[到至]?\Z")
_PERSONS = tuple("众生员户民师者工人童年")
_COUNTED = tuple("位众生员户村业目庭工民门师者镇校院区园司队组社店厂口路街巷渠河沟桥坝库线馆楼站井塘极体")
_LABELLED = re.compile(
    r"(?<=.{2})(?:年)?(?:销售收入|营业收入|主营业务收入|总产值|产值|纳税|利税|产能)\Z|(?:(?<=项目)|(?<=工程)|(?<=企业))(?:固定资产|总|年度?|计划)?投资额?\Z"
)
_PROJECTS = re.compile(
    "(?:建设|改造|技改|提升|整治|帮扶|攻坚|攻关|竣工|绿化|培训|补助|扶持|整合)(?:项目|工程|任务)"
    "|(?:改造提升|推进|达标|整治|示范|帮扶|搬迁|退出|创建|试点|培育)(?:村|户|社区|小区|乡镇|街区|企业)(?=[^一-鿿]|全部|均|都|已|率先|引入|的)"
)
_WORK = ("工程", "任务", "投资", "进度", "左右", "以上")
_DONE = ("完成", "实现", "解决", "和", "及")  # 完成50%以上行政村的整治
_AIM = re.compile("(?<=[一-鿿])的(?:总体|工作|年度|奋斗|发展)?(?:目标|任务|要求|标准)(?:任务|要求)?\\Z")
_AND_SUCH = re.compile("(?<=...)等(?:重[点大])?(?:项目|工程)(?:建设)?\\Z")  # 年屠宰20万头|生猪屠宰等项目建设
# 四个小区|居民行路难, 12个村|集体收入: the places are counted
_HOMES = re.compile(
    "[^，。；、的0-9]{0,4}?(?:小区|社区|行政村|自然村|乡镇|村)(?=村集体|(?:居民|群众|村民|农户|百姓)[^，。；、0-9]|集体[经收])"
)
_STEP = re.compile("[十百千万]*亿?元?[大新]?(?:台阶|大关|关口)")  # 总产值连跨两个|百亿元台阶
_AIMS = ("目标", "年度目标", "全年目标", "任务", "基础上", "台阶", "新台阶", "大关", "关口", "新关口")
# 5所民办园|办园情况
_STATE_OF = re.compile("(?<=..)(?:办园|办学|经营|运行|运营|建设|完成|落实|推进|使用|管理|整改)情况\\Z")
_GIVEN = re.compile("购买|提供|发放|办理|代缴|缴纳|安装|配备|送去|上门")
_ACTIONS = ("行动", "举措", "措施")
_ENDED = re.compile(r"结束[时后](?:由)?")
_LISTED = re.compile("[和及、](?=[^和及、]*(?:投资|资金|投入|规模)\\Z)")
_GROWTH_AIM = re.compile("(?:预期|年度)?(?:增长|增速)(?:预期)?目标")
# 按每百户不少于20平方米|的标准配建养老用房
_FITTED = re.compile("的?标准(?:配[建备置套]|建设|设置|规划|发放|给予|落实)([^，。；、\n]{2,16})")
_SUCH_AS = re.compile("[^，。；的]{2,4}(?:完[备善]|齐全|优美|鲜明|突出|先进|过硬|优良|较[强高大好]|便利|舒适|健全)")
_GROWTH = re.compile("增长(?![极点率速预目])(?![^，。；]{0,4}目标)")  # 收入均实现20%以上|增长
_DIMENSION = re.compile("(?:胸径|地径|冠幅|苗高|管径|直径|宽度|厚度|深度|坡度)\\Z")  # 胸径不小于6厘米|的大苗
_FAST = re.compile("(?:较?高|较快|中高速|高速)的?增[速长]")
_FOR_PEOPLE = re.compile("为民办[好实]?的?\\Z")
_AVERAGES = ("户均", "人均", "亩均", "年均", "场均", "村均")  # 带动农户2300户|户均增收
_USES = ("用于", "用作", "归", "作为")


def behind_list(place: Place) -> str:
    """分别与8个、7个|乡镇卫生院: the noun that the last of a list has counts for all of them."""
    ahead = place.text[place.run_end : min(place.clause_end, place.run_end + LONGEST)]
    return "" if not ahead or starts_with_verb(ahead[:3]) else right_words(ahead)


def right_subject(place: Place) -> str:
    """The noun behind the number, where it counts that; empty where it counts what stands before it.

    >>> from extract.measures import find_measures
    >>> [m.indicator for m in find_measures("总投资2亿元的12个技改项目开工。")]    # "12 projects of 200 million began"
    ['技改项目总投资', '技改项目']
    """
    quantity, right = place.quantity, place.right
    if quantity.unit == "人" and right[:1] == "口":
        return "人口"
    if not right:
        return told_by_size(place)
    if quantity.unit_kind == "time" and quantity.comparator == "<=" and place.text[quantity.end - 1] == "内":
        return done_within(right)
    if quantity.unit == "口" and right[:1] == "人" and right[:2] != "人均":
        return "" if left_words(place.left) else "人口"  # 85户340口人
    if quantity.unit == "次" and place.left[-1:] in ("、", "，") and opens_with_verb(right):
        return left_words(right)  # 连续三年提高甲标准、4次|提高乙标准
    if _turns_away(place):
        fitted = _FITTED.match(right) if "每" in place.left else None
        return right_words(fitted[1]) if fitted is not None else ""
    genitive = right[0] == "的"
    if told := _by_size(place) if genitive else told_by_size(place):
        return told
    body = right.removeprefix("的")
    if right.startswith(("时报请", "时报告", "时启动")):
        return ""  # 转移1000人以上时报请支援
    if genitive and quantity.unit_kind in ("score", "count", "time") and starts_with_verb(body):
        return ""  # 扣满10分的取消资格
    if quantity.unit_kind in ("money", "rate", "amount", "fraction", "ratio") and not place.embedded:
        amount = _of_amount(place, body, genitive=genitive)
        if amount is not None:
            return amount
    elif quantity.unit == "单元" and (ended := _ENDED.match(right)):
        return right_words(right[ended.end() :])
    elif not genitive and (
        (starts_with_verb(right) and not _PROJECTS.match(right)) or (place.first and labels_next(place))
    ):
        return ""
    embedded = _embedded(place, body)
    return embedded if embedded is not None else _counted(place, body, genitive=genitive)


def _by_size(place: Place) -> str:
    """What is measured or counted where the number only tells how large a thing is: 胸径不小于6厘米|的大苗."""
    if place.quantity.unit_kind == "amount" and (size := _DIMENSION.search(place.left)) is not None:
        return size.group()
    return left_words(place.left).rpartition("、")[2] if is_threshold(place) else tells_size(place)


def _turns_away(place: Place) -> bool:
    """Whether what follows the number at once is no noun that it could count: a list, an aim, a standard."""
    quantity, right = place.quantity, place.right
    if _STEP.match(right):
        return True
    if right[0] in "、，和与及或" or right.startswith(_AVERAGES) or right.startswith("以及") or AMONG.match(right):
        return True
    if quantity.unit_kind == "money" and not place.first and place.text.startswith(("：", ":"), place.clause_end):
        return True  # 投资：500万元 实施单位：
    aim = right in ("日", "规模") or (right.startswith(_AIMS) and not place.left.endswith("的"))
    if quantity.unit_kind in ("amount", "money", "rate") and aim:
        return True  # 森林面积增加4000万亩目标
    return STANDARD_OF.match(right) is not None  # 按照人均用地不少于0.1平方米的标准


def _of_amount(place: Place, body: str, *, genitive: bool) -> str | None:
    """What an amount, a sum or a rate is of; empty where the words before say so, None where those behind do."""
    quantity, right, label = place.quantity, place.right, place.left.strip()
    if genitive and quantity.unit_kind in ("money", "amount") and is_label(label):
        return headed_by(place) + _LISTED.split(_without_examples(left_words(label)))[-1]
    spent = SPENT_ON.match(right) if quantity.unit_kind == "money" else None
    if spent is not None and is_label(label) and len(left_words(label)) <= 4:
        begins = right.startswith(("从", "由", "在", "自", "通往"), spent.end())
        made = "" if begins else spent_for(place.text[quantity.end : place.clause_end])
        return made + left_words(label)
    if genitive and quantity.unit_kind == "amount" and _DONE_TO.match(body) and (done := left_words(label)):
        return done  # 中央大道5公里的硬化
    if quantity.unit_kind == "amount" and body.startswith(_REACHES) and left_words(label):
        return ""  # 辐射周边60公里范围
    if quantity.unit_kind == "amount" and (plant := right_words(body)) and (size := capacity_words(label, plant)):
        return plant + size  # 日处理2万吨的污水处理厂
    if quantity.unit_kind in ("rate", "fraction"):
        if _GROWTH.match(body) or (genitive and _FAST.match(body)):
            return ""  # 保持了年均9.3%的高增速
        if genitive and (growth := _GROWTH_AIM.match(body)) is not None:
            return growth.group()
        if body.startswith(_USES):
            return ""  # 60%用于绩效，40%用于发展
        named = "" if label.endswith(("、", "和", "及")) else left_words(label)  # 达到标准、50%以上的村
        moved = MOVED.search(label) is not None or (named and (not label.endswith(_DONE) or body.startswith(_WORK)))
        if (moved and (not genitive or label.startswith("且"))) or (
            genitive and quantity.unit_kind == "rate" and named
        ):
            return ""
    elif not genitive and quantity.unit_kind == "amount" and only_verbs(_STOP.split(body)[0]) and left_words(label):
        return ""  # 时令蔬菜700亩种植
    elif starts_with_verb(body) or (
        not genitive and quantity.unit_kind == "money" and place.first and right.endswith(("总", "计"))
    ):
        return ""
    return None


def _without_examples(label: str) -> str:
    """甲厂、乙园等总投资 → 总投资."""
    at = max(label.rfind("等总投资"), label.rfind("等投资"))
    return label[at + 1 :]


def _embedded(place: Place, body: str) -> str | None:
    """What an age or a threshold within a name is of: 70周岁以上老年人, 年产值过亿元企业; None for other numbers."""
    kind = place.quantity.unit_kind if place.embedded else ""
    if kind == "age":
        return person_words(body) or right_words(body)
    if kind == "money":
        label = left_words(place.left).rpartition("、")[2]
        if (size := SIZE.search(label)) is not None:
            return size.group() if "成为" in label or opens_with_verb(label) else label  # 开工建设|投资
        if not label and (other := same_threshold(place)):
            return other
    if place.quantity.unit == "个" and (home := _HOMES.match(place.right)) is not None:
        return home.group()
    return None


def _whose(left: str) -> str:
    """营商环境|80项提升举措: what the steps counted are to improve; empty where they are only set up, or listed."""
    left = left.strip()
    made = left[:1] in "、，和" or left[-1:] in "、，和" or any(is_bare_verb(left[-size:]) for size in (2, 3))
    words = "" if made else left_words(left).rpartition("和")[2].removesuffix("等")
    return words if len(words) > 2 else ""


def _counted(place: Place, body: str, *, genitive: bool) -> str:
    """The noun phrase behind the number, up to what its classifier counts."""
    quantity, right = place.quantity, place.right
    if right.startswith("实事") and _FOR_PEOPLE.search(place.left):
        return "为民办实事"
    noun = _AND_SUCH.sub("", _AIM.sub("", right_words(with_list(place, right))))  # 发展1000只羊的目标
    if genitive and quantity.unit_kind == "rate" and body[len(noun) : len(noun) + 1] in ("和", "、", "及"):
        noun += body[len(noun)] + right_words(body[len(noun) + 1 :])  # 90%的中心和卫生院达到
    if genitive and not noun:
        return ""
    if place.following is not None and place.following.unit_kind == "score":
        noun = noun.removesuffix("计")  # 每签约1个项目计5分
    if place.first and "、" in noun and right.endswith(noun):
        noun = noun.rpartition("、")[0]  # 12个科室、下属|31家医院
    if quantity.unit_kind == "count":
        noun = clip_counted(_LABELLED.sub("", noun) if place.first else noun, quantity.unit)  # 企业年销售收入18亿元
    owner, linked, _ = noun.partition("的") if genitive or quantity.unit_kind != "rate" else ("", "", "")
    if linked and owner.endswith(_PERSONS if quantity.unit in ("名", "位", "人") else _COUNTED):
        noun = owner  # 5万名群众的文化生活 counts the people
    elif linked and _SUCH_AS.fullmatch(owner):
        noun = noun.partition("的")[2] or noun  # 设施完备的体育公园
    noun = _STATE_OF.sub("", noun)
    if place.left.endswith(("为", "给", "向", "帮助")):
        noun = _GIVEN.split(noun)[0] or noun  # 为20名老人|购买服务
    if noun.endswith(_ACTIONS) and opens_with_verb(noun):
        noun = _whose(place.left) + noun
    return predicate_words(with_owner(place, noun), body[len(noun) :])
