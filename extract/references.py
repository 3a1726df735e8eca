"""Cited documents: 《…》 and document numbers in normal form with who issued them, and 以下简称 abbreviations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.tables import read_table
from extract.records import Reference

_OPEN, _SHUT = r"〔\[［（(【﹝〖{｛<〈", r"〕\]］）)】﹞〗}｝>〉"
_TITLE = re.compile(r"《(?P<title>[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,60}){0,2})》")
_YEAR = r"(?P<year>(?:19|20)(?:[0-9]{2}|[xX×*＊]{2}))"
_SERIAL = r"(?:第\s?)?(?P<serial>[0-9]{1,5}|[xX×*＊]{1,3}|)\s?号"
# 国办发〔2021〕9号; one bracket may be lost, and 20xx〔x〕 may stand for digits.
NUMBER = re.compile(
    rf"(?:[{_OPEN}]\s?{_YEAR}\s?[{_SHUT}]?|(?P<bare>(?:19|20)[0-9]{{2}})\s?[{_SHUT}]|(?<=[发函字办规])(?P<open>(?:19|20)[0-9]{{2}})\s)"
    rf"\s?{_SERIAL}(?![线楼院])"
)
ORDER = re.compile(
    r"(?P<kind>令|公告|通告)\s?(?:[〔\[（(]?(?P<year>(?:19|20)[0-9]{2})[〕\]）)]?年?\s?)?第\s?(?P<serial>[0-9〇零一二三四五六七八九十百]{1,6})\s?号"
)
# How both end: where this is nowhere, neither need be looked for.
_ENDS = re.compile(rf"号(?<=[0-9xX×*＊第\s{_SHUT}〇零一二三四五六七八九十百]号)")
_CODE_LEFT = re.compile(r"[\u4e00-\u9fff]{1,14}$")
_NOT_CODE = re.compile(
    r"文件|通知|意见|方案|规定|办法|精神|根据|依据|按照|遵照|参照|印发|转发|下发|关于|有关|以及|结合|落实|贯彻|执行|废止"
    r"|[据按照和与及的于以由在是为见依对至等了将即如从其或同原]"
)
_ORG = re.compile(r"[\u4e00-\u9fff]{2,16}$")
_ALIAS = re.compile(r"\s?[（(，,]?\s?(?:以下|下文)?(?:简称|统称)(?:为|作)?[：:]?\s?")
_IS_ALIAS = re.compile(r"(?:简称|统称)(?:为|作)?[：:]?\s?$")  # 以下简称《方案》 names no other document
_SHORT = re.compile(
    r"《(?P<title>[^《》\n]{1,30})》|[“\"‘「](?P<quoted>[^”\"’」\n]{1,20})[”\"’」]|(?P<plain>[\u4e00-\u9fffA-Za-z0-9]{2,12})(?=[）)，,。；;])"
)
_ABBREVIATION = re.compile(r"(?:简称|统称|下称)(?:为|作)?[：:]?\s?")
_HEREAFTER = re.compile("(?:以下|下文|以上)?(?:统一)?\\Z")
_ISSUED_BEFORE = re.compile(r"(?:联合)?(?:印发|出台|下发|制定|发布|颁布|颁发)?(?:实施)?(?:的|了)?$")
_ISSUER_IN_TITLE = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、\s]{2,40}?(?:国务院|办公[厅室]|政府|委员会|委|部|局|院|厅|中共中央|党组|领导小组))\s?(?:关于|印发|转发)"
)
_LEAD_IN = re.compile(
    r".*(?:推进|推动|建立|建设|实施|组建|成立|开展|完善|加强|深化|构建|打造|健全|促进|落实|贯彻|做好|设立|制定|召开|纳入|形成|规范|为了|关于"
    r"|称为|通过|根据|按照|[由将在以和与及对的了于向把让使])",
    re.DOTALL,
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that a text introduces: 医共体 for 县域医疗卫生共同体; ``start:end`` is the short form's place."""

    short: str
    long: str
    start: int
    end: int

    @property
    def is_contracted(self) -> bool:
        """Whether its characters stand in the long form in this order: 教共体 of 教育共同体, not 乡镇 of 街道办事处."""
        return _subsequence(self.long, self.short) is not None


def find_references(text: str) -> list[Reference]:
    """Cited titles and document numbers, in order.

    >>> [found] = find_references("按照《关于推进医联体建设的意见》（国办发[2017]32号）要求")   # "as … requires"
    >>> found.title, found.number, found.issuer
    ('关于推进医联体建设的意见', '国办发〔2017〕32号', '国务院办公厅')
    """
    numbers = _find_numbers(text)
    references = []
    for match in _TITLE.finditer(text):
        if not _IS_ALIAS.search(text[max(0, match.start() - 8) : match.start()]):
            references.append(_title_reference(text, match, numbers))
    claimed = [(reference.start, reference.end) for reference in references]
    references += [n for n in numbers if not any(a <= n.start < b for a, b in claimed)]
    return sorted(references, key=lambda reference: reference.start)


def _title_reference(text: str, match: re.Match[str], numbers: list[Reference]) -> Reference:
    """《…》 with the document number that stands beside it."""
    title = _SPACES.sub("", match["title"])
    end = after = match.end()
    number, issuer, alias = None, None, None
    for candidate in numbers:
        if candidate.start - end in (0, 1, 2) and not text[end : candidate.start].strip("（( 【〔["):
            number, issuer = candidate.number, candidate.issuer
            end = after = candidate.end
            shut = re.compile(r"[^（()）\n]{0,30}[）)】]").match(text, end)
            end = shut.end() if shut else end
            break
    named = _ALIAS.match(text, after + (number is not None and text[after : after + 1] in ("）", ")", "】")))
    short = _SHORT.match(text, named.end()) if named else None
    if short:
        alias = short["title"] or short["quoted"] or short["plain"]
    if issuer is None:
        issuer = _issuer_in_title(title) or _issuer_before(text, match.start())
    return Reference(match.start(), end, text[match.start() : end], "title_with_number" if number else "title",
                     title=title, number=number, issuer=issuer, alias=alias)  # fmt: skip


def _find_numbers(text: str) -> list[Reference]:
    """Document numbers in normal form, with who issued them: 国发〔2021〕9号."""
    if not _ENDS.search(text):
        return []
    found = []
    for match in NUMBER.finditer(text):
        code = _code(text, match.start())
        year = match["year"] or match["bare"] or match["open"]
        if not code or not year:
            continue
        year, serial = _hide(year), _hide(match["serial"]) or "X"
        start = match.start() - len(code)
        number = f"{code}〔{year}〕{serial}号"
        found.append(Reference(start, match.end(), text[start : match.end()], "document_number", number=number,
                               issuer=issuer_of(code, year)))  # fmt: skip
    for match in ORDER.finditer(text):
        org = _org(text, match.start())
        if org:
            start = match.start() - len(org)
            year = f"{match['year']}年" if match["year"] else ""
            number, issuer = f"{org}{match['kind']}{year}第{match['serial']}号", _full_name(org)
            found.append(Reference(start, match.end(), text[start : match.end()], "order_number",
                                   number=number, issuer=issuer))  # fmt: skip
    return sorted(found, key=lambda reference: reference.start)


def _hide(digits: str) -> str:
    """Digits that the text hides (20xx) as X."""
    return re.sub(r"[xX×*＊]", "X", digits)


def _code(text: str, end: int) -> str:
    """The issuing code directly before the bracket: 国卫基层发, without the words that lead up to it."""
    left = _CODE_LEFT.search(text[max(0, end - 14) : end])
    if not left:
        return ""
    stops = [match.end() for match in _NOT_CODE.finditer(left[0])]
    code = left[0][stops[-1] :] if stops else left[0]
    return code if 2 <= len(code) <= 9 else ""


def _org(text: str, end: int) -> str:
    left = _ORG.search(text[max(0, end - 16) : end])
    if not left:
        return ""
    stops = [match.end() for match in re.finditer(r"根据|按照|依据|关于|[据按照与及的于以由在是]|和(?!国)|《", left[0])]
    org = left[0][stops[-1] :] if stops else left[0]
    return org if re.search(r"(?:院|部|委|局|府|会|席|署|厅)$", org) else ""


def _full_name(org: str) -> str | None:
    return {
        "主席": "中华人民共和国主席",
        "中华人民共和国国务院": "国务院",
        "中华人民共和国主席": "中华人民共和国主席",
    }.get(org, org)


@cache
def _issuers() -> tuple[dict[str, str], ...]:
    return tuple(sorted(read_table("extract", "issuers"), key=lambda row: -len(row["prefix"])))


def issuer_of(code: str, year: str = "") -> str | None:
    """Who uses this code in the numbers of its documents; None for codes that are not in the table.

    >>> issuer_of("国办发"), issuer_of("国卫基层发", "2015"), issuer_of("镇政发")
    ('国务院办公厅', '国家卫生和计划生育委员会', None)
    """
    for row in _issuers():
        fits = code == row["prefix"] if row["match"] == "exact" else code.startswith(row["prefix"])
        if not fits:
            continue
        if not (row["since"] or row["until"]):
            return row["issuer"]
        if year.isdigit() and (row["since"] or "0") <= year <= (row["until"] or "9999"):
            return row["issuer"]
    return None


def _issuer_in_title(title: str) -> str | None:
    match = _ISSUER_IN_TITLE.match(title)
    return match["issuer"] if match else None


@cache
def _issuer_names() -> tuple[str, ...]:
    return tuple(
        sorted({row["issuer"] for row in _issuers()} | {"中共中央、国务院", "中共中央 国务院"}, key=len, reverse=True)
    )


def _issuer_before(text: str, start: int) -> str | None:
    """国务院办公厅印发的《…》: an issuer of the table named right before the title."""
    left = text[max(0, start - 30) : start]
    issued = _ISSUED_BEFORE.search(left)
    left = left[: issued.start()] if issued else left
    return next((name for name in _issuer_names() if left.endswith(name)), None)


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Short forms that the text itself introduces, with what they stand for.

    >>> [(a.short, a.long) for a in find_abbreviations("推进紧密型县域医疗卫生共同体（以下简称医共体）建设")]
    [('医共体', '紧密型县域医疗卫生共同体')]
    """
    found = []
    for match in _ABBREVIATION.finditer(text):
        short = _SHORT.match(text, match.end())
        if not short:
            continue
        group = next(name for name in ("title", "quoted", "plain") if short[name])
        left = _HEREAFTER.sub("", text[max(0, match.start() - 130) : match.start()], count=1)
        long = _long_form(left, short[group])
        if long and long != short[group]:
            found.append(Abbreviation(short[group], long, short.start(group), short.end(group)))
    return found


def _long_form(left: str, short: str) -> str | None:
    """What stands before （以下简称…: a title, a quoted name, or the noun phrase that the short form is made from."""
    left = re.sub(r"\s?[（(，,、]\s?$", "", left)
    numbered = re.search(rf"[（(][^（()）]{{0,30}}[{_SHUT}]\s?[0-9]{{1,5}}号[）)]?$", left)
    if numbered:
        left = left[: numbered.start()]
    if left.endswith("》"):
        opened = left.rfind("《")
        return _SPACES.sub("", left[opened + 1 : -1]) if opened >= 0 else None
    if left[-1:] in ("”", '"', "’"):
        opened = max(left.rfind("“", 0, -1), left.rfind('"', 0, -1), left.rfind("‘", 0, -1))
        return left[opened + 1 : -1] if opened >= 0 and len(left) - opened <= 32 else None
    phrase = re.split(r"[，,。；;：:！？!?、\n（()）《》“”\"]", left)[-1][-30:]
    first = _subsequence(phrase, short)
    head = phrase[: first if first is not None else max(0, len(phrase) - 2)]
    lead = _LEAD_IN.match(head)
    long = phrase[lead.end() :] if lead else phrase
    return long or None


def _subsequence(phrase: str, short: str) -> int | None:
    """Where the short form's characters begin, read off the phrase from its end; None if they are not there."""
    at = len(phrase)
    for char in reversed(short):
        at = phrase.rfind(char, 0, at)
        if at < 0:
            return None
    return at
