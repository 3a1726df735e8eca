"""One sentence read for roles: where actors may begin, and what is said of them there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract import role_rules as rules
from extract.actors import Reading, read_actors
from extract.records import RoleName
from extract.role_clauses import GATE, Span, split_clauses


class Claim(NamedTuple):
    """An actor and the role that a rule gives it; ``duty`` is where its task is written."""

    span: Span
    role: RoleName
    rule: str
    duty: Span
    post: str | None = None


_BODY = re.compile(
    r"(?:成立|组建|设立|下设|内设|设置|增设|(?<![建开附])设(?![备施计置有在立定]))(?:以[^,。;]{1,60}的)?[\"“]?(?=[\u4e00-\u9fff(])"
)
_ANCHOR = re.compile(
    r"(?<![自理缘事来案])由(?![于此来])|以(?![上下及来后前内外便免])|将(?![来军])|对(?![于外口接照])|(?<![财曾历神已])经(?![济营费验常办过历贸信纪典开])|已经|提交|报请|报(?![请告名销考酬纸道刊表警送给])"
    r"|鼓励|要求|需要|通过|向|会同|征得|主体[是为]|(?:健全|形成|构建|完善|强化|建立)(?=[^,。;]{2,30}(?:为组长|协调|配合|实施|落实|负责|参与|牵头|监督))"
)
_PREDICATE = re.compile(
    rf"(?P<modal>{rules.MODAL})|(?P<lead>{rules.LEADING})|(?P<charge>{rules.IN_CHARGE})|(?P<help>{rules.HELPING})"
    rf"|(?P<join>{rules.JOINING})|(?P<noun>为|是|作为|担任|兼任|任(?![命用务何意])|成为)|(?P<oversee>{rules.OVERSEEING}(?!体系|机制|制度|办法|指标|结果|下|机构|权|检验|入库|合格|优秀|达标|认证|验收|项目|工作))"
    r"|(?P<approve>(?:审批|核准|审核|审定|批准(?!为))(?!制度|注册|服务|流程|改革|事项|权限|手续|效率|局|窗口|环节|系统|通过率|人员|部门|工作|链))|(?P<ally>联合(?!会|国|体|单|学|校|印发|下发|发文|制定|惩戒|党))|(?P<together>(?:联合|共同)?(?:组建|组成))"
)
_NOUN = re.compile(rf"[^,。;:、\n]{{0,16}}?(?P<noun>{rules.words('noun')})(?=$|[,。;:、)\"”的\s]|组建|建立|开展)")
_POST = re.compile(rf"(?P<post>[^,。;:、的\n]{{0,8}}?(?:{rules.words('post')}))(?=$|[,。;:、)(的\s]|负责制)")
_SLOGAN = re.compile(rf"(?P<slogan>{rules.words('slogan')})(?=[、,。;]|$|[一二三四五六七八九\d]+[级方]|的[^,。;]{{0,8}}(?:机制|体制|格局|体系|网络))")
_APPROVE = re.compile(rf"[^,、;。]{{0,20}}?(?:{rules.APPROVING})")
_TOGETHER = re.compile(r"[^,。;]{0,16}?组成|[^,。;、]{0,6}?组建(?:而成|成|$|(?=[,。]))")
_ELIDED = re.compile(
    rf"(?:{rules.ADVERB})*(?:(?P<modal>{rules.MODAL})|(?P<charge>{rules.IN_CHARGE})|(?P<lead>{rules.LEADING})|(?P<help>(?:积极|密切)?配合)|(?P<join>(?:可[^,]{{0,10}}?)?(?:鼓励)?{rules.JOINING}))"
    rf"|(?P<oversee>(?:(?:通过|采取)[^,]{{0,24}}?|{rules.ADVERB}*)对[^,]{{1,40}}?(?:进行|开展|实施|组织)[^,]{{0,8}}?{rules.OVERSEEING})"
)
_BODY_DUTY = re.compile(rf"(?:{rules.ADVERB})*(?:{rules.IN_CHARGE}|统筹|协调|行使|审议|督促)")
_BODY_NAME = re.compile(
    r"(?:小组|会|室|专班|指挥部|组|中心|部|岗位|人员|员|长|团队|队|机构|办|局|处|所|站|科)(?:\([^()]*\))?$"
)
_SUBJECT_REST = re.compile(
    rf"$|保留|{rules.PREPOSITION}|{rules.ADVERB}|是|设在|作为|设|统筹|组织|接到|收到|建立|成立|制定|申报|立案|查处|受|会同|办理"
)
_SLOGAN_NOUNS = frozenset(
    "政府 党委 部门 社会 企业 群众 公众 市场 学校 家庭 单位 医院 机构 社会组织 公司 支部 教师 党员 干部 社区 各级 各方".split()
)
_LOOSE = _SLOGAN_NOUNS | frozenset("社会力量 志愿者 专家 代表 政协 人大 集团 商会 协会 团队".split())
_TRADE = ("企业", "集团", "公司", "社会组织", "专家", "群众")
_WEAK = frozenset("主体 核心 龙头".split())
_TITLES = ("同志", "企业", "总书记", "景区", "校区", "园区", "小区")
_COLLECTIVE = re.compile(
    r"的[^,。;]{0,24}(?:共同体|医共体|教共体|文共体|集团|联盟|医联体|管理|团队|小组|体系|网络|一体化|协作)"
)
_PERSON = re.compile(r"(?:人员|人|员|长|师|生|干部|领导|书记|主任|同志|专家|家|手|者)$")
_OVERSEE_BY = re.compile(
    rf"[^,。;]{{0,30}}?(?:(?:进行|开展|实施|组织|加强)[^,。;]{{0,8}}?(?:监督|督导|考核|督查|检查|审计)|现场指导|(?<!接受)(?:监督|督导|督查)(?!员))"
)
_CHANGED = re.compile(
    r"(?:基本|医疗保|保险|基金|队伍|人数|转变|变为|转为|提高|增加|扩大|下降|的(?!.{0,12}(?:组成|负责))|到|向)"
)


_MADE_UP = re.compile(r"[^,。;]{0,6}构成")
_ISSUES = re.compile(r"[^,。;]{0,12}?(?:印发|下发|出台|发布|制发)")
_MEANS = re.compile(r"根据|按照|依据|会同|通过|采取|每|定期|组织|负责|要|应|在|依法|$")
_PLAIN: dict[str, RoleName] = {"lead": "lead", "help": "support", "join": "member", "oversee": "oversee"}


def _post_name(post: str) -> str:
    """安全生产第一责任人 → 第一责任人; posts that name their body (教共体副校长) stay whole."""
    responsible = re.compile("(?:第一|直接|主要|具体)?责任人$").search(post)
    return responsible.group() if responsible else re.sub("^(?:本|该)", "", post)


class SentenceReader:
    """Reads one sentence of folded text; ``claims`` collects what it finds, in reading order."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.clauses = split_clauses(text, start, end)
        self.told = [GATE.search(text, a, b) is not None for a, b in self.clauses] + [False]
        self.claims: list[Claim] = []
        self.subjects: list[tuple[int, Reading]] = []  # (clause, actors at its start without a role so far)
        self.body: Reading | None = None  # what the sentence sets up: 领导小组, 办公室

    def read(self) -> list[Claim]:
        """All claims of the sentence."""
        for number, (a, b) in enumerate(self.clauses):
            self._read_clause(number, a, b)
        return self.claims

    def _claim(self, reading: Reading, role: RoleName, rule: str, at: int, post: str | None = None) -> None:
        duty = (at, self.end)
        taken = {claim.span[0] for claim in self.claims[-12:]}
        self.claims += [Claim(span, role, rule, duty, post) for span in reading.spans if span[0] not in taken]

    def _names(self, reading: Reading) -> list[str]:
        return [self.text[a:b] for a, b in reading.spans]

    def _read_clause(self, number: int, a: int, b: int) -> None:
        told = self.told[number]
        opens = _ELIDED.match(self.text, a, b) or (self.body and _BODY_DUTY.match(self.text, a, b))
        # Actors at the start of a clause matter when this clause, the next, or (for the first) any later one tells.
        useful = told or number == 0 or self.told[number + 1]
        reading = None if opens or not useful else read_actors(self.text, a, b)
        if reading is None:
            self._elided(number, a, b)
        elif not self._subject(reading, b):
            self.subjects.append((number, reading))
        if told or self.told[number + 1]:
            at = reading.end if reading else a
            for anchor in _ANCHOR.finditer(self.text, a, b):
                if anchor.end() > at or reading is None:
                    self._anchored(anchor.group(), anchor.end(), number, b)
        for body in _BODY.finditer(self.text, a, b):
            found = read_actors(self.text, body.end(), b)
            if found and _BODY_NAME.search(self.text, *found.spans[-1]):
                self.body = found
                self._charged_body(found.end, b)

    # -- actors at the start of a clause ---------------------------------------------------------------------------

    def _subject(self, reading: Reading, b: int) -> bool:
        """Give the actors at the start of a clause the role of its predicate; False when it has none."""
        text, end = self.text, reading.end
        if slogan := _SLOGAN.match(text, end, b):
            return self._slogans(reading, slogan, b)
        for predicate in _PREDICATE.finditer(text, end, b):
            if not rules.GAP.fullmatch(text, end, predicate.start()):
                return False
            if self._predicate(reading, predicate, b):
                return True
        return False

    def _predicate(self, reading: Reading, predicate: re.Match[str], b: int) -> bool:
        text, end = self.text, reading.end
        kind = str(predicate.lastgroup)
        if kind == "modal":
            self._claim(reading, self._bound(predicate.end(), b), "modal", predicate.start())
            return True
        if kind == "noun":
            plain = rules.ONLY_ADVERBS.fullmatch(text, end, predicate.start())
            return self._is(self._with_earlier(reading), predicate.end(), b) if plain else False
        bare = rules.ONLY_ADVERBS.fullmatch(text, end, predicate.start()) is not None or text.startswith(
            ("为", "给"), end
        )
        return self._does(reading, kind, predicate, bare, b)

    def _bound(self, at: int, b: int) -> RoleName:
        stop = self.end if at == b else b
        return rules.role_of_duty(self.text, at, stop)

    def _does(self, reading: Reading, kind: str, verb: re.Match[str], bare: bool, b: int) -> bool:
        text, names = self.text, self._names(reading)
        loose = all(name in _LOOSE or name.endswith(_TRADE) for name in names)
        at = verb.end()
        if kind == "charge" and not (text.startswith("、", at) and any(name in _SLOGAN_NOUNS for name in names)):
            self._claim(reading, rules.role_of_charge(text, at, b), "charge", verb.start())
        elif kind == "lead" and bare:
            self._claim(reading, "lead", "lead_verb", verb.start())
        elif kind == "help" and not loose and not (verb.group() == "支持" and text.startswith("的", at)) and (bare or "范围内" in text[reading.end : at]):
            if verb.group() == "会同":  # its object supports; the subject leads, or has a verb of its own further on
                other = read_actors(text, at, b)
                acts = other is not None and other.end < b and not _ISSUES.match(text, other.end, b)
                if acts:
                    self._claim(reading, "lead", "with", verb.start())
                return acts
            self._claim(reading, "support", "help_verb", verb.start())
            self._after_noun(at, b)
        elif kind == "join" and bare and rules.WHOLE.match(text, at, b) and not _PERSON.search(names[-1]):
            self._claim(self._with_earlier(reading), "member", "join", verb.start())
        elif kind == "together" and bare and len(reading.spans) > 1:
            self._claim(reading, "member", "together", verb.start())
        elif kind == "oversee" and not loose and self._oversees(reading.end, verb, bare):
            self._claim(reading, "oversee", "oversee_verb", verb.start())
        elif kind == "approve" and bare and not loose:
            self._claim(reading, "approve", "approve_verb", verb.start())
        elif kind == "ally" and (other := read_actors(text, at, b)):
            self._claim(reading, "lead", "ally", verb.start())
            self._claim(other, "member", "ally", verb.start())
        else:
            return False
        return True

    def _with_earlier(self, reading: Reading) -> Reading:
        """3个卫生所,51个村卫生室纳入: a list whose parts stand in clauses of their own."""
        spans = reading.spans
        while self.subjects and self.subjects[-1][1].end == self.clauses[self.subjects[-1][0]][1]:
            clause, earlier = self.subjects[-1]
            if self.clauses[clause][1] + 1 < spans[0][0] - 12:
                break
            self.subjects.pop()
            spans = (*earlier.spans, *spans)
        return reading._replace(spans=spans)

    def _oversees(self, end: int, verb: re.Match[str], bare: bool) -> bool:
        between = self.text[end : verb.start()]
        if self.text[verb.end() : verb.end() + 1] in "，,。;、" and verb.group() in ("巡查", "检查"):
            return False  # 每日巡查: their own rounds, not oversight of others
        return bare or "对" in between and between.endswith(("进行", "开展", "实施", "进行增值性", "定期", "组织"))

    def _is(self, reading: Reading, at: int, b: int) -> bool:
        """甲为牵头单位、乙为成员: complement after a copula, and the chain that may follow."""
        text = self.text
        noun = _NOUN.match(text, at, b)
        post = _POST.match(text, at, b)
        if noun and not (post and post.end() > noun.end()):
            role = rules.role_of()["noun", noun["noun"]]
            if noun["noun"].endswith("组成部分") and len(reading.spans) < 2:
                return False
            if noun["noun"] in _WEAK and not self._leads(reading, noun.end(), b):
                return False
            self._claim(reading, role, "noun", at)
            self._after_noun(noun.end(), b)
            return True
        if post:
            self._claim(reading, "head", "post", at, _post_name(post["post"]))
            self._after_noun(post.end(), b)
            return True
        return False

    def _leads(self, reading: Reading, at: int, b: int) -> bool:
        # 以某某同志为核心的党中央, 以商场为核心的节点: no one is given a task there.
        if any(name in _LOOSE or name.endswith(_TITLES) for name in self._names(reading)):
            return False
        return not self.text.startswith("的", at) or _COLLECTIVE.match(self.text, at, b) is not None

    def _after_noun(self, at: int, b: int) -> None:
        text = self.text
        if text.startswith("的", at) and (body := read_actors(text, at + 1, b)):
            self.body = body
        elif text.startswith("、", at) and (more := read_actors(text, at + 1, b)):
            self._subject(more, b)

    def _slogans(self, reading: Reading, slogan: re.Match[str], b: int) -> bool:
        """甲统筹协调、乙密切配合、丙组织实施: each part of the chain gives a role."""
        found, current, match = False, reading, slogan
        while True:
            if not all(name in _SLOGAN_NOUNS for name in self._names(current)):
                self._claim(current, rules.role_of()["slogan", match["slogan"]], "slogan", match.start())
                found = True
            if not self.text.startswith("、", match.end()):
                return found
            following = read_actors(self.text, match.end() + 1, b)
            found_next = _SLOGAN.match(self.text, following.end, b) if following else None
            if following is None or found_next is None:
                return (following is not None and self._subject(following, b)) or found
            current, match = following, found_next

    # -- clauses without an actor of their own ---------------------------------------------------------------------

    def _elided(self, number: int, a: int, b: int) -> None:
        """应当…, 负责…: a predicate whose actor stands in an earlier clause of the sentence."""
        if self.body and (duty := _BODY_DUTY.match(self.text, a, b)):
            self._claim(self.body, "responsible", "body", duty.start())
            self.body = None
            return
        verb = _ELIDED.match(self.text, a, b)
        if verb is None or not self.subjects:
            return
        clause, reading = self.subjects[-1]
        kind = str(verb.lastgroup)
        if any(claim.span[0] >= self.clauses[clause][0] and claim.rule != "with" for claim in self.claims):
            return
        left = self.clauses[clause][1] - reading.end
        if kind == "oversee" and not _MEANS.match(self.text, reading.end):
            return
        if (
            re.compile(r"[^,]*的[^,、]{1,12}$").fullmatch(self.text, reading.end, self.clauses[clause][1])
            and not re.compile(rules.PREPOSITION).match(self.text, reading.end)
            and not self.text.startswith(("是", "为", "作为", "设在"), reading.end)
        ):
            return  # 社会力量设置的设施: the actor only qualifies another noun
        if not _SUBJECT_REST.match(self.text, reading.end, self.clauses[clause][1]) and not (
            verb["charge"] and left < 9
        ):
            return
        self.subjects.clear()
        role: RoleName = _PLAIN.get(kind, "responsible")
        if kind == "join" and not rules.WHOLE.match(self.text, verb.end(), b):
            return
        if kind == "modal":
            role = self._bound(verb.end(), b)
        if kind == "charge":
            role = rules.role_of_charge(self.text, verb.end(), b)
        self._claim(reading, role, "later_clause", verb.start())

    def _charged_body(self, at: int, b: int) -> None:
        duty = re.compile(rf"(?:{rules.ADVERB})*{rules.IN_CHARGE}").match(self.text, at, b)
        if duty and self.body:
            self._claim(self.body, "responsible", "body", duty.start())
            self.body = None

    # -- actors after 由, 以, 将, 经 … ------------------------------------------------------------------------------

    def _anchored(self, word: str, at: int, number: int, b: int) -> None:
        reading = read_actors(self.text, at, b)
        if reading is None:
            return
        rest = reading.end
        if word == "由":
            self._by(reading, at, number, b)
        elif word == "以":
            if self.text.startswith(("为", "作为"), rest):
                self._is(reading, rest + (2 if self.text.startswith("作", rest) else 1), b)
        elif word in ("将", "对"):
            self._joined(reading, b)
        elif word in ("经", "已经", "报", "报请", "提交", "通过", "征得"):
            if self.text.startswith("会同", rest) and (other := read_actors(self.text, rest + 2, b)):
                reading, rest = Reading((*reading.spans, *other.spans), other.end), other.end
            if _APPROVE.match(self.text, rest, b) and (word != "通过" or "的" in self.text[rest:b]):
                self._claim(reading, "approve", "approved_by", rest)
        elif word == "向":
            if self.text.startswith(("备案", "报备", "报批"), rest):
                self._claim(reading, "approve", "approved_by", rest)
        elif word == "鼓励":
            self._encouraged(reading, b)
        elif word == "要求":
            if re.compile(r"(?:能|做到|严格|认真|按|必须|要|切实|坚持|注重|及时|每|在|全面|做好)").match(
                self.text, rest, b
            ):
                self._claim(reading, "responsible", "demanded", rest)
        elif word == "会同" and not _ISSUES.match(self.text, rest, b):
            self._claim(reading, "support", "with", rest)
        elif word.startswith("主体"):
            self._claim(reading, "lead", "noun", rest)
        elif word in ("健全", "形成", "构建", "完善", "强化", "建立"):
            if slogan := _SLOGAN.match(self.text, rest, b):
                self._slogans(reading, slogan, b)
            elif self.text.startswith("为组长", rest):
                self._is(reading, rest + 1, b)
        elif word == "需要" and re.compile(r"(?:的)?(?:密切|积极|大力|共同)?(?:配合|参与|支持|协助)").match(
            self.text, rest, b
        ):
            self._claim(reading, "support", "needed", rest)

    def _joined(self, reading: Reading, b: int) -> None:
        text, rest = self.text, reading.end
        if text.startswith(",", rest):
            rest, b = rest + 1, min(self.end, rest + 40)
        if re.compile("作为|列为|确定为|明确为").match(text, rest, b):
            self._is(reading, text.index("为", rest) + 1, b)
            return
        verb = re.compile(rf"(?:{rules.ADVERB})*{rules.JOINING}").match(text, rest, b)
        if verb and rules.WHOLE.match(text, verb.end(), b) and not _PERSON.search(self._names(reading)[-1]):
            self._claim(reading, "member", "join", verb.start())

    def _encouraged(self, reading: Reading, b: int) -> None:
        rest = reading.end
        if re.compile(rf"(?:{rules.ADVERB})*{rules.LEADING}").match(self.text, rest, b):
            self._claim(reading, "lead", "encouraged", rest)
        elif re.compile(r"(?:积极|主动|自愿)?(?:加入|纳入|参加)").match(self.text, rest, b):
            self._claim(reading, "member", "encouraged", rest)

    def _by(self, reading: Reading, at: int, number: int, b: int) -> None:
        text, rest = self.text, reading.end
        if text.startswith("会同", rest) and (other := read_actors(text, rest + 2, b)):
            rest = other.end  # the anchor 会同 gives the other its role
        if _CHANGED.match(text, rest, b):
            return
        if rest >= b or re.compile(r"[在征按根依以]").match(text, rest):
            b = self.clauses[number + 1][1] if number + 1 < len(self.clauses) else b
        if rest >= b or _MADE_UP.match(text, rest, b):
            return
        if slogan := _SLOGAN.match(text, rest, b):
            self._slogans(reading, slogan, b)
        elif re.compile("作为|为|担任|兼任|任(?![命用务])").match(text, rest):
            self._is_by(reading, rest, at, b)
        elif re.compile(rf"(?:{rules.ADVERB})*{rules.LEADING}|主导").match(text, rest, b):
            if text.startswith("主导", rest) and all(name in _LOOSE for name in self._names(reading)):
                return
            self._claim(reading, "lead", "by", rest)
            if (made := re.compile("牵头(?:组建|成立)").match(text, rest, b)) and text.startswith(",", made.end()):
                self._participants(made.end() + 1)
        elif (
            (made := _TOGETHER.match(text, rest, b))
            and (len(reading.spans) > 1 or made.end() - rest < 5)
            or (len(reading.spans) > 1 and text.startswith("组建", rest))
        ):
            self._claim(reading, "member", "together", rest)
        elif verb := re.compile(rf"(?:{rules.ADVERB})*{rules.IN_CHARGE}").match(text, rest, b):
            self._claim(reading, rules.role_of_charge(text, verb.end(), b), "by", rest)
        else:
            self._claim(reading, self._role_by(rest, b), "by", rest)

    def _participants(self, at: int) -> None:
        text = self.text
        if reading := read_actors(text, at, self.end):
            if text.startswith("参与的", reading.end) and (body := read_actors(text, reading.end + 3, self.end)):
                self._claim(reading, "support", "help_verb", reading.end)
                self.body = body

    def _role_by(self, rest: int, b: int) -> RoleName:
        if re.compile(rf"(?:{rules.ADVERB})*{rules.HELPING}").match(self.text, rest, b):
            return "support"
        if _OVERSEE_BY.match(self.text, rest, b):
            return "oversee"
        if re.compile(rf"[^;。]{{0,30}}?{rules.APPROVING}").match(self.text, rest, b):
            return "approve"
        return "responsible"

    def _is_by(self, reading: Reading, rest: int, at: int, b: int) -> None:
        copula = re.compile("作为|为|担任|兼任|任").match(self.text, rest, b)
        assert copula is not None
        if self._is(reading, copula.end() + self.text.startswith("的", copula.end()), b):
            return
        before = self.text[max(self.start, at - 12) : at - 1].rpartition(",")[2]
        post = re.compile(r"(?:副?(?:主任|组长|校长|院长|会长|理事长|总指挥))$").search(before)
        self._claim(reading, "head" if post else "responsible", "post" if post else "by", rest, post and post.group())


def read_sentence(text: str, start: int, end: int) -> Sequence[Claim]:
    """The claims of one sentence of folded text.

    >>> text = "由县水利局牵头,县财政局配合"    # "led by the county water bureau, supported by the finance bureau"
    >>> [(text[c.span[0]:c.span[1]], c.role) for c in read_sentence(text, 0, len(text))]
    [('县水利局', 'lead'), ('县财政局', 'support')]
    """
    return SentenceReader(text, start, end).read()
