"""Actors that stand after a word: 由…, 以…为, 将…纳入, 经…批准, 报…备案, 鼓励…, 会同…, 成立…."""

from __future__ import annotations

import re

from extract.actors.phrases import Reading, read_actors, starts_with_verb
from extract.role_forms import rules
from extract.role_forms.agents import IN_CHARGE, LEADS, AgentReader
from extract.role_forms.claims import SLOGAN
from extract.role_forms.overseers import follows_up, is_watcher
from extract.role_forms.people import read_person

_NAMES_AS = r"(?=[^,。;]{2,40}[为是])"
_LED = r"(?=[^,。;]{2,24}(?:牵头|主导)(?!单位|部门|人)[、,]?)"
_CHAIN = r"(?=[^,。;]{2,30}(?:为组长|协调|配合|实施|落实|负责|参与|牵头|监督))"
# Each alternative begins with its own character: the engine skips to one of them.
ANCHOR = re.compile(
    r"由(?<![自缘]由)(?:(?<![理事来案]由)|(?<=[管办处清审受治]理由)|(?<=[原历本]来由)|(?<=[方预提档议备]案由)|(?<=人事由))(?![于此来])|以(?![上下及来后前内外便免])|将(?![来军])|对(?![于外口接照])"
    r"|经(?<![财曾历神已]经)(?![济营费验常办过历贸纪典开]|信(?!访))|请示(?=[\u4e00-\u9fff]{2,12}(?:同意|批准|审批|审核))|已经|提交|报请|报送(?=[\u4e00-\u9fff、()]{2,40}?(?:审批|批准|审定|审核|备案|核备|备查|核定))|告知(?=[\u4e00-\u9fff]{2,12}备案)|提请|报(?![请告名销考酬纸道刊表警送给])"
    r"|到(?=[\u4e00-\u9fff、]{2,14}备案)|送(?=[\u4e00-\u9fff、]{2,24}?(?:备案|审批|审核|审定|审查|核备|备查|核定))|鼓励|要求|需要|均需(?=[^,。;]{2,24}(?:落实|负责|实施|完成)(?:[,。;)]|$))|通过|向|会同|联合(?<=,..)(?![会国体单学校党]|印发|下发|发文|制定|惩戒)|征得|接受|委托(?![人方书代管的])|主体[是为]|"
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
_WATCHES = re.compile(rf"(?:等)?的?(?:日常|业务|依法|全程|专项|统一){{0,2}}{rules.OVERSEEING}")
_PERSON = re.compile(r"(?:人员|人|员|长|师|生|干部|领导|书记|主任|同志|专家|家|手|者)$")
_NAMED_AS = re.compile("作为|列为|确定为|明确为")
_JOINS = re.compile(rf"(?:{rules.ADVERB})*{rules.JOINING}")
_JOINS_GLADLY = re.compile(
    "(?:积极|主动|自愿)?(?:加入|纳入|参加(?=[^,。;]{0,16}(?:共同体|医共体|教共体|联盟|联合体|集团|协会|建设|管理)))"
)
_DEMANDS = re.compile(
    "组织(?!部)|进一步|继续|发挥|坚决|牢固|充分|主动|积极|履行|压实|提高|开展|对|结合|务必|建立|成立|制定|落实|抓好|强化|立即|抓紧|尽快|加强|于|能|做到|严格|认真|按|必须|要|切实|坚持|注重|及时|每|在|全面|做好"
)
_NEEDED = re.compile("(?:的)?(?:密切|积极|大力|共同)?(?:配合|参与|支持|协助)(?!的)")
# 省财政厅会同省民政厅印发…: who issued a document is history, not a role.
ISSUES = re.compile(r"[^,。;]{0,12}?(?:印发|下发|出台|发布|制发)")


class AnchorReader(AgentReader):
    """Reads the actors that an anchor word announces."""

    def anchored(self, word: str, at: int, number: int, b: int) -> None:
        """Read the actors after an anchor and give them the role that it and what follows them say."""
        reading = (read_person(self.text, at, b) if word == "由" else None) or read_actors(self.text, at, b)
        if reading is None:
            return
        rest = reading.end
        if word == "由":
            self.agent(reading, at, number, b)
        elif word == "以" and (copula := re.compile("作?为").match(self.text, rest, b)):
            self.complement(reading, copula.end(), b)
        elif word in ("明确", "确定", "指定") and self.text.startswith(("为", "是"), rest):
            self.complement(reading, rest + 1, b)
        elif word in ("将", "对"):
            self._read_joiners(reading, b)
        elif word in _ASKS:
            self._read_approvers(word, reading, b)
        elif word == "接受":
            self._read_controllers(reading, b)
        elif word == "委托":
            approves = _APPROVE.match(self.text, rest, b) is not None
            if approves or starts_with_verb(self.text, rest):
                self.claim(reading, "approve" if approves else "responsible", "entrusted", rest)
        elif word.startswith("主体"):
            self.claim(reading, "lead", "noun", rest)
        elif word == "会同" and not ISSUES.match(self.text, rest, b):
            jointly = rules.APPROVED_JOINTLY.match(self.text, rest, b) is not None
            self.claim(reading, "approve" if jointly else "support", "with", rest)
        elif word == "联合" and self.claims and self.claims[-1].role == "lead":
            self.claim(reading, "member", "ally", rest)  # 由甲牵头,联合乙、丙开展…
        else:
            self._read_others(word, reading, b)

    def _read_approvers(self, word: str, reading: Reading, b: int) -> None:
        """经甲局审核, 报乙政府批准, 向丙局备案: those who approve; 提请丁局依法查处: who is asked to act."""
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
            self._read_next_approvers(rest, b)
        elif word == "提请" and (self.text.startswith("依法", rest) or starts_with_verb(self.text, rest)):
            watches = is_watcher(self.names(reading)[-1]) and follows_up(self.text, rest, b)
            self.claim(reading, "oversee" if watches else "responsible", "requested", rest)

    def _read_next_approvers(self, rest: int, b: int) -> None:
        """经甲局审核、乙政府批准: those who approve after it."""
        while (verb := _APPROVE.match(self.text, rest, b)) and self.text.startswith(("、", "和", "与"), verb.end()):
            other = read_actors(self.text, verb.end() + 1, b)
            if other is None or _APPROVE.match(self.text, other.end, b) is None:
                return
            self.claim(other, "approve", "approved_by", other.end)
            rest = other.end

    def _read_controllers(self, reading: Reading, b: int) -> None:
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

    def _read_others(self, word: str, reading: Reading, b: int) -> None:
        """鼓励甲牵头, 需要乙配合, 成立由丙牵头的…: actors behind a word that wishes, needs or sets up."""
        text, rest = self.text, reading.end
        if word == "鼓励" and LEADS.match(text, rest, b):
            self.claim(reading, "lead", "encouraged", rest)
        elif word == "鼓励" and _JOINS_GLADLY.match(text, rest, b):
            self.claim(reading, "member", "encouraged", rest)
        elif word == "要求":
            self.demanded(reading, b)
        elif word == "均需":
            self.claim(reading, "responsible", "demanded", rest)  # 以下均需县政府落实，不再列出
        elif word == "需要" and _NEEDED.match(text, rest, b):
            self.claim(reading, "support", "needed", rest)
        elif word in ("组建", "成立") and LEADS.match(text, rest, b):
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

    def _read_joiners(self, reading: Reading, b: int) -> None:
        """将甲纳入医共体, 将乙确定为牵头单位: who becomes a member, or what a copula names them."""
        text, rest = self.text, reading.end
        if text.startswith(",", rest):
            rest, b = rest + 1, min(self.end, rest + 40)
        if named := _NAMED_AS.match(text, rest, b):
            self.complement(reading, named.end(), b)
            return
        verb = _JOINS.match(text, rest, b)
        if verb and rules.WHOLE.match(text, verb.end(), b) and not is_person(self.names(reading)[-1]):
            self.claim(reading, "member", "join", verb.start())

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
            if duty := IN_CHARGE.match(self.text, found.end, b):
                self.charge_body(duty.start())

    def charge_body(self, at: int) -> None:
        """The body set up in this sentence has its duty at ``at``."""
        if self.body:
            charge = IN_CHARGE.match(self.text, at, self.end)
            role = rules.role_of_charge(self.text, charge.end(), self.end) if charge else "responsible"
            self.claim(self.body, role, "body", at)
            self.body = None


def is_person(name: str) -> bool:
    """Whether an actor is a person; persons 纳入 a scheme are no members of it."""
    return bool(_PERSON.search(name))
