"""Posts given in running text: 由县长任组长，甲局长、乙局长任副组长; 办公室主任由…兼任; …的分管副职任成员."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.actors.lists import is_plain
from extract.actors.phrases import read_actors
from extract.records import RoleName
from extract.role_forms.clauses import Span
from extract.role_forms.items import Labelled
from extract.role_forms.people import is_person_name
from extract.role_forms.rules import role_of
from extract.text.alternation import one_of

_BODY = (
    r"(?:(?:(?![和与及])[\u4e00-\u9fff]){0,10}(?:领导小组|工作小组|小组|指挥部|专班|工作组|委员会|理事会|联席会议)的?)?"
)
_TITLE = re.compile(
    r"(?:长|主任|书记|主席|委员|常委|教导员|指导员|政委|负责人|负责同志|责任人|领导|同志|干部|主管|代表|经理|董事|专员|院士|教授|秘书|成员|副职|正职|专家|职务"
    r"|(?:经济|统计|工程|会计|农艺|规划|审计)师|侦查员|调研员|巡视员|科员)$"
)
_NAMED = re.compile(
    r"(?:长|主任|书记|主席|委员|常委|教导员|指导员|政委|领导|成员|专员|经理|代表|调研员|巡视员|侦查员|(?:经济|统计|工程|会计|农艺|规划|审计)师|教授|院士|秘书|干部|同志)([\u4e00-\u9fff]{2,3}?|[xX×*某○]{2,4})(?:同志)?$"
)
# The noun that closes a list of offices: …等20个相关职能部门的分管副职
_CLOSING = re.compile(
    r"(?:等|[\d一二三四五六七八九十]{1,4}[余多]?[个家]|(?:相关|有关|职能|责任|(?<=、)成员)(?=部门|单位))"
    r"(?:[\d一二三四五六七八九十]{1,4}[余多]?[个家])?(?:相关|有关|职能|成员|责任|主要|县直|市直|区直|参与|党政){0,3}"
    r"(?:部门|单位|部门单位|乡镇|镇街|街道)?的?(?:主要|分管|相关|有关|党政|行政)*"
    r"(?:负责人|负责同志|领导同志|领导|副职|正职|同志|人员)?$"
)
# The first character stands in front of what decides about it: a set at the start is what a scan is fast with.
_GIVES = r"[担兼任为](?:(?<=担)[任当]|(?<=兼)任?|(?<=任)(?<![责主信委担兼]任)|(?<=为)(?<![作成认]为))双?"
_BOUNDARY = re.compile(
    r"[。;:!?\n]|\((?![\u4e00-\u9fff、]{1,8}\)[\u4e00-\u9fff,、])|(?<![自理缘事来])由(?![于此])|以(?![上下及内外来])"
)
# What a post may follow when it opens its clause; 总院长, 各科室主任 are other posts.
_OPENS = re.compile(r"(?:^|[,;。:\n(、的\s]|小组|指挥部|委员会|专班|办公室|工作组|会议)$")
_RANKS = ("", "常务", "第一", "执行", "名誉")
_LEAD_IN = re.compile(r"[,、]*(?:(?:另外|其中|同时|此外|并|和|及|以及|与)[,、]*)?(?:明确|确定|指定)?")
_SEPARATOR = re.compile(
    r"、|以及|和(?![平谐睦])|与(?![会其])|及(?![时其])|联合(?![会国体社工党])(?=[^、,]{2,10}(?:局|委|办|厅|部|院))"
)
_ENDS = re.compile(r"(?:分别|共同)?(?:担[任当]|兼任|任|兼)(?=[,。;\n)]|$)|组成(?!员|人员)|[。;\n]")
_NO_NAME = re.compile('[。;:"“”]|(?<![主需次])要|[应须将把]|负责|牵头|确保|建立')
_TWO_PEOPLE = re.compile(
    "[^、]{0,8}(?<!副)书记[、和][^、]{0,6}(?<!副)[县市区镇乡]长"
    "|[^、]{1,14}(?<!书记)(?<!常委)(?<!委员)(?<!成员)(?:长|主任)[、和][^、]{1,14}(?:长|主任)"
)
# 王明(常务): what is said of somebody behind the name
_BESIDE = re.compile(r"(?<=[\u4e00-\u9fff])\([^()\n]{1,8}\)\Z")
_AND_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]{1,3}[名位])?(?:同志|人)?\Z")
_CHIEF = re.compile("(?:代理)?[县市区镇乡州]长(?:[\u4e00-\u9fff]{2,3})?(?:同志)?")
_LEVEL = re.compile("[省市县区州旗乡镇]级?")
_CHARGE_OPEN = re.compile("(?:分管|主管|负责|联系)(?!领导|负责|同志|部门|单位)[^的]{1,12}(?<![长任记])")
_GOES_ON = ("以及", "及", "和")
_AND_DEPUTY = re.compile("[和、及](副[\u4e00-\u9fff]{1,4}?[长任人揮挥])")
_ITEM = re.compile(r"[ \u3000]*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])")
_MOST = 1500  # characters of a list


@cache
def _posts() -> str:
    """The names of posts and of membership, longest first."""
    posts = {word for kind, word in role_of() if kind == "post"} | {"成员", "组员", "委员", "成员单位"}
    ranked = {rank + word for rank in _RANKS for word in posts}
    return one_of(map(re.escape, sorted(ranked, key=lambda word: (-len(word), word))))


@cache
def _given() -> re.Pattern[str]:
    """兼任办公室主任, 任领导小组组长."""
    return re.compile(
        rf"{_GIVES}{_BODY}(?P<post>{_posts()})(?!平台|中心|体系|系统|调度|[\u4e00-\u9fff]{{0,2}}(?:负责|牵头|签字|批准)|的(?:村|镇|乡|社区|单位|学校|比例|占比|人数|个数|数量|占)|比例|占比)"
        r"(?:(?<!成员)(?<!组员)(?<!成员单位)|(?![\u4e00-\u9fff])|(?=的))"  # 为成员单位统一采购 gives no membership
    )


@cache
def _held() -> re.Pattern[str]:
    """副主任由…兼任; 组员甲、乙、丙组成."""
    return re.compile(rf"(?P<post>{_posts()})(?:(?:分别)?由|(?=[\u4e00-\u9fff]{{2,3}}、))")


def find_posts(folded: str) -> Iterator[Labelled]:
    """Each holder of a post that running text of folded form gives, with the post.

    >>> text = "领导小组由县长任组长,县教育局局长、县财政局局长任副组长"    # "headed by the county head; deputies: …"
    >>> [(text[f.span[0] : f.span[1]], f.role, f.post) for f in find_posts(text)]
    [('县长', 'head', '组长'), ('县教育局局长', 'head', '副组长'), ('县财政局局长', 'head', '副组长')]
    """
    begin = 0  # after the post before: its sentence may go on with the next
    for found in _given().finditer(folded):
        end = found.start()
        start = _list_start(folded, max(begin, end - _MOST), end)
        yield from _holders(folded, start, end, found, found.group()[:3])
        begin = found.end()
    for found in _held().finditer(folded):
        if _OPENS.search(folded, max(0, found.start() - 3), found.start()) is None:
            continue
        ends = _ENDS.search(folded, found.end(), found.end() + _MOST)
        if ends is not None and ends.group()[0] not in "。;\n":
            yield from _holders(folded, found.end(), ends.start(), found, "")


def _list_start(folded: str, start: int, end: int) -> int:
    """Where the list of names before a post begins: behind the last boundary that no name stands before."""
    for boundary in _BOUNDARY.finditer(folded, start, end):
        start = boundary.end()
    # Commas part clauses, unless each part ends with somebody's name.
    comma = folded.rfind(",", start, end)
    while comma > start and (
        folded.startswith(_GOES_ON, comma + 1) or _named(folded, folded.rfind(",", start, comma) + 1, comma)
    ):
        comma = folded.rfind(",", start, comma)
    at = max(start, comma + 1)
    if (label := _ITEM.match(folded, at, end)) is not None:
        at = label.end()
    lead = _LEAD_IN.match(folded, at, end)
    return lead.end() if lead is not None else at


def _with_title(folded: str, start: int, end: int) -> bool:
    """Whether a title with a name stands here."""
    found = _NAMED.search(folded, start, end)
    return found is not None and is_person_name(found[1])


def _named(folded: str, start: int, end: int) -> bool:
    """Whether a title with a name stands here, or a name alone."""
    start = max(start, 0)
    end = beside.start() if (beside := _BESIDE.search(folded, start, end)) else end
    found = _NAMED.search(folded, start, end)
    return is_person_name(found[1]) if found else is_person_name(folded[start:end])


def _holders(folded: str, start: int, end: int, found: re.Match[str], verb: str) -> Iterator[Labelled]:
    """The people or offices of a list, each with the post; nothing where one of them is neither."""
    post, task = found["post"], found.span("post")
    role = role_of().get(("post", re.sub("^(?:常务|第一|执行|名誉)", "", post)), "member")
    single = role == "head" and not post.startswith(("副", "常务副")) and "双" not in verb
    spans = [(start, end)] if single and "," not in folded[start:end] else split_list(folded, start, end)
    if single and _TWO_PEOPLE.fullmatch(folded, start, end):
        spans = split_list(folded, start, end)  # 党委书记、乡长任组长: two people
    if single and len(spans) == 1 and not _whole_person(folded, *spans[0]):
        spans = split_list(folded, start, end)
    if (
        (role == "member" or not single)
        and (closing := _CLOSING.search(folded, start, end))
        and closing.start() > start
    ):
        offices = split_list(folded, start, closing.start())
        # Between offices that are known stand others, by their short names.
        if len(offices) > 1 and 3 * sum(_is_office(folded, *span) for span in offices) >= 2 * len(offices):
            yield from (Labelled(span, role, "post", start, post if role == "head" else None, task) for span in offices)
            return
    if not spans or not (all(is_holder(folded, *span) for span in spans) or _mostly_offices(folded, role, spans)):
        return
    both = _AND_DEPUTY.match(folded, found.end()) if single else None
    if both is not None and len(two := split_list(folded, start, end)) > 1:  # 书记、镇长担任组长和副组长
        for number, span in enumerate(two):
            yield Labelled(span, role, "post", start, both[1] if number else post, task)
        return
    for span in spans:
        reading = read_actors(folded, *span) if role == "member" else None
        if reading is not None and reading.end == span[1] and len(reading.spans) == 1:
            span = reading.spans[0]  # 21个镇(街道)卫生院: without the count
        yield Labelled(span, role, "post", start, post if role == "head" else None, task)


def _mostly_offices(folded: str, role: RoleName, spans: Sequence[Span]) -> bool:
    """村镇、土地、财政,以及各村主要负责人: members, of which half are known, the others can be offices."""
    known = [is_holder(folded, *span) for span in spans]
    others = [span for span, holds in zip(spans, known, strict=True) if not holds]
    return (
        role == "member"
        and len(spans) > 2
        and 2 * sum(known) >= len(spans)
        and all(is_plain(folded, *s) for s in others)
    )


def split_list(folded: str, start: int, end: int) -> list[Span]:
    """The items of a list; a title without a name belongs to the name after it: 党委委员、副镇长李明."""
    spans: list[Span] = []
    at = start
    for mark in re.finditer(rf"{_SEPARATOR.pattern}|,", folded[start:end]):
        spans.append((at, start + mark.start()))
        at = start + mark.end()
    spans.append((at, end))
    spans = [span for span in (_trimmed(folded, *span) for span in spans) if span[0] < span[1]]
    spans = _two_in_one(folded, spans)
    named = [_with_title(folded, *span) for span in spans]
    if any(named) and not all(named):
        joined: list[Span] = []
        for span, has_name in zip(spans, named, strict=True):
            open_title = joined and not _with_title(folded, *joined[-1]) and "、" in folded[joined[-1][1] : span[0]]
            joined[-1:] = [(joined[-1][0], span[1])] if open_title and has_name else [*joined[-1:], span]
        spans = joined
    return spans


def _two_in_one(folded: str, spans: list[Span]) -> list[Span]:
    """省经济和信息化委 is one office: what stands before 和 is none by itself."""
    joined: list[Span] = []
    for span in spans:
        if joined and _LEVEL.fullmatch(folded, *joined[-1]):
            joined[-1] = (joined[-1][0], span[1])  # 市、县两级财政部门
            continue
        if joined and _CHARGE_OPEN.fullmatch(folded, *joined[-1]):
            joined[-1] = (joined[-1][0], span[1])  # 分管农业、国土的副县长
            continue
        if joined and folded.startswith(("部门和单位的", "单位和部门的"), joined[-1][1] - 2):
            joined[-1] = (joined[-1][0], span[1])  # 相关部门和单位的专家
            continue
        if joined and folded.startswith("副书记", joined[-1][1] - 3) and _CHIEF.fullmatch(folded, *span):
            joined[-1] = (joined[-1][0], span[1])  # 党委副书记、镇长 is one person
            continue
        if joined and folded[joined[-1][1] : span[0]] in ("和", "与") and not is_holder(folded, *joined[-1]):
            both = (joined[-1][0], span[1])
            if _is_office(folded, *both) and both[1] - both[0] < 40:
                joined[-1] = both
                continue
        joined.append(span)
    return joined


def _trimmed(folded: str, start: int, end: int) -> Span:
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    beside = _BESIDE.search(folded, start, end) or _AND_OTHERS.search(folded, start, end)
    return (start, beside.start()) if beside is not None and _named(folded, start, beside.start()) else (start, end)


def is_holder(folded: str, start: int, end: int) -> bool:
    """Whether a person or an office stands here, and nothing else."""
    return _whole_person(folded, start, end) or _is_office(folded, start, end)


def _is_office(folded: str, start: int, end: int) -> bool:
    reading = read_actors(folded, start, end)
    return reading is not None and reading.end == end


def _whole_person(folded: str, start: int, end: int) -> bool:
    """Whether a person, by title or name, stands here and nothing else."""
    if end - start > 40 or _NO_NAME.search(folded, start, end):
        return False
    return bool(_TITLE.search(folded, start, end)) or _named(folded, start, end)
