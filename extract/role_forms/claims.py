"""What every reading of a sentence shares: claims, complements (甲为牵头单位) and chains (甲统筹、乙配合)."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.actors.phrases import Reading, read_actors
from extract.records import RoleName
from extract.role_forms import rules
from extract.role_forms.clauses import Span, split_clauses


class Claim(NamedTuple):
    """An actor and the role that a rule gives it; ``duty`` is where its task is written."""

    span: Span
    role: RoleName
    rule: str
    duty: Span
    post: str | None = None


_NOUN = re.compile(rf"[^,。;:、\n]{{0,16}}?(?P<noun>{rules.words('noun')})(?=$|[,。;:、)\"”的\s]|组建|建立|开展)")
_POST = re.compile(
    rf"“?(?:(?:[^,。;:的\n“”]{{1,24}}的){{1,2}}(?=[^,。;:、的\n]{{0,4}}责任人)“?)?(?P<post>(?:[^,。;:、的\n“”]|“[^“”\n]{{1,8}}”){{0,16}}?(?:{rules.words('post')}))(?=$|[,。;:、)(的\s”]|负责制)(?!的(?:村(?!级)|社区|单位|学校|比例|占比|人数))"
)
SLOGAN = re.compile(
    rf"(?P<slogan>{rules.words('slogan')})"
    r"(?=[、,。;]|$|[一二三四五六七八九\d]+[级方]|的[^,。;]{0,8}(?:机制|体制|格局|体系|网络))"
)
_SETS_UP = re.compile("成立|组建|设")
_OFFICE = re.compile("(?:政府|部门|单位|企业|公司|局|委员会|乡镇|街道|学校|医院)(?:\\([^()]{1,8}\\))?$")
_RESPONSIBLE = re.compile("(?:第一|直接|主要|具体)?责任人$")

# Too general to have been given a task by a chain of slogans (党委领导、政府负责、社会协同).
SLOGAN_NOUNS = frozenset(
    "政府 党委 部门 社会 企业 群众 公众 市场 学校 家庭 单位 医院 机构 社会组织".split()
    + "公司 支部 教师 党员 干部 社区 各级 各方".split()
)
LOOSE = SLOGAN_NOUNS | frozenset("社会力量 志愿者 专家 代表 政协 人大 集团 商会 协会 团队".split())
# 以…为核心, 以…为主体: nouns that also describe places and markets.
_WEAK = frozenset("主体 核心 龙头".split())
_OWN_PART = re.compile(r"(?:签约|申请|申报|申领|补贴|保障|市场|经营|投资|服务对象|法律|诉讼|考核|评价)\Z")
_EVERYONE = re.compile("(?:全体|部分|各|主要|有关)$")
_TITLES = ("同志", "企业", "总书记", "景区", "校区", "园区", "小区")
_COLLECTIVE = re.compile(
    r"的[^,。;]{0,24}(?:共同体|医共体|教共体|文共体|集团|联盟|医联体|管理|团队|小组|体系|网络|一体化|协作)"
)


class ClaimReader:
    """Holds one sentence of folded text and collects its claims in reading order."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.clauses = split_clauses(text, start, end)
        self.sets_up = _SETS_UP.search(text, start, end) is not None  # whether a body may be set up
        self.claims: list[Claim] = []
        self.taken: set[int] = set()  # where actors begin that have a role
        self.body: Reading | None = None  # what the sentence sets up: 领导小组, 办公室

    def claim(self, reading: Reading, role: RoleName, rule: str, at: int, post: str | None = None) -> bool:
        """Give all actors of a reading a role; those that have one keep it."""
        for span in reading.spans:
            if span[0] not in self.taken:
                self.taken.add(span[0])
                self.claims.append(Claim(span, role, rule, (at, self.end), post))
        return True

    def names(self, reading: Reading) -> list[str]:
        """The actors of a reading as text."""
        return [self.text[a:b] for a, b in reading.spans]

    def subject(self, reading: Reading, b: int) -> bool:
        """Give actors the role of the predicate that follows them; False when there is none."""
        raise NotImplementedError

    def complement(self, reading: Reading, at: int, b: int) -> bool:
        """甲为牵头单位、乙为成员: what stands after a copula, and the chain that may follow."""
        noun, post = _NOUN.match(self.text, at, b), _POST.match(self.text, at, b)
        if noun and not (post and post.end() > noun.end()):
            if _EVERYONE.search(self.text, at, noun.start("noun")):
                return False  # 参会人员为领导小组全体成员
            if not self._gives_role(reading, noun["noun"], noun.end(), b):
                return False
            self.claim(reading, rules.role_of()["noun", noun["noun"]], "noun", at)
            self.after_noun(noun.end(), b)
        elif post and not self.names(reading)[-1].endswith("责任人"):  # 主要责任人是乡长: a label, not who has the post
            name = _post_name(post["post"])
            if name.endswith("责任人") and _OFFICE.search(self.names(reading)[-1]) is not None:
                self.claim(reading, "responsible", "post", at)  # 各区政府作为第一责任人: no person's post
            else:
                self.claim(reading, "head", "post", at, name)
            self.after_noun(post.end(), b)
        return bool(noun or post)

    def _gives_role(self, reading: Reading, noun: str, at: int, b: int) -> bool:
        """Whether a noun such as 主体 or 组成部分 gives a task here, or only says what somebody is."""
        if noun.endswith("组成部分"):
            return len(reading.spans) > 1
        if noun not in _WEAK:
            return True
        if _OWN_PART.search(self.text, max(0, at - len(noun) - 3), at - len(noun)):
            return False  # 以家庭医生个人为签约主体: a party to a contract, not the leader of a task
        # 以某某同志为核心的党中央, 以商场为核心的节点: no one is given a task there.
        if any(name in LOOSE or name.endswith(_TITLES) for name in self.names(reading)):
            return False
        return not self.text.startswith("的", at) or _COLLECTIVE.match(self.text, at, b) is not None

    def after_noun(self, at: int, b: int) -> None:
        """…为成员的工作领导小组 sets up a body; …为龙头、乙为成员 goes on with the next actor."""
        if self.text.startswith("的", at) and (body := read_actors(self.text, at + 1, b)):
            self.body = body
        elif self.text.startswith("、", at) and (more := read_actors(self.text, at + 1, b)):
            self.subject(more, b)

    def slogans(self, reading: Reading, slogan: re.Match[str], b: int) -> bool:
        """甲统筹协调、乙密切配合、丙组织实施: each part of the chain gives a role."""
        found, current, match = False, reading, slogan
        while True:
            if not all(name in SLOGAN_NOUNS for name in self.names(current)):
                found = self.claim(current, rules.role_of()["slogan", match["slogan"]], "slogan", match.start())
            if not self.text.startswith("、", match.end()):
                return found
            following = read_actors(self.text, match.end() + 1, b)
            following_slogan = SLOGAN.match(self.text, following.end, b) if following else None
            if following is None or following_slogan is None:
                return (following is not None and self.subject(following, b)) or found
            current, match = following, following_slogan


def _post_name(post: str) -> str:
    """安全生产第一责任人 → 第一责任人; posts that name their body (教共体副校长) stay whole."""
    responsible = _RESPONSIBLE.search(post)
    return responsible.group() if responsible else re.sub("^(?:本|该)", "", post)
