"""Agents behind 由: 由甲牵头, 由乙任组长, 由丙制定. In come the actors behind it, out goes the role of each."""

from __future__ import annotations

import re

from extract.actors.phrases import Reading, read_actors
from extract.records import RoleName
from extract.role_forms import rules
from extract.role_forms.claims import LOOSE, SLOGAN, ClaimReader

_NAMED = re.compile(r"[\u4e00-\u9fffxX*]{1,3}(?:同志)?(?=担任|兼任|任[组副主第总])")
LEADS = re.compile(rf"(?:{rules.ADVERB})*{rules.LEADING}|主导")
IN_CHARGE = re.compile(rf"(?:{rules.ADVERB})*{rules.IN_CHARGE}")
_APPROVE_BY = re.compile(
    rf"(?![^,;。]{{0,6}}(?:下达|制定|编制|发放|拟定|提出|组织))[^;。经报]{{0,30}}?{rules.APPROVING}"
)
_BESIDE = ("和", "与", "及", "以及", "、", "等")
_TOGETHER = re.compile(r"[^,。;]{0,16}?组成|[^,。;、]{0,6}?组建(?:而成|成|$|(?=[,。]))")
_OVERSEE_BY = re.compile(
    r"[^,。;]{0,30}?(?:(?:进行|开展|实施|组织|加强)[^,。;]{0,8}?(?:监督|督导|考核|督查|检查|审计)|现场指导"
    r"|(?:监督|督导|督查)(?<!接受监督)(?!员))"
    r"|(?:负责|分别|统一|定期)*(?:考核|考评|测评|评比|检查|验收|审计)(?=$|[,。;、])"
)
_NO_TASK = re.compile(
    r"基本|医疗保|保险|基金|队伍|人数|转变|转移|转入|迁|变为|转为|提高|增加|扩大|下降|的(?!.{0,12}(?:组成|负责))|到|向(?![^,。;]{2,20}(?:提出|报告|报送|申请|汇报|备案|提交))|[^,。;]{0,6}构成"
)
_MANNER = re.compile("[在征按根依以]")
_COPULA = re.compile("作为|为|担[任当]|兼任|兼(?=[办主副组总秘])|任(?![命用务何意])")
_LED_SETUP = re.compile("牵头(?:组建|成立)(?=,)")
_HELPS = re.compile(rf"(?:{rules.ADVERB})*{rules.HELPING}")
_SUBMITS = re.compile(
    "(?:按[^,。;]{0,6}程序|逐级|统一|汇总|审核|修改|完善|整理|研究)*(?:后)?(?:报|提请|提交|申请|向|提出|委托|授权)"
)
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


class AgentReader(ClaimReader):
    """Reads the actors behind 由, with what they are said to do or to be."""

    def agent(self, reading: Reading, at: int, number: int, b: int) -> None:
        """由甲牵头, 由乙担任组长, 由丙和丁共同组建, 由戊制定: the role that the words behind the agent say."""
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
            self._read_by_copula(reading, copula, at, b)
        elif LEADS.match(text, rest, b) or text.startswith(("牵头的", "主办的"), rest):
            self._read_led_by(reading, rest)
        elif self._makes_up(reading, rest, b):
            self.claim(reading, "member", "together", rest)
        else:
            role = self._role_by(rest, b)  # 由甲会同乙制定: 甲 leads, as in 甲会同乙制定
            self.claim(reading, "lead" if together and role == "responsible" else role, "by", rest)

    def _makes_up(self, reading: Reading, rest: int, b: int) -> bool:
        """Whether several actors make up a body, or one does together with others: 由甲、乙组建."""
        made, several = _TOGETHER.match(self.text, rest, b), len(reading.spans) > 1
        if made and (several or made.end() - rest < 5 or self.text.startswith(_BESIDE, rest)):
            return True
        return several and self.text.startswith("组建", rest)

    def _read_led_by(self, reading: Reading, rest: int) -> None:
        """由甲牵头、乙参与的工作组: the leader, its helper, and the body that both make up."""
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
        """The role of an agent behind 由, by the verb of its task: 由甲负责, 由乙协助, 由丙监督, 由丁审批."""
        text = self.text
        if charge := IN_CHARGE.match(text, rest, b):
            return rules.role_of_charge(text, charge.end(), b)
        if _HELPS.match(text, rest, b):
            return "support"
        if _SUBMITS.match(text, rest, b):
            return "responsible"  # 由学校报请主管部门批准: others approve
        if _OVERSEE_BY.match(text, rest, b):
            return "oversee"
        return "approve" if _APPROVE_BY.match(text, rest, b) else "responsible"

    def _read_by_copula(self, reading: Reading, copula: re.Match[str], at: int, b: int) -> None:
        """由甲任组长, 办公室主任由乙兼任, 由丙作为牵头单位: the post behind the copula, or the one before 由."""
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


def _plain_post(words: str) -> str:
    """领导小组办公室主任均 → 办公室主任."""
    post = re.sub("(?:均|分别|一般|通常)$", "", words)
    return post[post.find("办公室") :] if "办公室" in post else post
