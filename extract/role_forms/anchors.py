"""Actors that stand after a word: 由…, 以…为, 将…纳入, 经…批准, 报…备案, 鼓励…, 会同…, 成立…."""

from __future__ import annotations

import re

from extract.actors.phrases import Reading, read_actors, starts_with_verb
from extract.records import RoleName
from extract.role_forms import rules
from extract.role_forms.claims import LOOSE, SLOGAN, ClaimReader
from extract.role_forms.people import read_person
from extract.role_forms.watchers import follows_up, is_watcher

_NAMES_AS = r"(?=[^,。;]{2,40}[为是])"
_LED = r"(?=[^,。;]{2,24}(?:牵头|主导)(?!单位|部门|人)[、,]?)"
_CHAIN = r"(?=[^,。;]{2,30}(?:为组长|协调|配合|实施|落实|负责|参与|牵头|监督))"
# Each alternative begins with its own character: the engine skips to one of them.
ANCHOR = re.compile(
    r"由(?<![自缘]由)(?:(?<![理事来案]由)|(?<=[管办处清审受治]理由)|(?<=[原历本]来由)|(?<=[方预提档议备]案由)|(?<=人事由))(?![于此来])|以(?![上下及来后前内外便免])|将(?![来军])|对(?![于外口接照])"
    r"|经(?<![财曾历神已]经)(?![济营费验常办过历贸纪典开]|信(?!访))|请示(?=[\u4e00-\u9fff]{2,12}(?:同意|批准|审批|审核))|已经|提交|报请|报送(?=[\u4e00-\u9fff、()]{2,40}?(?:审批|批准|审定|审核|备案|核备|备查|核定))|告知(?=[\u4e00-\u9fff]{2,12}备案)|提请|报(?![请告名销考酬纸道刊表警送给])"
    r"|到(?=[\u4e00-\u9fff、]{2,14}备案)|送(?=[\u4e00-\u9fff、]{2,24}?(?:备案|审批|审核|审定|审查|核备|备查|核定))|鼓励|要求|需要|均需(?=[^,。;]{2,24}(?:落实|负责|实施|完成)(?:[,。;)]|$))|通过|向|会同|征得|接受|委托(?![人方书代管的])|主体[是为]|"
    + "|".join(word + _NAMES_AS for word in ("明确", "确定", "指定"))
    + "|"
    + "|".join(word + _LED for word in ("组建", "成立"))
    + "|"
    + "|".join(word + _CHAIN for word in ("健全", "形成", "构建", "完善", "强化", "建立"))
)
_ASKS = frozenset("经 已经 请示 报送 告知 报 报请 送 提请 提交 通过 征得 向 到".split())
_BODY = re.compile(
    r"(?:成立|组建|设立|下设|内设|设置|增设|设(?<![建开附常]设)(?<!办公室设)(?![备施计置有在立定]))了?(?!的)"
    r"(?:以[^,。;]{1,60}的)?(?:(?:专门|独立|相应|专职|[^,。;]{2,14}之外)的)?[\"“]?(?=[\u4e00-\u9fff(])"
)
_BODY_NAME = re.compile(
    r"(?:小组|会|室|部门|专班|指挥部|组|中心|部|岗位|人员|员|长|团队|队|机构|办|局|处|所|站|科)(?:\([^()]*\))?$"
)
_ALIASED = re.compile(r"\((?:以下|下)?简称[“\"]?(?P<name>[^()“”\"]{2,14})[”\"]?\)[,;](?P<again>(?P=name))")
_APPROVE = re.compile(rf"[^,、;。]{{0,20}}?(?:{rules.APPROVING})")
_FILES = re.compile("(?:(?:提出|提交|报告|申请)[^,。;]{0,8}?)?(?:备案|报备|报批|审批|核备|备查)")
_APPROVE_BY = re.compile(
    rf"(?![^,;。]{{0,6}}(?:下达|制定|编制|发放|拟定|提出|组织))[^;。经报]{{0,30}}?{rules.APPROVING}"
)
_WATCHES = re.compile(rf"(?:等)?的?(?:日常|业务|依法|全程|专项|统一){{0,2}}{rules.OVERSEEING}")
_BESIDE = ("和", "与", "及", "以及", "、", "等")
_TOGETHER = re.compile(r"[^,。;]{0,16}?组成|[^,。;、]{0,6}?组建(?:而成|成|$|(?=[,。]))")
_PERSON = re.compile(r"(?:人员|人|员|长|师|生|干部|领导|书记|主任|同志|专家|家|手|者)$")
_OVERSEE_BY = re.compile(
    r"[^,。;]{0,30}?(?:(?:进行|开展|实施|组织|加强)[^,。;]{0,8}?(?:监督|督导|考核|督查|检查|审计)|现场指导"
    r"|(?:监督|督导|督查)(?<!接受监督)(?!员))"
    r"|(?:负责|分别|统一|定期)*(?:考核|考评|测评|评比|检查|验收|审计)(?=$|[,。;、])"
)
_NO_TASK = re.compile(
    r"基本|医疗保|保险|基金|队伍|人数|转变|转移|转入|迁|变为|转为|提高|增加|扩大|下降|的(?!.{0,12}(?:组成|负责))|到|向(?![^,。;]{2,20}(?:提出|报告|报送|申请|汇报|备案|提交))|[^,。;]{0,6}构成"
)
_MANNER = re.compile("[在征按根依以]")
_NAMED = re.compile(r"[\u4e00-\u9fffxX*]{1,3}(?:同志)?(?=担任|兼任|任[组副主第总])")
_COPULA = re.compile("作为|为|担[任当]|兼任|兼(?=[办主副组总秘])|任(?![命用务何意])")
_NAMED_AS = re.compile("作为|列为|确定为|明确为")
_LEADS = re.compile(rf"(?:{rules.ADVERB})*{rules.LEADING}|主导")
_LED_SETUP = re.compile("牵头(?:组建|成立)(?=,)")
_IN_CHARGE = re.compile(rf"(?:{rules.ADVERB})*{rules.IN_CHARGE}")
_HELPS = re.compile(rf"(?:{rules.ADVERB})*{rules.HELPING}")
_SUBMITS = re.compile("(?:按[^,。;]{0,6}程序|逐级|统一|汇总|审核)*(?:后)?(?:报|提请|提交|申请|向|提出|委托|授权)")
_JOINS = re.compile(rf"(?:{rules.ADVERB})*{rules.JOINING}")
_JOINS_GLADLY = re.compile(
    "(?:积极|主动|自愿)?(?:加入|纳入|参加(?=[^,。;]{0,16}(?:共同体|医共体|教共体|联盟|联合体|集团|协会|建设|管理)))"
)
_DEMANDS = re.compile(
    "组织(?!部)|进一步|继续|发挥|坚决|牢固|充分|主动|积极|履行|压实|提高|开展|对|结合|务必|建立|成立|制定|落实|抓好|强化|立即|抓紧|尽快|加强|于|能|做到|严格|认真|按|必须|要|切实|坚持|注重|及时|每|在|全面|做好"
)
_NEEDED = re.compile("(?:的)?(?:密切|积极|大力|共同)?(?:配合|参与|支持|协助)(?!的)")
_POST_BEFORE = re.compile(
    r"(?:总|副|执行|常务副|第一)*(?:主任|组长|校长|院长|会长|理事长|总指挥)(?:均|分别|一般|通常)?$|[\u4e00-\u9fff]{1,5}(?:长|主任|书记|负责人|召集人|责任人)(?:均|分别|一般|通常)?$"
)
_MAINLY = re.compile("为主(?=$|[,、的])")
_LIAISON = re.compile("(?:联络员|联系人|通讯员|信息员|联络人)(?:分别|,)?$")
_POST_SET_UP = re.compile(
    r"(?:设(?:立|置)?|置|(?=[^,。;]{2,6}[\d一二三四五六七八九十][人名位]$))(?:[县乡村省市镇级、]{0,6})"
    r"((?:副?总|副|执行)?(?:河长|林长|湖长|田长|路长|链长|组长|指挥长|召集人|主任|秘书|干事|指挥官?))"
    r"(?:(?:[\d一二三四五六七八九十]{1,3}|若干)[人名位])?$"
)
# 省财政厅会同省民政厅印发…: who issued a document is history, not a role.
ISSUES = re.compile(r"[^,。;]{0,12}?(?:印发|下发|出台|发布|制发)")


class AnchorReader(ClaimReader):
    """Reads the actors that an anchor word announces."""

    def anchored(self, word: str, at: int, number: int, b: int) -> None:
        """Read the actors after an anchor and give them the role that it and what follows them say."""
        reading = (read_person(self.text, at, b) if word == "由" else None) or read_actors(self.text, at, b)
        if reading is None:
            return
        rest = reading.end
        if word == "由":
            self._by(reading, at, number, b)
        elif word == "以" and (copula := re.compile("作?为").match(self.text, rest, b)):
            self.complement(reading, copula.end(), b)
        elif word in ("明确", "确定", "指定") and self.text.startswith(("为", "是"), rest):
            self.complement(reading, rest + 1, b)
        elif word in ("将", "对"):
            self._joined(reading, b)
        elif word in _ASKS:
            self._approved(word, reading, b)
        elif word == "接受":
            self._under(reading, b)
        elif word == "委托":
            approves = _APPROVE.match(self.text, rest, b) is not None
            if approves or starts_with_verb(self.text, rest):
                self.claim(reading, "approve" if approves else "responsible", "entrusted", rest)
        elif word.startswith("主体"):
            self.claim(reading, "lead", "noun", rest)
        elif word == "会同" and not ISSUES.match(self.text, rest, b):
            self.claim(reading, "support", "with", rest)
        else:
            self._wished(word, reading, b)

    def _approved(self, word: str, reading: Reading, b: int) -> None:
        rest = reading.end
        if self.text.startswith("会同", rest) and (other := read_actors(self.text, rest + 2, b)):
            reading, rest = Reading((*reading.spans, *other.spans), other.end), other.end
        if word in ("向", "到"):
            approves = _FILES.match(self.text, rest, b) is not None
        else:
            # 通过 also means "by means of": only 通过…认可的 tells of an approval.
            fixes = word in ("报", "报请", "提请") and self.text.startswith(("确定", "决定"), rest)
            fixes = fixes or (word in ("经", "已经") and self.text[rest:b] == "研究")  # 经镇党委研究,现…
            approves = (fixes or bool(_APPROVE.match(self.text, rest, b))) and (
                word != "通过" or "的" in self.text[rest:b]
            )
        if approves:
            self.claim(reading, "approve", "approved_by", rest)
            self._approved_next(rest, b)
        elif word == "提请" and (self.text.startswith("依法", rest) or starts_with_verb(self.text, rest)):
            watches = is_watcher(self.names(reading)[-1]) and follows_up(self.text, rest, b)
            self.claim(reading, "oversee" if watches else "responsible", "requested", rest)

    def _approved_next(self, rest: int, b: int) -> None:
        """经甲局审核、乙政府批准: those who approve after it."""
        while (verb := _APPROVE.match(self.text, rest, b)) and self.text.startswith(("、", "和", "与"), verb.end()):
            other = read_actors(self.text, verb.end() + 1, b)
            if other is None or _APPROVE.match(self.text, other.end, b) is None:
                return
            self.claim(other, "approve", "approved_by", other.end)
            rest = other.end

    def _under(self, reading: Reading, b: int) -> None:
        """接受人大监督、政协监督和舆论监督: one after the other."""
        current: Reading | None = reading
        while current is not None and (watch := _WATCHES.match(self.text, current.end, b)):
            self.claim(current, "oversee", "under", current.end)
            joint = self.text[watch.end() : watch.end() + 1]
            current = read_actors(self.text, watch.end() + 1, b) if joint and joint in "、和与及" else None

    def demanded(self, reading: Reading, b: int) -> bool:
        """要求各地严格执行: what is asked of somebody, by a verb."""
        asks = _DEMANDS.match(self.text, reading.end, b) is not None
        return asks and self.claim(reading, "responsible", "demanded", reading.end)

    def _wished(self, word: str, reading: Reading, b: int) -> None:
        text, rest = self.text, reading.end
        if word == "鼓励" and _LEADS.match(text, rest, b):
            self.claim(reading, "lead", "encouraged", rest)
        elif word == "鼓励" and _JOINS_GLADLY.match(text, rest, b):
            self.claim(reading, "member", "encouraged", rest)
        elif word == "要求":
            self.demanded(reading, b)
        elif word == "均需":
            self.claim(reading, "responsible", "demanded", rest)  # 以下均需县政府落实，不再列出
        elif word == "需要" and _NEEDED.match(text, rest, b):
            self.claim(reading, "support", "needed", rest)
        elif word in ("组建", "成立") and _LEADS.match(text, rest, b):
            self.claim(reading, "lead", "by", rest)
            if (more := re.compile("[^,。;、]{2,6}[、,]").match(text, rest, b)) and (
                helper := read_actors(text, more.end(), b)
            ):
                self.subject(helper, b)
        elif word in ("健全", "形成", "构建", "完善", "强化", "建立"):
            if slogan := SLOGAN.match(text, rest, b):
                self.slogans(reading, slogan, b)
            elif text.startswith("为组长", rest):
                self.complement(reading, rest + 1, b)

    def _joined(self, reading: Reading, b: int) -> None:
        text, rest = self.text, reading.end
        if text.startswith(",", rest):
            rest, b = rest + 1, min(self.end, rest + 40)
        if named := _NAMED_AS.match(text, rest, b):
            self.complement(reading, named.end(), b)
            return
        verb = _JOINS.match(text, rest, b)
        if verb and rules.WHOLE.match(text, verb.end(), b) and not is_person(self.names(reading)[-1]):
            self.claim(reading, "member", "join", verb.start())

    # -- 由 ----------------------------------------

    def _by(self, reading: Reading, at: int, number: int, b: int) -> None:
        text, rest = self.text, reading.end
        together = text.startswith("会同", rest) and (other := read_actors(text, rest + 2, b)) is not None
        rest = other.end if together and other is not None else rest  # the anchor 会同 gives the other its role
        if _NO_TASK.match(text, rest, b):
            return
        if rest >= b or _MANNER.match(text, rest):
            b = self.clauses[number + 1][1] if number + 1 < len(self.clauses) else b
        if rest >= b:
            return
        if slogan := SLOGAN.match(text, rest, b):
            self.slogans(reading, slogan, b)
        elif _LIAISON.search(text, max(self.start, at - 8), at - 1):
            return  # 联络员由各单位负责人担任: no post of a body
        elif copula := _COPULA.match(text, named.end() if (named := _NAMED.match(text, rest, b)) else rest, b):
            self._by_copula(reading, copula, at, b)
        elif _LEADS.match(text, rest, b) or text.startswith(("牵头的", "主办的"), rest):
            self._led_by(reading, rest, b)
        elif self._makes_up(reading, rest, b):
            self.claim(reading, "member", "together", rest)
        else:
            role = self._role_by(rest, b)  # 由甲会同乙制定: 甲 leads, as in 甲会同乙制定
            self.claim(reading, "lead" if together and role == "responsible" else role, "by", rest)

    def _makes_up(self, reading: Reading, rest: int, b: int) -> bool:
        made, several = _TOGETHER.match(self.text, rest, b), len(reading.spans) > 1
        if made and (several or made.end() - rest < 5 or self.text.startswith(_BESIDE, rest)):
            return True
        return several and self.text.startswith("组建", rest)

    def _led_by(self, reading: Reading, rest: int, b: int) -> None:
        text = self.text
        if text.startswith("主导", rest) and all(name in LOOSE for name in self.names(reading)):
            return
        self.claim(reading, "lead", "by", rest)
        made = _LED_SETUP.match(text, rest, self.end)
        helpers = read_actors(text, made.end() + 1, self.end) if made else None
        if helpers and text.startswith("参与的", helpers.end):
            self.claim(helpers, "support", "help_verb", helpers.end)
            self.body = read_actors(text, helpers.end + 3, self.end)

    def _role_by(self, rest: int, b: int) -> RoleName:
        text = self.text
        if charge := _IN_CHARGE.match(text, rest, b):
            return rules.role_of_charge(text, charge.end(), b)
        if _HELPS.match(text, rest, b):
            return "support"
        if _SUBMITS.match(text, rest, b):
            return "responsible"  # 由学校报请主管部门批准: others approve
        if _OVERSEE_BY.match(text, rest, b):
            return "oversee"
        return "approve" if _APPROVE_BY.match(text, rest, b) else "responsible"

    def _by_copula(self, reading: Reading, copula: re.Match[str], at: int, b: int) -> None:
        text = self.text
        if self.complement(reading, copula.end() + text.startswith("的", copula.end()), b):
            return
        if _MAINLY.match(text, copula.start(), b):
            self.claim(reading, "lead", "by", copula.start())
            return
        before = text[max(self.start, at - 12) : at - 1].rpartition(",")[2]
        post = _POST_BEFORE.search(before) or (
            not before and _POST_SET_UP.search(text, max(self.start, at - 16), at - 2)
        )
        if before.endswith("成员"):
            self.claim(reading, "member", "post", copula.start())  # 办公室成员由…担任
        elif post and not before:
            self.claim(reading, "head", "post", copula.start(), post[1])
        elif post:
            self.claim(reading, "head", "post", copula.start(), _plain_post(post.group()))
        else:
            self.claim(reading, "responsible", "by", copula.start())

    # -- bodies that are being set up ----------------------------------------

    def set_up(self, a: int, b: int) -> None:
        """成立领导小组, 下设办公室: what a clause sets up may be given its duty later in the sentence."""
        for mark in _BODY.finditer(self.text, a, b) if self.sets_up else ():
            found = read_actors(self.text, mark.end(), b)
            if found is None or not _BODY_NAME.search(self.text, *found.spans[-1]):
                continue
            self.body = found
            if again := _ALIASED.match(self.text, found.spans[-1][1], self.end):
                self.body = Reading((again.span("again"),), again.end())  # 下设办公室(简称创建办),创建办…
            if duty := _IN_CHARGE.match(self.text, found.end, b):
                self.charge_body(duty.start())

    def charge_body(self, at: int) -> None:
        """The body set up in this sentence has its duty at ``at``."""
        if self.body:
            charge = _IN_CHARGE.match(self.text, at, self.end)
            role = rules.role_of_charge(self.text, charge.end(), self.end) if charge else "responsible"
            self.claim(self.body, role, "body", at)
            self.body = None


def _plain_post(words: str) -> str:
    """领导小组办公室主任均 → 办公室主任."""
    post = re.sub("(?:均|分别|一般|通常)$", "", words)
    return post[post.find("办公室") :] if "办公室" in post else post


def is_person(name: str) -> bool:
    """Whether an actor is a person; persons 纳入 a scheme are no members of it."""
    return bool(_PERSON.search(name))
