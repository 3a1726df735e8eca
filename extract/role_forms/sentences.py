"""One sentence read for roles: the actors at the start of its clauses, and the predicates that bind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.actors.phrases import Reading, read_actors, starts_with_verb
from extract.records import RoleName
from extract.role_forms import rules
from extract.role_forms.anchors import ANCHOR, ISSUES, AnchorReader, is_person
from extract.role_forms.claims import LOOSE, SLOGAN, SLOGAN_NOUNS, Claim
from extract.role_forms.clauses import asks, tell_clauses
from extract.role_forms.overseers import follows_up, is_watcher, may_watch, role_of_first, will_watch
from extract.role_forms.people import read_person
from extract.role_forms.predicates import BODY_DUTY, DUTY_IS, ELIDED, PREDICATE, SHARE

_SUBJECT_REST = re.compile(
    rf"$|保留|{rules.PREPOSITION}|{rules.ADVERB}"
    r"|是|设在|作为|设|除|认定|认为|统筹|组织|接到|收到|接报|接警|获悉|得知|建立|成立|制定|申报|立案|查处|受|会同|办理"
)
_STATED = re.compile(r"(?:依据|根据|按照?|结合)[^,。;]{1,30}(?:分别|统一|逐步|全部|整体)")
_ISSUED = re.compile(",(?:联合)?(?:印发|下发|制发|发布)")
_MEANS = re.compile(r"根据|按照|依据|会同|通过|采取|每|定期|组织|负责|要|应|在|依法|$")
_QUALIFIES = re.compile(r"[^,]*的[^,、]{1,12}$")
_PREPOSITION = re.compile(rules.PREPOSITION)
_TRADE = ("企业", "集团", "公司", "社会组织", "专家", "群众")
_PLAIN: dict[str, RoleName] = {"lead": "lead", "help": "support", "join": "member", "oversee": "oversee"}
_MODAL = re.compile(rules.MODAL)
_LABELLED = re.compile(
    r"[ \u3000]*(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}[、是])?[ \u3000]*"
)
_OBJECT = re.compile("接受|配合|支持|服从|[会通]过|的|被|向")
_PRINCIPLE = re.compile("“[^“”]{6,90}”的?(?:工作|总体|基本)?(?:原则|方针|思路)")  # it gives nobody a task
_NO_TASK = re.compile("(?:进行|开展|实施|组织)了|[查测督导核](?:覆盖|率|比例|频次)")  # 进行了检查, 检查覆盖率
_SAYS = ("决定", "强调", "指出", "认为", "表示", "提出", "要求")  # what follows is not what they do themselves
_FORMS = ("进行", "开展", "实施", "进行增值性", "定期", "组织")


class SentenceReader(AnchorReader):
    """Reads one sentence of folded text, clause by clause."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text, start, end)
        self.told = [*tell_clauses(text, self.clauses, end), False]
        self.subjects: list[tuple[int, Reading]] = []  # (clause, actors at its start without a role so far)
        self.unread: list[int] = []  # clauses that may begin with such actors, read when a later one asks for them
        # Actors whose task a later clause may still say otherwise: 会同…, 按职责分工…
        self.waiting: list[tuple[Reading, RoleName, str, int]] = []

    def read(self) -> list[Claim]:
        """All claims of the sentence."""
        for number, (a, b) in enumerate(self.clauses):
            self._read_clause(number, a, b)
        for reading, role, rule, at in self.waiting:
            if not _ISSUED.search(self.text, at, self.end):
                self.claim(reading, role, rule, at)
        if not self.claims or self.text.find("”", self.start, self.end) < 0:
            return self.claims
        quoted = [q.span() for q in _PRINCIPLE.finditer(self.text, self.start, self.end)]
        return [c for c in self.claims if not any(a < c.span[0] < b for a, b in quoted)]

    def _read_clause(self, number: int, a: int, b: int) -> None:
        by = bool(self.claims) and self.claims[-1].rule == "by"
        asked = number > 0 and asks(self.text, *self.clauses[number - 1])
        told = self.told[number] or self.told[number + 1] or by or asked
        elided = ELIDED.match(self.text, a, b)
        opens = elided or (self.body and BODY_DUTY.match(self.text, a, b))
        anchors = list(ANCHOR.finditer(self.text, a, b)) if told else []
        # Actors at the start of a clause matter when this clause, the next, or (for the first) a later one tells.
        reading = None
        if not opens and (told or number == 0):
            needed = self.told[number] or by or asked or anchors or self.body or may_watch(self.text, a, self.end)
            if not needed and not SHARE.match(self.text, b + 1, self.end):  # 甲局、乙局,按照各自职责,…
                self.unread.append(number)  # nothing in this clause, or right behind it, gives them a role
                self.set_up(a, b)
                return
            reading = self._read_actors(number, told)
        reading = reading or (self._find_described(a, b) if told else None)
        if reading is None:
            self._read_elided(elided, a, b)
        elif not (self.subject(reading, b) or self._continues_by(reading, b) or (asked and self.demanded(reading, b))):
            self._read_waiting()
            self.subjects.append((number, reading))
            seat = self.text.startswith("设在", reading.end)
            if seat and self.body and self.names(reading) != self.names(self.body):
                self.body = reading  # 成立…小组,小组办公室设在…,负责…
        at = reading.end if reading else a
        for anchor in anchors:
            if anchor.end() > at:
                self.anchored(anchor.group(), anchor.end(), number, b)
        self.set_up(a, b)

    def _read_actors(self, number: int, told: bool) -> Reading | None:
        a, b = self.clauses[number]
        return (read_person(self.text, a, b) if told else None) or read_actors(self.text, a, b)

    def _read_waiting(self) -> None:
        """Read the actors of the clauses that nothing asked for until now."""
        for number in self.unread:
            if reading := self._read_actors(number, self.told[number + 1]):
                self.subjects.append((number, reading))
        self.unread.clear()

    # -- actors at the start of a clause ----------------------------------------

    def _find_described(self, a: int, b: int) -> Reading | None:
        """未通车的镇、村要…: actors behind what is said of them, right before the verb that binds them."""
        modal = _MODAL.search(self.text, a, b) if self.text.find("的", a, b) >= 0 else None
        of = self.text.rfind("的", a, modal.start()) if modal is not None else -1
        if modal is None or of < 0 or _PREPOSITION.match(self.text, a, b):
            return None
        reading = read_actors(self.text, of + 1, b)
        if reading is None or rules.ONLY_ADVERBS.fullmatch(self.text, reading.end, modal.start()) is None:
            return None
        (start, end), *others = reading.spans
        if end - start < 3 and start - a < 12:  # 单位, 学校 alone would say nothing
            start = _LABELLED.match(self.text, a).end()  # type: ignore[union-attr]
        return reading._replace(spans=((start, end), *others))

    def _continues_by(self, reading: Reading, b: int) -> bool:
        """由甲局统一组织,乙局分级实施: 由 holds for the next actor and its verb, too."""
        by = bool(self.claims) and self.claims[-1].rule == "by"
        if not by or is_person(self.names(reading)[-1]) or not starts_with_verb(self.text, reading.end):
            return False
        return self.claim(reading, self._role_of_duty(reading.end, b), "by", reading.end)

    def subject(self, reading: Reading, b: int) -> bool:
        """Give the actors at the start of a clause the role of its predicate; False when it has none."""
        text, end = self.text, reading.end
        if slogan := SLOGAN.match(text, end, b):
            return self.slogans(self._with_earlier(reading), slogan, b)
        for predicate in PREDICATE.finditer(text, end, b):
            if text.find("“", end, predicate.start()) >= 0 > text.find("”", end, predicate.start()):
                continue  # 按照“三必须”要求负责
            # 甲局、乙局、要…: a mark too many
            stray = predicate.lastgroup == "modal" and text.startswith("、", predicate.start() - 1)
            if not rules.GAP.fullmatch(text, end, max(end, predicate.start() - stray)):
                break
            if self._read_predicate(reading, predicate, b):
                return True
        if duty := DUTY_IS.match(text, end, b):
            return self.claim(reading, "responsible", "duty_is", duty.end())
        if will_watch(text, end, self.end):
            return self.claim(reading, "oversee", "oversee_verb", end)
        share = SHARE.match(text, end, b) or (SHARE.match(text, end + 1, self.end) if end == b < self.end else None)
        if share is not None:
            role = self._role_of_duty(share.end(), b)
            if role != "responsible" and share.end() < b:
                return self.claim(reading, role, "share", share.end())
            self.waiting.append((reading, role, "share", share.end()))
        return False

    def _read_predicate(self, reading: Reading, verb: re.Match[str], b: int) -> bool:
        """Give the actors the role of one predicate; False where the predicate binds nobody."""
        text, kind, at = self.text, str(verb.lastgroup), verb.end()
        names = self.names(reading)
        end = reading.end + (kind in ("lead", "help") and text.startswith("将", reading.end))  # 将积极配合
        bare = rules.ONLY_MANNER.fullmatch(text, end, verb.start()) is not None
        if kind in ("modal", "charge", "help") and verb.start() - reading.end < 12:
            reading = self._with_earlier(reading)  # 甲局、乙局,各乡镇配合
        if kind == "modal":
            return self.claim(reading, self._oversees_or(reading, self._role_of_duty(at, b), at), "modal", verb.start())
        if kind == "charge":
            if text.startswith("、", at) and any(name in SLOGAN_NOUNS for name in names):
                return False  # 党委领导、政府负责、社会协同
            return self.claim(reading, rules.role_of_charge(text, at, b), "charge", verb.start())
        if kind == "noun":
            return bare and self.complement(self._with_earlier(reading), at, b)
        if kind == "lead":
            return bare and self.claim(reading, "lead", "lead_verb", verb.start())
        if kind == "join":
            stated = bare or _STATED.fullmatch(text, reading.end, verb.start())
            joins = stated and rules.WHOLE.match(text, at, b) and not is_person(names[-1])
            return bool(joins) and self.claim(self._with_earlier(reading), "member", "join", verb.start())
        if kind == "together":
            several = len(reading.spans) > 1 or verb.group().startswith("共同")
            return bare and several and self.claim(reading, "member", "together", verb.start())
        if kind == "ally":
            return self._read_ally(reading, verb, b)
        if all(name in LOOSE or (name.endswith(_TRADE) and name[0] not in "县市区镇各") for name in names):
            return False  # bare verbs of 企业, 群众, 专家 are exposition
        return self._read_plain_verb(reading, verb, bare, b)

    def _read_plain_verb(self, reading: Reading, verb: re.Match[str], bare: bool, b: int) -> bool:
        """Verbs that bind only under conditions: 配合, 审批, and 监督, 检查 where they are oversight of others."""
        kind, text = verb.lastgroup, self.text
        if kind == "help":
            return self._read_help(reading, verb, bare, b)
        if kind == "approve":
            return bare and self.claim(reading, "approve", "approve_verb", verb.start())
        between = text[reading.end : verb.start()]
        if _NO_TASK.search(text, reading.end, min(b, verb.end() + 8)):
            return False
        if is_watcher(self.names(reading)[-1]) and ("对" in between or not _OBJECT.search(between)):
            return self.claim(reading, "oversee", "oversee_verb", reading.end)
        if verb.end() == self.end or text[verb.end()] in ",、;":
            oversees = "对" in between  # 每日巡查: their own rounds, not oversight of others
        else:
            oversees = bare or ("对" in between and between.endswith(_FORMS))
        return oversees and self.claim(reading, "oversee", "oversee_verb", reading.end)

    def _read_help(self, reading: Reading, verb: re.Match[str], bare: bool, b: int) -> bool:
        """甲配合乙, 甲支持…: who supports; 甲会同乙…: the first leads."""
        text, at, gap = self.text, verb.end(), self.text[reading.end : verb.start()]
        if verb.group() == "会同":  # its object supports; the subject leads, or has a verb of its own further on
            other = read_actors(text, at, b)
            if other is not None and other.end == b < self.end:
                self.waiting.append((reading, "lead", "with", verb.start()))
            if other is None or other.end >= b or ISSUES.match(text, other.end, b):
                return False
            return self.claim(reading, role_of_first(self.names(reading)[-1], text, other.end, b), "with", verb.start())
        if verb.group() == "支持" and text.startswith("的", at):
            return False
        if not (bare or "范围内" in gap or gap.startswith(("为", "给", "结合", "根据", "按"))):
            return False
        self.claim(reading, "support", "help_verb", verb.start())
        self.after_noun(at, b)
        return True

    def _read_ally(self, reading: Reading, verb: re.Match[str], b: int) -> bool:
        other = read_actors(self.text, verb.end(), b)
        if other is None:
            return False
        self.claim(reading, "lead", "ally", verb.start())
        return self.claim(other, "member", "ally", verb.start())

    def _role_of_duty(self, at: int, b: int) -> RoleName:
        """The role that the words of a duty say: 要牵头…, 要配合…, 要监督…; else responsible."""
        at += at == b and self.text.startswith(",", at)  # 按照职责分工,协助做好…
        return rules.role_of_duty(self.text, at, self.end if at > b else b)

    def _oversees_or(self, reading: Reading, role: RoleName, at: int) -> RoleName:
        """县政府督查室要根据…,适时开展督查: what an office of oversight is bound to is oversight."""
        watches = role == "responsible" and is_watcher(self.names(reading)[-1])
        return "oversee" if watches and follows_up(self.text, at, self.end) else role

    def _with_earlier(self, reading: Reading) -> Reading:
        """3个卫生所,51个村卫生室纳入: a list whose parts stand in clauses of their own."""
        spans = reading.spans
        self._read_waiting()
        while self.subjects:
            clause, earlier = self.subjects[-1]
            stop = self.clauses[clause][1]
            if earlier.end != stop or self.text[stop] != "," or stop + 1 < spans[0][0] - 12:
                break
            if "," in self.text[stop + 1 : spans[0][0]]:
                break
            self.subjects.pop()
            spans = (*earlier.spans, *spans)
        return reading._replace(spans=spans)

    # -- clauses without an actor of their own ----------------------------------------

    def _read_elided(self, verb: re.Match[str] | None, a: int, b: int) -> None:
        """应当…, 负责…: a predicate whose actor stands in an earlier clause of the sentence."""
        first = bool(self.claims) and (self.claims[-1].post or "").endswith("责任人")  # 为第一责任人,亲自抓,负总责
        if self.body and not first and (duty := BODY_DUTY.match(self.text, a, b)):
            self.charge_body(duty.start())
            return
        if verb is None:
            return
        self._read_waiting()
        if not self.subjects:
            return
        clause, reading = self.subjects[-1]
        kind, begin = str(verb.lastgroup), self.clauses[clause][0]
        if any(claim.span[0] >= begin and claim.rule != "with" for claim in self.claims[-4:]):
            return
        if not self._may_wait(reading, self.clauses[clause][1], kind):
            return
        if kind == "join" and not rules.WHOLE.match(self.text, verb.end(), b):
            return
        self.subjects.clear()
        role: RoleName = _PLAIN.get(kind, "responsible")
        if kind == "modal":
            role = self._role_of_duty(verb.end(), b)
        elif kind == "charge":
            role = rules.role_of_charge(self.text, verb.end(), b)
        self.claim(reading, role, "later_clause", verb.start())

    def _may_wait(self, reading: Reading, stop: int, kind: str) -> bool:
        """Whether the clause of these actors leaves them waiting for a predicate."""
        text, rest = self.text, reading.end
        if (kind == "oversee" and not _MEANS.match(text, rest)) or text.startswith(_SAYS, rest):
            return False
        copula = text.startswith(("是", "为", "作为", "设在"), rest)
        if not copula and _QUALIFIES.fullmatch(text, rest, stop) and not _PREPOSITION.match(text, rest):
            return False  # 社会力量设置的设施: the actor only qualifies another noun
        return bool(_SUBJECT_REST.match(text, rest, stop)) or (kind == "charge" and stop - rest < 9)


def read_sentence(text: str, start: int, end: int) -> Sequence[Claim]:
    """The claims of one sentence of folded text.

    >>> text = "由县水利局牵头,县财政局配合"    # "led by the county water bureau, supported by the finance bureau"
    >>> [(text[c.span[0]:c.span[1]], c.role) for c in read_sentence(text, 0, len(text))]
    [('县水利局', 'lead'), ('县财政局', 'support')]
    """
    return SentenceReader(text, start, end).read()
