"""Parameters of rules: what is granted or taken for each, what weighs how much, what a post or a size must be."""

from __future__ import annotations

import re

from extract.status.existing import striven
from extract.subjects.preceding import is_threshold
from extract.subjects.surroundings import REACH, Place

_RATE = re.compile(
    "(?:补助|补贴|奖补|奖励|收费)标准[为是：]?(?:户均|每[户人亩]|人均)?(?:不超过)?\\Z|(?:保险金额|单位保费|费率|保额)[为是：]?\\Z"
)
# 每千人配备1名: how many there are for each
_FITTED = re.compile("每(?:[百千万]人|[0-9]+[户人]|个?[一-鿿]{1,5})(?:配备|配置|配套|配建|设置?|设立)\\Z")
# 每个小区给予50万元, 各扶持30万元
_GIVES_EACH = re.compile("(?:每[^，。；0-9]{1,8}|[，。；]各)(?:一次性)?(?:给予|补助|补贴|奖励|奖补|扶持)\\Z")
# 每月20元的津贴, 占3分: what a rule grants or weighs
_GRANTED = re.compile(
    r"(?:、[^，。；、]{1,12}元)?的?[^，。；、]{0,6}(?:津贴|补贴|补助|奖励|奖金|罚款|违约金|押金|保证金|救助|资助|奖补)"
)
_FINED = re.compile(r"(?:的|以[上下内]的?)?(?:罚款|违约金|罚金)")
_EARNS = re.compile(r"[^。；\n]{0,14}?(?:加|扣|计|得|记)[0-9.]{1,4}分")
_SCORED = re.compile(r"(?:占|计|得|加|扣|记|给|赋)[^，。；]{0,14}\Z|(?:每[项个条次处]|各|[(（])\Z")
_WEIGHED = re.compile(r"(?:考[核评查]|评[估价分议]|测评|检查)[^，。；]{0,8}占(?:[^，。；]{0,6}总分的)?\Z")
# parameters of a rule
STANDARD = re.compile(
    r"一般(?:为|不超过|控制在)|原则上|每[个所家户例名位人班校](?:[^，。]{0,8})(?:建设|设|配备|以|不少于|不超过|由)|(?<!建)设(?:主任|副|组长|委员|岗|名誉|[^，。]{0,4}(?:长(?!度)|员))|(?:主任|副主任|组长|副组长|委员|秘书长|会长|理事)\Z"
    r"|(?<!可)[由以](?![上下内外来前后及]|[^，。]*(?:安排|投入|出资|列支|筹[集措]|解决)\Z)(?![^，。]*(?:[增提升扩拓攀缩下减降压]|[0-9]))[^，。]{0,8}\Z|按照?(?!比例|要求|计划|期|时|需)(?![^，。]{0,8}(?:计|口径|价格|汇率))[^，。,]{0,20}\Z|报销(?:比例|率)|起付线|封顶线|(?<![折回纽])扣(?:除|减|发|罚)?[^，。；、0-9]{0,10}\Z|(?:月报酬|月工资|月补贴|月补助)[^，。；、]{0,3}\Z|单[个处间座体栋][^，。；、]{0,8}(?:面积|规模)[^，。；、]{0,4}\Z|每[座个处口户池][^，。；、]{0,6}容[积量][^，。；、]{0,5}\Z|(?<![相增参])加\Z|满分|分值|权重|(?<!处罚)罚款|收费|每人每[月年次天]|标准为|定额(?!控制)|最高(?:限额|支付)|不得(?:超过|低于|少于)|结束时|以上的(?:为|按)|计(?:入|算)|(?:宽|厚|高|深)度[^，。]{0,4}\Z|(?:间距|时速|净空)[^，。]{0,4}\Z"
)
_GRANTS = re.compile(
    r"(?:补助|补贴|奖励)(?![村户对项])(?![^，。]{0,8}类项目)(?![^，。]{0,16}(?:[率度面]|人次|培训)[^，。]{0,8}(?:\Z|[0-9]))"
)
_STANDARD_NOUN = re.compile(r"报销(?:比例|率|比)|起付线|封顶线|起付标准|最高支付限额")
# 按总数5%, 连续两次, 每名教师不超过8名: a quota, a condition, a cap hold however often they are applied
_PARAMETER = re.compile(
    r"按照?[^，。；]{0,12}(?:总数|人数|总量|总额|基数)的?\Z|(?:连续|逾期|凡)\Z|每[名人个位][^，。；每]{2,12}不(?:得)?超过\Z"
)
_RAISED = re.compile("(?:标准|待遇|水平)[^，。；]{0,16}(?:提高|上调|增加|增长)了?\\Z")
_SET_ASIDE = re.compile(
    "(?:安排|落实|投入|统筹|筹措|争取|下达)[^，。；每]{0,10}(?:[^，。；每]{0,10}(?:补助|补贴)(?:资金|总额)|补助|补贴)\\Z"
)
_PAID_BY = re.compile("(?:的标准|的比例)?(?:给予|予以)[^，。；]{0,6}(?:补贴|补助|奖励|奖补|贴息|资助)")
_BORNE = re.compile("(?:承担|负担|分担|自缴|自付|自筹)\\Z")  # 保费财政补贴80%，农户承担20%
_OF_RANGE = re.compile("的[一-鿿]{0,6}(?:项目|企业)")
_CAPPED = re.compile(
    r"(?:单个|单户|单家|单项|单村|每个|每家|每户|同一|每项)[一-鿿]{0,8}(?:补助|奖励|补贴|资助)?(?:金额|总额)?\Z"
)
RECURRING = re.compile(r"每(?:[一两三四2-6]?个?)?(?:年|月|周|天|日|季度?|学期|学年|半年)")
# what something is given or taken for each of
ITEMS = "株|棵|吨|公里|平方米|只|辆|台|套|间|名|位|人次|处|项|人|户|亩|村|个|生|床|例|头|家|所"
_EACH_TIME = re.compile(f"每[百千万]?(?:{ITEMS}|年|月|天|日|次|餐|学期|学年)")
_EACH_OF_EACH = re.compile(r"每[一-鿿]{1,3}每[一-鿿]{1,2}|标准[为是](?:每[月年天日])?\Z")
_PER_BASE = re.compile("每[百千万]+(?:[名人户]|人口|平方米)\\Z")
_GOES_TO = ("返还", "奖励给", "留归", "归村", "归所", "上缴", "计提")
_FITTED_NEXT = re.compile("[^，。；、]{0,6}配[建备置套]")
# counted, but not what the noun behind it is counted with
_OF_SIZE = frozenset("头 只 羽 袋 户 人 株 箱 张".split())
_SIZED = re.compile(
    "的?(?!目标|任务|标准|要求|规模(?![养种化以企经])|建设|用于)[一-鿿“”]{0,8}?(?:规模经营|规模|大户|专业户|养殖[户场小]|种植[户大]|大班额?|班级|小区|(?<![农乡整])村|社区|场|基地|企业|单位|机关|部门|家庭|合作社|项目|园|学校|站|馆|灌区|水库|工程|景区|市场|设施|设备|机组|锅炉)"
)
_DEFINES = re.compile("[场村户区业位员象目园社]是?指(?![导挥出标示定数南引派令])")  # 渔场指养鱼50亩以上
_DEFINED = re.compile("。|[.](?![0-9])")
_EVERYONE = re.compile(r"让每|使每|每个(?:家庭|居民|村|学生)")


def is_standard(before: str, rules: bool, unit: str, indicator: str) -> bool:
    """Whether the words before a number call it a parameter, in a text of rules or anywhere.

    >>> is_standard("每户补助标准为", True, "元", "补助标准"), is_standard("力争每户补助", True, "元", "补助")  # strive
    (True, False)
    """
    if striven(before) or _EVERYONE.search(before):
        return False
    if unit == "%" and _RAISED.search(before):
        return False  # 补贴标准在2020年基础上提高|20%
    if _STANDARD_NOUN.search(indicator):
        return rules
    if rules and unit == "元" and _CAPPED.search(before):
        return True
    if rules and (unit.startswith("元/") or _PARAMETER.search(before)):
        return True
    if _EACH_OF_EACH.search(before):
        return rules  # 每生每年补助, 每年每公里1.2万元
    if RECURRING.search(before):
        return False
    if not rules:
        return False
    if unit == "%" and _BORNE.search(before):
        return True
    if unit == "元" and _SET_ASIDE.search(before):
        return False  # 财政安排造林补助1200万元
    given = unit[:1] not in ("名", "人", "户") and _GRANTS.search(before) is not None  # not how many are paid
    return given or STANDARD.search(before) is not None


def sets_size(place: Place) -> bool:
    """From which size on something is spoken of: 过亿元项目, 镇内人口达5万人以上的, 50头以上养殖大户."""
    quantity, text = place.quantity, place.text
    if place.embedded and quantity.unit_kind == "money":
        return True
    if place.right[:1] == "的" and is_threshold(place):
        return True
    if quantity.unit_kind == "money" and quantity.comparator == "range" and _OF_RANGE.match(place.right):
        return place.first  # 投资5-10亿元的项目不少于2个
    begin = max(place.sentence, quantity.start - REACH)
    means = text.rfind("指", begin, quantity.start)
    if means > 1 and _DEFINES.search(text, means - 2, means + 2) is not None:
        return _DEFINED.search(text, means, quantity.start) is None
    bounded = text[quantity.end - 2] == "以" or (quantity.comparator in ("<", ">") and place.right[:1] == "的")
    return (
        bounded
        and (quantity.unit_kind in ("amount", "money") or quantity.unit in _OF_SIZE)
        and (sized := _SIZED.match(text, quantity.end)) is not None
        and not (quantity.unit in ("户", "人") and sized.group().endswith(("项目", "工程")))  # 改造8000户以上的项目
    )


def is_parameter(before: str, rules: bool, unit: str) -> bool:
    """临时路段要24小时保湿, 各单位指定1名联络员: how long a thing holds, and a post, are set, not striven for."""
    if unit == "小时":
        return re.search("每|不少于|至少|不低于|培训|学时|课时|达到?|累计|完成|服务", before) is None
    return rules and unit in ("名", "人", "位") and re.search(r"(?:指定|明确|确定)\Z", before) is not None


def is_granted(before: str, after: str, unit: str) -> bool:
    """A grant, a fine, a score: what a rule gives or takes, whatever announces it."""
    if striven(before):
        return False
    if unit == "元":
        return _FINED.match(after) is not None or (
            _EACH_TIME.search(before) is not None and _GRANTED.match(after) is not None
        )
    if _PER_BASE.search(before) and _FITTED_NEXT.match(after):
        return True  # 每千人口|不少于10个|托位配建
    if unit == "%" and before.endswith("的") and after.startswith(_GOES_TO):
        return True  # 交易收益的|30%|返还村集体
    if unit == "%" and "按" in before and _PAID_BY.match(after):
        return True  # 按计税价格的|1%|给予补贴
    if unit == "分" and _SCORED.search(before):
        return True
    if unit == "%" and _WEIGHED.search(before):
        return True
    return _EARNS.match(after) is not None  # 三个“优秀”，加3分: the condition of a score


def is_rate(before: str, unit: str) -> bool:
    """补助标准为每户80元, 保险费率为4%: rates are named as such, whatever tells them.

    >>> is_rate("费率为", "%"), is_rate("补助标准提高到", "元")     # "the rate is …"; "the rate of grants rose to …"
    (True, False)
    """
    if "每" in before and _FITTED.search(before):
        return not striven(before)
    if unit.startswith("元") and _GIVES_EACH.search(before):
        return not striven(before)
    return (unit == "%" or unit.startswith("元")) and _RATE.search(before) is not None
