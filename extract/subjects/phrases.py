"""The words of the text that a number is about: left of it, right of it, or named before it.

基层就诊率达到65%以上 (left) · 9个教共体 (right) · 产值完成86亿元，同比增长9% (named before) ·
城镇和农村居民收入分别增长8%、9% (each its own).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.subjects import bases
from extract.subjects.each import split_each
from extract.subjects.enumerations import AND_SO_ON, OF_YEARS
from extract.subjects.made_names import LABELS, makes_a_name, tells_whose
from extract.subjects.openings import SUFFIXES, begins_name
from extract.subjects.words import alternatives, ends_alone, in_quotes, opens_with_verb, stands_alone, words_of

MARK = re.compile(r"[\[［〔【][0-9]{1,3}[\]］〕】]")
_PER_BASE = re.compile(
    r"每平方公里(?=拥有|公路)|(?:每|\A)千人(?=拥有|医生|医师|床位|护士|病床)|每(?:千|万|百|十万)(?=[名人常户]|[居村]民|农户|从业|劳动|学生|老年|企业|职工)"
)
_ADVERBS = re.compile("(?:年内|全年|今年|年底|力争|预计|争取|确保|努力|有望|将|已|累计|共)+\\Z")
_SERVED = re.compile("[一-鿿]{2,4}率|满意度")
_STRIVES = ("确保", "实现", "达到", "保持", "完成")  # 确保参保率, but 服务覆盖率
_OFTEN = re.compile(
    r"(?<=[位室局部处办会站所门校心委组院镇乡村师生员构果据况])每(?:[0-9两三四五-]{1,3}个?|[个半])?(?:年度?|月|季度|周|学期|学年)(?![报刊度均检产薪租每])各?"
)
_MUST = re.compile(
    "^[^，。；、]{2,12}?(?:应当|应该|应|必须|须|要)(?=每|定期|至少|及时)(?:每[年月周日季]度?|每半年|定期|至少|及时)?(?=..)"
    "|^[^，。；、]{2,12}?每(?:[年月周日天]|季度?|半年)(?:必须|应当?|须|要)(?=..)"
    "|^[一-鿿（）()]{1,8}?(?<![主需重首只])要新?(?:组织|落实|配备|设立|安排|改造|[增改扩]?建|完成|实现|培育|创建|打造)(?=..)"
)
# 健康绿道|目前已建成: what has become of the things counted
_BECAME = re.compile(
    r"(?P<thing>.*?)(?:目前|现|年底|年内|上半年|下半年|初步|有望|预计|已经?|将|再|又|还|全部|均|分期|分批|陆续|基本|实际)*"
    r"(?P<verb>(?<!新)(?:建成(?:投用|投产|运营|通车|并?投入使用)?|完工|竣工|开工|开建|动工|投入使用|投用|投产|挂牌|落地))"
)
_BECOMES = frozenset("成用产营车工建牌地")
_SHARE_OF_PLAN = re.compile(r"(?:占|完成|达到?|\A[，,、]?为)[^，。]{0,6}(?:计划|任务|目标|总?工程量|工程总量)的?\Z")
# 储备东湾管束等|亿元项目
_SUCH_PROJECTS = re.compile(
    "等(?=(?:[0-9一二三四五十百两千]{0,3}亿元|重[点大]|[省市国]家?级"
    "|龙头|骨干|优质)(?:以上)?[一-鿿]{0,4}(?:项目|企业|工程)\\Z)"
)
# 参加保险的新业态劳动者
_THOSE_WHO = re.compile(
    "(?:参加|享受|取得|获得|从事|领取|接受|持有)[^，。；的0-9]{2,18}的[一-鿿]{0,6}"
    "(?:者|人|人员|户|群众|学生|对象|人数|职工|农民|居民|老人|企业)\\Z"
)
_WITHIN = re.compile("(?:年内|年底前|今年|全年)(?=[一-鿿]{2})")
_BY = re.compile("[^，。；、]{2,20}?(?:方式|形式|模式|办法|渠道|途径|手段)(?P<whom>[为给对])?(?=..)")
_ALONG = re.compile("[^，。；]{2,16}?(?:沿线|沿岸|两侧|两旁)(?=..)")
_COMMON = ("青团", "产党", "享", "同", "建共享")  # 全市共青团组织: 共 begins a name
_CONNECTS = frozenset("其中 其 另外 此外 同时 共有 共计".split())  # 其中能繁母猪 opens with no name
_BUILT = re.compile("[新改扩迁续][（(][新改扩迁续、]{1,6}[）)]建")  # 改（新）建户厕
_PLACE_YEAR = re.compile("[一-鿿]{2,7}?[省市县区旗州镇乡](?=20[0-9]{2}年)")
_GRANT = re.compile(
    "(?:给予|予以|按|发放)?(?:一次性|最高|定额)*(补贴|补助|奖励|奖补|津贴|缴费|缴纳|报酬|工资|保费|保险费|用餐|扶持|救助)"
)
_TO_WHOM = re.compile("(?![按每])[^的0-9]{2,12}")
_YEARS = re.compile("[0-9一二三四五六七八九十]{1,2}年")
_BLANK = re.compile("(?<=[0-9]) (?=[年月日万亿])|(?<=[一-鿿]) (?=[0-9])")
_ASIDE = re.compile("[（(]下同[)）]|以[^，。；以为]{1,14}为(?:主要?|重点|代表|特色)的(?=..)")  # 以松、栎为主的|景观林
_PAID_BY = re.compile("([^，。；由]{2,12})由[^，。；由]{1,10}(?:财政|政府|部门|局|单位|镇|乡|街道|村|企业)")
LONGEST = 40


@cache
def _heads() -> dict[str, tuple[int, ...]]:
    """First character of an opening word or verb → how long such words are, longest first."""
    words = {word for word in words_of("head") | words_of("verb") if len(word) <= 6}
    return {word[0]: tuple(sorted({len(w) for w in words if w[0] == word[0]}, reverse=True)) for word in words}


@cache
def _tails() -> dict[str, tuple[int, ...]]:
    """Last character of a closing word → how long such words are, longest first."""
    words = words_of("tail")
    return {word[-1]: tuple(sorted({len(w) for w in words if w[-1] == word[-1]}, reverse=True)) for word in words}


@cache
def _inside() -> re.Pattern[str]:
    """Verbs that cut a noun phrase; longest first, and not at the very end."""
    # 管委会设主任: 设 alone is a verb only before a post; 医共体 is one word
    return re.compile(
        alternatives("inside")
        + "|指(?<![发手拇食中戒]指)(?![标数导挥定示引南战令派认])"
        + "|共(?<![公总中]共)(?![体同享青]|产党|和国|建共享)(?=[一-鿿]{4})"
        + "|设(?<=[会部门组室院委处]设)(?=副?[主组委会院秘][任长员书])"
    )


def _strip_tail(words: str) -> str:
    tails = words_of("tail")
    if "由" in words or "从" in words or "在" in words:
        words = bases.FROM_BASE.sub("", words)
    if "比" in words or "较" in words:
        words = bases.COMPARED.sub("", words)
    if "于" in words or "超" in words or "不" in words or "高出" in words:
        words = bases.ABOVE.sub("", words)
    if _SHARE_OF_PLAN.search(words):
        return words.removesuffix("的")  # 占年计划的45%
    while words:
        words = words.rstrip(' 　"”') if words[-1] in " 　" else words
        if words.endswith("转移支付"):
            break
        for length in _tails().get(words[-1:], ()):
            if words[-length:] in tails and len(words) >= length and (length > 1 or ends_alone(words)):
                words = words[:-length]
                break
        else:
            if words[-1] in "年度月来间" and (ends := bases.CONTINUOUS.search(words)) is not None:
                words = words[: ends.start()]  # 收入连续三年|达到, 收入五年|增长
                continue
            if words[-1] == "年" and words[-2:-1] in tuple("数量额入值率重"):
                words = words[:-1]  # 接待人数年|增长
                continue
            base = bases.BASE_TAIL.search(words) if words[-1] in "年期间底末初月比的平五”上算数务制每" else None
            if words[-1] in "素响后外" and base is None:
                base = bases.APART_FROM.search(words)
            if base is None:
                break
            words = words[: base.start()]
    reached = words[-1:] in "阶关口台高部元十百千万亿" or words[-2:-1] == "尽"
    if reached and (climbed := bases.CLIMBED.search(words)) is not None:
        words = words[: climbed.start()]
    if words[-1:] in _BECOMES and (became := _BECAME.fullmatch(words)) is not None:
        words = became["thing"] if len(became["thing"]) > 1 else became["verb"]
    return words


def _strip_head(words: str) -> tuple[str, bool]:
    """Without adverbs, times and leading verbs; and whether a verb went."""
    heads, verbs = words_of("head"), words_of("verb")
    verbal = False
    while words:
        opened = (bases.TIME.match(words) or bases.LABEL.match(words)) if words[0] in bases.OPENS else None
        if opened is not None and opened.end():
            words = words[opened.end() :].lstrip("，、 ")
            continue
        for length in _heads().get(words[0], ()):
            word = words[:length]
            if len(word) < length:
                continue
            names = word not in _CONNECTS and begins_name(words, length)
            names = names or (word[-1] == "共" and words.startswith(_COMMON, length))
            named = (word in verbs and word not in _STRIVES) or word == "服务"
            if names or (named and _SERVED.fullmatch(words, length)):
                continue  # 服务覆盖率 names what is covered
            if word in verbs and len(words) - length >= 2:
                words, verbal = words[length:].removeprefix("了"), True
                break
            if word in heads and len(words) > length and (length > 1 or stands_alone(words, 0, 1)):
                words = words[length:]
                break
        else:
            break
    return words, verbal


def strip_opening(clause: str) -> str:
    """A clause without the adverbs, times and verbs that open it: 深入开展群众安全感调查 → 群众安全感调查."""
    return _strip_head(clause)[0]


def strip_compared(clause: str) -> str:
    """A clause without what it is compared to at its end: 排放总量比2015年 → 排放总量."""
    base = bases.BASE_TAIL.search(clause)
    return clause[: base.start()] if base is not None else clause


@lru_cache(maxsize=1000)
def left_words(segment: str) -> str:
    """The noun phrase that ends a stretch of text, without verbs and adverbs; empty where there is none.

    >>> left_words("预计全年规模以上工业增加值同比增长")    # "expected: industrial value added … grows"
    '规模以上工业增加值'
    >>> left_words("新建开通5G基站")                        # "newly built and opened 5G stations"
    '5G基站'
    """
    if " " in segment:
        segment = _BLANK.sub("", segment)  # 是 2011 年的
    segment = _ASIDE.sub("", MARK.sub("", _last_of(segment))).rpartition("|")[2].strip(" 　\xa0、")
    if "）建" in segment or ")建" in segment:
        segment = _BUILT.sub("新建", segment)
    words = _strip_tail(segment)
    if len(words) == 1 and words + "均" in segment:
        return segment[segment.rfind(words + "均") :]  # 亩均|增产
    if "由" in words[2:] and (paid := _PAID_BY.fullmatch(words)) is not None:
        words = paid[1]  # 资金由县财政|安排
    if "20" in words:
        words = words[found.end() :] if (found := _PLACE_YEAR.match(words)) is not None else words
        words = OF_YEARS.sub("", words, count=1) if "年、" in words else words
    if not words:
        return ""
    base = _PER_BASE.search(words)
    if base is not None:
        return words[base.start() :]  # 每千人口床位数 is a name as it stands
    if "的" in words and (those := _THOSE_WHO.search(words)) is not None:
        return those.group()
    if (told := bases.TOLD_TO.match(words)) is not None:
        words = words[told.end() :]  # 县水利局负责|水质监测
    words, _ = _strip_head(words)
    if "月" in words and (later := bases.MONTHS.sub("", words)) != words:
        words = _strip_head(later)[0]  # 截至6月20日，已完工
    if "每" in words and (granted := _granted_each(words)):
        return granted
    words = _of_each(words)
    if not tells_whose(words):
        words = _cut_inside(words, whole=segment.endswith("各"))
    if words in words_of("head") or (words[-1:] == "年" and _YEARS.fullmatch(words)):
        return ""  # 4年共计
    return bases.trim_name(words)


def _cut_inside(words: str, *, whole: bool = False) -> str:
    """开展“岗位需求”职业技能培训 → 职业技能培训: keep what stands behind the last verb, unless nothing does."""
    begun = words.rpartition("、")[2]
    if whole or begun.endswith(("率", "度", "比例", "比重")):
        begun = ""  # 绿地率、绿化覆盖率: two nouns
    if 4 <= len(begun) < len(words) and opens_with_verb(begun) and not in_quotes(words, len(words) - len(begun)):
        words = _strip_head(begun)[0] or words  # 颁发证书、奖励量化分: the last of what is done
    if len(words) > 5 and (manner := _BY.match(words) or _ALONG.match(words)) is not None:
        done = words[manner.end() :]  # 通过合作方式改造油茶基地, 国道沿线安排种植
        whom = "whom" in manner.groupdict() and manner["whom"] is not None
        words = _strip_head(done)[0] if len(done) > 3 - whom and (whom or opens_with_verb(done)) else words
    if "应" in words[2:] or "要" in words[2:] or "须" in words[2:]:
        words = _MUST.sub("", words)  # 企业应当每月|自查
    often = next(reversed([*_OFTEN.finditer(words, 1)]), None) if "每" in words else None
    if often is not None and len(words) - often.end() >= 2:
        words = words[often.end() :]  # 成员单位每两年调整一次: what is done so often
    words = _behind_last_verb(words)
    if len(words) > 16 and words[0] == "“" and len(words) - words.find("”") > 4:
        words = words[words.find("”") + 1 :] if not words.startswith(("”（", "”("), words.find("”")) else words
    if len(words) > 6 and "等" in words[2:-3] and (such := _SUCH_PROJECTS.search(words)) is not None:
        words = words[such.start() + 1 :]
    if len(words) > 12 and "等" in words[2:-3] and "、" in words and AND_SO_ON.search(words):
        tail = words.rpartition("等")[2]
        words = tail if len(tail) >= 4 else words
    if len(words) > 8 and (within := _WITHIN.search(words, 2)) is not None:
        what = _strip_head(words[within.end() :])[0]
        words = (words[: within.start()] if what in LABELS else "") + what  # 园区年内新签约项目
    if len(words) > 12 and "的" in words[:-2]:
        tail = words.rpartition("的")[2]
        words = tail if len(tail) >= 3 and tail != "贡献率" and "占" not in words.replace("占地", "") else words
    return words


def _behind_last_verb(words: str) -> str:
    """What stands behind the last verb that is no part of a name; with what stands before it where that is a label."""
    last = None
    for verb in _inside().finditer(words, 1):
        if (
            len(words) - verb.end() >= 2
            and words[verb.end()] not in "或及"
            and not words.startswith(SUFFIXES, verb.end())
            and not begins_name(words[verb.start() :], verb.end() - verb.start())
            and not in_quotes(words, verb.start())
            and not makes_a_name(verb.group(), words[verb.end() :])
        ):
            last = verb
    if last is None:
        return words
    behind, _ = _strip_head(words[last.end() :])
    if behind not in LABELS:
        return behind
    # 工业园区实现产值, 城镇新增就业: a bare label needs what stands before the verb
    new = last.group() if last.group() in ("新增", "净增") else ""
    return _ADVERBS.sub("", _strip_head(words[: last.start()])[0]) + new + behind


def _last_of(segment: str) -> str:
    """The last LONGEST characters, or as many more as the member of a list needs that they would cut."""
    start = len(segment) - LONGEST
    if start <= 0:
        return segment
    return segment[next((at for at in range(start, max(0, start - 12), -1) if segment[at - 1] in "、，：:"), start) :]


def _granted_each(words: str) -> str:
    """村级防疫员每人每月补贴: to whom or for what it is paid, and what; empty for other words."""
    each = split_each(words)
    grant = _GRANT.fullmatch(each[1]) if each is not None else None
    if each is None or grant is None:
        return ""
    whom = _cut_inside(_strip_head(each[0])[0].removesuffix("等"))
    return whom + grant[1] if _TO_WHOM.fullmatch(whom) else ""


def _of_each(words: str) -> str:
    each = split_each(words)
    if each is None:
        return words
    behind = _strip_head(each[1])[0]
    if each[0].endswith(("资金", "补助", "补贴", "经费")):
        return each[0]  # 争取上级资金每个托位
    return behind if len(behind) >= 2 else _strip_tail(each[0])
