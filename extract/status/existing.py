"""Things that a plan counts without promising them: they exist, and are used or worked on (依托三个园区发展旅游).

In come the words before and behind a number; out goes whether it counts such things, or whether the words strive for
it (力争, 确保).
"""

from __future__ import annotations

import re
from functools import lru_cache

STRIVE = re.compile(
    r"力争|(?:[底日末]|[0-9]月)前(?:将|须|必须)|编列(?!了)|争取(?!到[^2]|了)|确保(?!了)|力求|预期目标|(?<![长加高升降到年截复])[到至](?:20[0-9]{2}|20[xX]{2})年(?!同期|水平|的水平|年?[上下]半年|年?[前一二三四]季度|年?前三季度)|(?:本?年度?|今年)计划开工|计划(?:新|建|实施|完成|到|在|种植|发展|推广|搬迁|修|开工|引进|脱贫|减贫|减少|培训)|拟(?<![模虚草]拟)(?![定订稿人写])|计划(?<=[0-9今明]年计划|年内计划)(?![总外内的投])[一-鿿]|计划(?<=[，；]计划)(?!总?投|[外内的生])[一-鿿]|(?:要|应)(?:达到|达(?=[0-9])|确保|完成)|[自从](?:明年|今年|20[0-9]{2}年)起[^。；]{0,12}每年|务必|年内(?<![一两三五]年内)(?:投[资入]|完成|[建造]成|新[建增]|[动开]工|实施|改造)|努力(?:实现|达到|完成)|将(?:达到|建成|完成|实现|新增|投资|投入|安排|再)|有望(?:达到|建成|完成|实现|突破|超过|新增)"
)
_MADE = re.compile(
    r"打造|建设|建[成立起好强]|[新组创构改扩迁共续筹]建|培[育养植]|引[进育]|新[增开上设植培]|实施|开展|推[进动]|完成|抓[好紧]|办|启动|形成|改造|谋划|开工|召开|组织|达到"
    r"|增[加设]|设[立置]|成立|打[好赢]|攻|申报|编制|制定|规划|计划|突出|重点|实现|确保|争|修|整治|治理|安排|种植|营造|绿化|培|评|选|认定|发展|每|各"
)
_TO_BE_MADE = re.compile(
    r"[^，。；]{0,14}?(?:建成|投产|竣工|开工|完工|具备|达到|建设|改造|工程|项目|方面|重点|目标|任务|工作|环节|制度|措施|行动|问题|实事|关[键口]|底线|抓手|着力点"
    r"|层[面次]|阶段|部分|环境|水平|意识|理念|基础|平台|体系|提升|试运行|投用|投入)"
)
_USED = re.compile(
    r"(?:利用|发挥|(?<!建强)用好|(?<!培育)壮大|做[强优大]|依托|抓住|借力|盘活|联动)(?P<what>[^，。；0-9]{0,12})\Z"
)
_AS_MEANS = re.compile(
    "[^，。；]{1,16}?为(?:重点|主|依托|载体|核心|平台|抓手|基础|龙头|突破口|纽带)"
)  # 以18个贫困县为重点
# 对东湾、西湾两个小区进行整合
_WORKS_ON = re.compile("(?<!针)对(?![接标照外])[^，。；]{0,24}\\Z")
_DOES = re.compile("[^，。；]{1,16}?(?:进行|开展|实施|予以)")
_BUILT = re.compile(
    "已经?(?:建成|建|投用|认定|成立|创建)的\\Z|对已经?[^，。；0-9]{2,14}的\\Z|(?:列入|纳入)(?![^，。；]*(?:计划|任务|年度|今年|项目))[^，。；]{2,20}的\\Z"
)
# 全县|14个|乡镇围绕产业园
_WHOLE = re.compile("全[省市县区州旗镇乡]\\Z")
_FOR_WHOLE = re.compile("[为对给向]全[省市县区州旗镇乡]\\Z")  # 为全县|21所|寄宿制学校更换设备
_TOWNS = re.compile(
    "(?:乡镇|乡|镇|街道|行政村|自然村|村|社区|县区?|区)(?:[（(][^）)]{1,8}[）)])?(?![^，。；]{0,2}(?:任务|目标))"
)
_BESIDE = re.compile("[^，。；]{2,8}(?:沿线|沿岸|两侧|两旁|周边|附近)")


@lru_cache(maxsize=16)
def striven(before: str) -> bool:
    """Whether the words before a number strive for it; several questions about one number ask.

    >>> striven("力争达到"), striven("已达到")    # "strive to reach", "has reached"
    (True, False)
    """
    return STRIVE.search(before) is not None


def exists(before: str, after: str, few: bool) -> bool:
    """Whether a few things are only named: 利用三个资源, 由东湾等五个镇组织.

    >>> exists("对已建成的", "猪场给予支持", False), exists("新建", "猪场", False)  # "farms built"; "build farms"
    (True, False)
    """
    if _FOR_WHOLE.search(before):
        return True
    if _WHOLE.search(before) and _TOWNS.match(after) and _MADE.search(before) is None:
        return True
    if (few and _BESIDE.match(after)) or ("以" in before and _AS_MEANS.match(after)):
        return True
    if _BUILT.search(before) or (
        few and before[-1:] in ("从", "围绕") and after.startswith(("方面", "领域", "环节", "层面"))
    ):
        return True
    if few and _WORKS_ON.search(before) and _DOES.match(after):
        return True
    if striven(before) or after[:1] in "，。；、）)\n：: “":
        return False
    used = _USED.search(before)
    if used is not None:
        return _MADE.search(used["what"]) is None
    return few and _MADE.search(before) is None and _TO_BE_MADE.match(after) is None
