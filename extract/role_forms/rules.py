"""Markers of roles: the verbs, complements and labels that make an actor lead, support, approve …

Words stand in ``data/role_markers.tsv``; this module builds the patterns from them and decides which role a verb gives.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple, cast

from corpus.tables import read_rows
from extract.records import RoleName
from extract.role_forms.objects import charged_with, oversight_words
from extract.text.alternation import one_of


class Marker(NamedTuple):
    """A word that gives a role: a ``noun`` (为…), a ``post``, a ``label`` (…：), a ``slogan`` (甲统筹、乙配合).

    A ``stem`` is what labels are made of: 协同 + 责任 + 单位.
    """

    word: str
    kind: str
    role: RoleName


@lru_cache(maxsize=1)
def read_markers() -> tuple[Marker, ...]:
    """All markers, as the table lists them."""
    rows = read_rows("extract", "role_markers")
    return tuple(Marker(word, kind, cast(RoleName, role)) for word, kind, role, _ in rows)


class Rule(NamedTuple):
    """A rule's name, a phrase that it finds a role in, and one in which it must find none."""

    name: str
    example: str
    leaves: str
    gloss: str


@lru_cache(maxsize=1)
def read_rules() -> tuple[Rule, ...]:
    """All rules by name, each with its example and its counterexample."""
    rows = read_rows("extract", "role_rules")
    return tuple(Rule(*(cell.replace("\\n", "\n").replace("\\t", "\t") for cell in row[:4])) for row in rows)


def words(kind: str, role: RoleName | None = None) -> str:
    """The words of one kind as an alternation, longest first."""
    found = {m.word for m in read_markers() if m.kind == kind and role in (None, m.role)}
    return one_of(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


@lru_cache(maxsize=1)
def role_of() -> dict[tuple[str, str], RoleName]:
    """(kind, word) → role."""
    return {(m.kind, m.word): m.role for m in read_markers()}


# What stands behind the stems of a label: 牵头|单位, 牵头|负责|领导.
_BEARER = (
    "(?:[省市县区镇乡]级?)?(?:单位|部门|处室|科室|股室|站所|领导(?<!组织领导)|干部(?<!组织干部)"
    "|乡镇|县区|学校|责任人|负责人)"
)

_PLACES = ("乡镇", "县区", "学校")


def made_labels() -> list[str]:
    """Patterns of labels that are made of stems, each with its first stem as a literal: 协同责任单位, 牵头负责领导."""
    stems = words("stem")
    return [f"{re.escape(m.word)}(?:{stems}){{0,2}}{_BEARER}" for m in read_markers() if m.kind == "stem"]


@cache
def _made() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a label made of stems is, and its stems."""
    stems = words("stem")
    return re.compile(f"(?:{stems}){{1,3}}{_BEARER}"), re.compile(stems)


@lru_cache(maxsize=4096)
def label_role(name: str) -> RoleName | None:
    """The role that a label gives, from the table or by what it is made of; None for what is no label.

    >>> label_role("牵头单位"), label_role("协同责任单位"), label_role("发布单位")    # "lead", "support", "publisher"
    ('lead', 'support', None)
    """
    if role := role_of().get(("label", name)):
        return role
    whole, stems = _made()
    if whole.fullmatch(name) is None:
        return None
    found = [role_of()["stem", stem] for stem in stems.findall(name)]
    if name.endswith(_PLACES) and (found[0] == "oversee" or name.startswith(("包", "挂"))):
        return None  # 督导乡镇, 包联乡镇: those who are seen to
    return "lead" if found[0] == "responsible" and "lead" in found else found[0]


def _read_adverbs() -> str:
    found = sorted({word for word, *_ in read_rows("extract", "role_adverbs")}, key=lambda word: (-len(word), word))
    return one_of(map(re.escape, found))


# 要 应 须 as verbs of obligation, not as parts of 重要, 响应, 必须的 …
# Every alternative begins with a literal character, so that the engine can skip to it.
MODAL = (
    r"(?:要(?<![重主需次紧首纪摘想只简概提显扼必]要)(?![求点素件闻义道么是害塞员务犯])"
    r"|应(?<![相响供对适反效感顺呼]应)(?:当|该)?(?![急用届收邀聘变付景召诺])(?![^,。;]{1,6}(?:需要|邀请|之邀))(?!对(?!照|[^,、。;]{1,24}(?:进行|实行|开展|给予|予以)|[^,。;]{2,40}加强))"
    r"|相应(?=成立|建立|制定)|必须|须(?<!必须)(?!知|臾)|需(?<![急必所供刚军内按特各无不应还仍则]需)(?![求要用会量方])|务必|不得(?!不|已)|不准|严禁)"
)

# Words between an actor and its verb; each stands once, or repeating them would cost exponential time.
ADVERB = rf"(?:{_read_adverbs()}|做好(?=配合)|支持(?=配合)|每[年月周季天日]度?|每[个一]?学期|各(?=$|[负尽司]其[责职]))"
PREPOSITION = (
    "(?:在|对|把|将(?!军)|按|根据|针对|结合|围绕|为|就|于|从|通过|向|与|依据|依照|利用|以|每|加强对|自|到|因|接到|收到|发现|开展|作为|没有|既"
    "|如|若|凡|经|参加(?=[^,。;]{1,14}时)|除(?=[^,。;]{2,30}外))"
)
GAP = re.compile(
    rf"(?:(?:特别是|尤其是)[^,。;、]{{2,14}}?)?(?:{ADVERB}、?|[, \u3000])*"
    rf"(?:{PREPOSITION}[^,“”\"]{{0,50}}(?:“[^,“”]{{1,20}}”[^,“”\"]{{0,30}})?)?"
)
ONLY_ADVERBS = re.compile(rf"(?:{ADVERB}、?)*")
# 在县委领导下, 按规定, 结合实际: how or when, so that the verb behind it is the actor's own
_PHRASE = (
    r"(?:[在于][^,。;]{1,20}?(?:下|中|前|后|内|时|期间|同时|基础上)|按照?[^,。;]{0,10}?(?:规定|要求|程序|计划|分工|职责|月|季|年)"
    r"|结合[^,。;]{0,6}?实际|根据[^,。;]{1,12}?(?:要求|需要|安排|规定|分工))"
)
ONLY_MANNER = re.compile(rf"(?:{ADVERB}、?)*(?:{_PHRASE}(?:{ADVERB}、?)*)?")

IN_CHARGE = (
    r"(?:负其责(?<=各负其责)|司其职(?<=各司其职)|尽其责(?<=各尽其责)|负责(?<!高度负责)(?<!的负责)(?!人(?![口民员才力工大社防居])|制(?![定订作])|同志|任|的态度|的精神|精神|地(?![力方质籍块灾段名震下类价铁界])|[,。]?到底)(?![^,。]{0,3}(?:态度|精神))"
    r"|负(?:总责|主责|全责|[^,。、负]{0,6}责任(?!人|制))|承担(?!的|能力|着力)|承办(?!单位|的|方)"
    r"|履行(?:[^,、。]{0,12}|对[^,。;]{1,40})(?:职责|责任|职能)(?!事项|清单|情况|能力|到位)|主管(?!部门|单位|负责|副|同志|领导|人|机|局|的)|主抓"
    r"|分包(?=[^,。;、]{1,12}?[村镇乡街社片])|包[联保抓](?=[^,。;、]{1,12}?[村镇乡街社片]))"
)
LEADING = (
    r"(?:牵头(?!单位|责任(?:单位|部门|人|领导)|部门|学校|校|医院|领导|人|城区|业务|的|比例|或参与|、组织、)"
    r"|主办(?!单位|方|的|权|银行)|[抓牵]总|领衔)"
)
HELPING = (
    r"(?:配合(?!单位|部门|的|度|事项|清单)|协助|协同(?=[,。;、\n]|配合|推进|落实|做好|开展|$)|协办(?!单位)|参与(?!度|率|者|方|、|制)|参加(?=$|[,。;、\n]|的[^,。;]{0,12}(?:会议|机制|专班|小组|[工作协调]组|指挥部))"
    r"|支持(?![下率度]|配合|政策|力度|体系|和)|会同|提供[^,。]{0,8}(?:扶持|支持)(?:政策)?)"
)
OVERSEEING = oversight_words("verb")
APPROVING = (
    r"(?:审批|批准|核准|审签|签批|审核|审定|审议|审查|任命|聘任|聘用|批复|核定|审议通过|表决通过|讨论通过|研究通过|研究决定|研究(?=[,，])|认可|认定|确认|允许|同意|备案|核备|备查"
    r"|通过(?=后|,|。|、|;|$))"
)
# 甲会同乙复核后，: both approve
APPROVED_JOINTLY = re.compile(
    "(?:[于在][^,。;]{1,10}[前内底])?(?:共同|联合|进行|依法|予以)*(?:审核|复核|批复|审批|审定|核准|核定|批准|会审)"
    "(?:后|同意|通过|完毕|确认|认定)*(?=[,。;、)]|$)"
)
JOINING = r"(?:纳入|加入|并入|加挂(?=[^,。]{2,24}(?:分院|成员)))"
# What an institution can be part of; a person or a fund 纳入 something is no member.
WHOLE = re.compile(
    r"(?![^,。;]{0,24}(?:平台|系统|台账|信息管|监测|名录|目录|计划|库))[^,。;]{0,24}?"
    r"(?:其中|共同体|医共体|教共体|文共体|医联体|集团|联盟|成员|管理|体系|规划|网络|小组|专班|协作区|总院|总校|一体化|分院)"
)

_JOINED_BY = re.compile(
    rf"(?:{ADVERB})*(?:会同|联合)[^,;。]{{2,30}}?(?:[局委办室院厅队会处所站]|部门|单位|机构|机关)(?=不?定期|联合|共同|依法|对|进行|开展|加强|监督|督|检查|考核)"
)
_BY_DUTY = re.compile(
    r"(?:依法)?(?:按照?|根据|依据|依照|结合|在)[^,。;、]{0,10}(?:职责|职能|分工|职权|规定)(?:范围)?内?[,、]?(?:依法|定期|不定期|共同|统一)*"
)
_OVERSEE_FIRST = re.compile(
    rf"(?![^,。;]{{0,12}}(?:接受|服从))(?!(?:组织|统筹)、)(?:{ADVERB})*(?:下村|下乡|进村|深入[^,。;]{{1,10}}?)?(?:组织(?:联合)?(?:人员|力量|专家|专人|[检督考验][查导核收]组)?)?"
    r"(?:(?:对|加强对|强化对|加大对|开展对)[^,。;]{1,40}?)?的?(?:进行|开展|加强|强化|做好|加大|实施|予以|组织开展)?"
    r"(?:对[^,。;]{1,30}的)?(?:日常|业务|跟踪|动态|定期|综合|技术|绩效|专项|全程|年度|督促|巡回|现场|实地|分类|系统|培训|阶段性"
    r"|增值性|统一|监督|工作|安全|质量|宏观|分级|协调|服务|、|和|与){0,4}"
    rf"{OVERSEEING}(?!体系|机制|制度|办法|方案|意见|标准|细则|结果|指标|评价体系|思想|下|能力|工作方案|中|发现|反映|出(?!台)|、协调、|、服务、|、组织)"
)
_LEAD_FIRST = re.compile(
    rf"(?:{ADVERB})*(?:(?:切实|充分)?发挥(?!政府|党)[^,。]{{0,14}}?[“\"]?(?:牵头|龙头|主导)[”\"]?[^,。]{{0,6}}作用"
    rf"|负起牵头|{LEADING})"
)
_HELP_FIRST = re.compile(rf"(?:{ADVERB})*(?:予以|给予|提供|履行(?=配合|协助))?(?!会同){HELPING}")
_APPROVE_FIRST = re.compile(
    rf"(?:{ADVERB})*(?:做好[^,。]{{0,8}})?(?:审批|批准|核准|审核|审定)(?!把关|制度|流程|机制|改革|程序|工作|服务|事项)"
)


def role_of_duty(text: str, start: int, end: int) -> RoleName:
    """The role that the first main verb after an obligation gives.

    >>> role_of_duty("加强对村级工作的指导", 0, 10)    # "strengthen guidance of work in villages"
    'oversee'
    >>> role_of_duty("制定实施方案", 0, 6)    # "draw up a plan"
    'responsible'
    """
    if joined := _JOINED_BY.match(text, start, end):
        start = joined.end()  # 要会同县委督查室定期督查: what they do together
    if manner := _BY_DUTY.match(text, start, end):
        start = manner.end()  # 应按各自职责、依法对…进行监督
    if _LEAD_FIRST.match(text, start, end):
        return "lead"
    if _HELP_FIRST.match(text, start, end):
        return "support"
    if _OVERSEE_FIRST.match(text, start, end):
        return "oversee"
    if _APPROVE_FIRST.match(text, start, end):
        return "approve"
    return "responsible"


# 负责 with nothing but oversight as its object; mixed lists of nouns (…等工作) stay responsible.
_CHARGED_WITH = re.compile(
    r"(?:具体|全面|牵头|组织|开展|做好|定期){0,3}(?:跟踪、)?(?:按[^,。;对]{1,6})?(?:对[^,。;]{1,32}?(?:进行|开展|实施|的)?)?(?:组织|开展|业务|日常|统一){0,2}"
    rf"(?!巡[查察])(?<![大和与及])(?<!(?<!跟踪)、){OVERSEEING}(?:[、和与]?{OVERSEEING}){{0,4}}(?!、|的(?:组织|协调|统筹)|推进|服务|协调|管理医|和|与)"
    rf"|[^,。;、对和与及]{{2,24}}工作的(?!巡[查察]){OVERSEEING}(?:工作)?(?=$|[,。;\n])"
)


_THEN_HELPS = re.compile(",(?:积极|密切|主动)*(?:配合|协助)(?=[^,。;、])")  # 各司其职,积极配合甲局


def role_of_charge(text: str, start: int, end: int) -> RoleName:
    """The role of an actor that 负责 something: oversee when that is oversight of others.

    >>> role_of_charge("监督合同履行情况", 0, 8)    # "(in charge of) supervising performance of contracts"
    'oversee'
    >>> role_of_charge("指导、协调、服务等工作", 0, 11)    # "guidance, coordination, service and other work"
    'responsible'
    """
    if _LEAD_FIRST.match(text, start, end):
        return "lead"
    if text.startswith(("技术指导", "技术服务", "技术培训"), start):
        return "responsible"
    if re.match("(?:积极|密切)?(?:配合|协助|协办)(?!单位)", text[start : min(end, start + 6)]):
        return "support"
    if text.startswith(("其责", "其职"), start - 2) and _THEN_HELPS.match(text, start):
        return "support"
    return "oversee" if _CHARGED_WITH.match(text, start, end) else charged_with(text, start, end) or "responsible"
