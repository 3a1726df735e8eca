"""What a plan says of itself: title, issuer, document number, date, year, kind; each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.headings.contents import find_contents
from corpus.headings.endings import close_up, closes_title
from corpus.headings.flattened import unfold_lines
from corpus.headings.labels import read_label
from corpus.imprint.kinds import read_kind
from corpus.imprint.metadata import name_metadata, read_metadata
from corpus.imprint.numbers import DATE, NUMBER, read_date, read_years, write_number
from corpus.imprint.signatures import BODIES, DATE_LINE, Found, find_signature, find_signed_line
from corpus.imprint.titles import Title, find_glued, find_title, is_session
from corpus.lines import Line, narrow_digits
from corpus.model import Frame, Header
from corpus.page.furniture import is_body
from corpus.split import PlanSpan, free_lines
from corpus.vocabulary import read_words

_POSTS = "|".join(map(re.escape, read_words("issuers", "post")))
_TITLE_ISSUER = re.compile(
    rf"《?(?P<issuer>(?:中共)?[\u4e00-\u9fff、 ]{{2,40}}?(?:{BODIES}))\s*(?:关于|印发|转发|发布)"
)
_SPEAKER = re.compile(rf"(?P<issuer>[\u4e00-\u9fff]{{2,20}}?人民政府)\s*(?:代)?(?:{_POSTS})")
_READER = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]{{2,18}}(?:{BODIES}))[ \u3000]+[\u4e00-\u9fff]"
    r"(?:[ \u3000]{0,2}[\u4e00-\u9fff·]){1,3}"
)
_PLANNED = re.compile(r"工作安排|工作部署|目标|任务|重点工作|主要工作|总体要求|预期|打算|计划|年(?:政府)?工作$")
# 2024年全县经济社会发展的主要预期目标, 2024年政府工作的总体要求: the year that a work report plans.
_AIMS_YEAR = re.compile(
    r"((?:19|20)\d{2})年[^\d，。；：:]{0,12}?(?:经济(?:和)?社会|国民经济|政府工作)[^\d，。；：:]{0,16}?(?:目标|总体要求|总体思路)"
)
_REVIEWED_YEAR = re.compile(r"(?:[一二]、|第一部分[ \u3000：:]?)?((?:19|20)\d{2})年[^\d，。；：:]{0,6}工作(?:的)?回顾")
_PLANNED_YEAR = re.compile(
    r"(?:总结|回顾|情况|报告).{0,4}?((?:19|20)\d{2})年度?.{0,10}?(?:计划|要点|安排|打算|思路|目标|任务)"
)
_LETTER = re.compile(r"《(?P<name>[^《》]{4,80}(?:《[^《》]*》[^《》]*)*)》[^《》]{0,80}?(?:印发|发布|下发|公布)")
_BRACKETED = re.compile(r"【(?P<name>[^【】]{4,50})】")
_ON_BEHALF = re.compile(r"我代表(?P<issuer>[\u4e00-\u9fff]{3,18}?(?:人民政府|政府|人大常委会))")
_REVIEW = re.compile(r"回顾|总结|成绩|成就|完成情况")
_READ_ON = re.compile(rf"[—－-]{{1,2}}\s*(?P<date>{DATE.pattern})\s*在[^，。]{{4,40}}?(?:会议|代表大会|全会)上")
_SIGNED = re.compile(rf"(?:{BODIES})[ \u3000]+(?P<date>{DATE.pattern})(?=[ \u3000—-]|$)")
_LETTERHEAD = re.compile(r"(?:[\u4e00-\u9fff]{2,20}[ \u3000]+文件[ \u3000]+)?")
_BLANKS = (" ", "\u3000")
_SIGNLESS = re.compile(NUMBER.pattern.removesuffix("号"))
_FIRST = 6  # lines
_HEAD = 40  # free lines in which number, date and issuer of a covering letter stand

Evidence = list[tuple[str, int, int]]


def read_header(
    text: str,
    span: PlanSpan,
    frame: Sequence[Frame] = (),
    metadata: Mapping[str, str] | None = None,
    *,
    lines: Sequence[Line] | None = None,
) -> Header:
    """The header facts of the plan at ``span`` of a clean text; evidence offsets are into ``text``.

    ``metadata``: what a reader took from the file. ``lines``: those of the plan outside the frame, where they are
    known. A page's timestamp is no date of issue: it is kept in the evidence as ``page date`` only.

    >>> plan = "某县人民政府关于印发林业规划的通知\\n某政发[2024]3号\\n现印发给你们。\\n某县人民政府\\n2024年4月8日"
    >>> header = read_header(plan, PlanSpan(0, len(plan), ""))     # a notice that issues a forestry plan
    >>> header.issuer, header.number, header.date, header.year, header.kind
    ('某县人民政府', '某政发〔2024〕3号', '2024-04-08', 2024, 'plan')
    """
    lines = unfold_lines(free_lines(text, frame, span.start, span.end)) if lines is None else lines
    if (narrow := narrow_digits(text)) is not text:
        text, lines = narrow, [line._replace(text=narrow_digits(line.text)) for line in lines]
    contents = find_contents(lines)
    lines = [*lines[: contents.start], *lines[contents.stop :]] if contents else lines
    own = [part for part in frame if part.end <= span.end and span.border.startswith("whole")]
    table = {field: Found(value, span.start, span.start) for field, value in name_metadata(metadata or {}).items()}
    table |= {field: Found(*entry) for field, entry in read_metadata(text, own).items()}
    head = lines[: _count_head(lines, piece=bool(span.title))]
    title = _choose_title(lines, head, span.title, table)
    named = title.text if title else (table["title"].value if "title" in table else "")
    evidence: Evidence = [("title", title.start, title.end)] if title else []
    facts = {
        "number": _find_number(lines, table),
        "issuer": _find_issuer(lines, head, named, table),
        "date": _find_date(lines, head, table),
        "page date": table.get("page date"),
    }
    evidence += [(field, fact.start, fact.end) for field, fact in facts.items() if fact and fact.end > fact.start]
    number, issuer, date = (facts[field].value if facts[field] else None for field in ("number", "issuer", "date"))  # type: ignore[union-attr]
    year = _find_year(lines, title, named, (date, number), evidence)
    body = [*lines[len(head) : len(head) + 4], *(line for line in lines if line.text.startswith("各位代表"))]
    kind = read_kind(named, head, piece=bool(span.title), body=body)
    return Header(named, issuer, number, date, year, kind, tuple(evidence))


def _choose_title(lines: Sequence[Line], head: Sequence[Line], border: str, table: Mapping[str, Found]) -> Title | None:
    """The title as it stands; None where what the header table calls it tells more."""
    title = find_title(head, border) if head else None
    title = title or _find_before_text(lines) or _find_in_letter(lines)
    if title and not closes_title(title.text) and "title" in table and closes_title(table["title"].value):
        return None
    return title


def _count_head(lines: Sequence[Line], *, piece: bool) -> int:
    """How many lines stand before the first of the body; the border of a ``piece`` (第一篇：…) is none of it."""
    for index, line in enumerate(lines[:_HEAD]):
        if is_body(line.text) and not (index == 0 and (piece or NUMBER.match(line.text))):
            return index
    return min(len(lines), _HEAD)


def _find_before_text(lines: Sequence[Line]) -> Title | None:
    """【某县造林计划】为加快造林……: the title in front of the first sentence."""
    if lines and (glued := find_glued(lines[0], alone=True)):
        return glued
    found = _BRACKETED.match(lines[0].text) if lines else None
    if found is None or not closes_title(found["name"]):
        return None
    return Title(found["name"], lines[0].start, lines[0].start + found.end())


def _find_in_letter(lines: Sequence[Line]) -> Title | None:
    """The plan that a covering letter without a title of its own names: 《某规划》已经……，现印发."""
    for line in lines[:8]:
        if read_label(line.text):
            break
        if "现" in line.text and (found := _LETTER.search(line.text)):
            return Title(found["name"], line.start + found.start("name"), line.start + found.end("name"))
    return None


def _find_number(lines: Sequence[Line], table: Mapping[str, Found]) -> Found | None:
    """The document's own number: a line of its own, beside the title, or in the table; never a cited one."""
    for index, line in enumerate(lines[:_HEAD]):
        found = NUMBER.search(line.text) if "号" in line.text and (len(line.text) <= 140 or index < 3) else None
        if not found:
            continue
        rest = (line.text[: found.start()] + line.text[found.end() :]).strip(" （()）《》\u3000文号：:")
        first = found.start() == 0 and len(rest) < 100 and "。" not in rest
        last = line.text[found.end() :].strip(" ）)") == "" and closes_title(rest)
        opens = (
            index < 3
            and _LETTERHEAD.fullmatch(line.text[: found.start("sign")])
            and line.text.startswith(_BLANKS, found.end())
        )
        if not rest or first or last or opens:
            sign = re.sub(r"^.*(?:通知|意见|方案|办法|规划)", "", found["sign"])
            number = write_number(found).replace(found["sign"], sign, 1) if sign else write_number(found)
            return Found(number, line.start + found.start(), line.start + found.end())
    for line in lines[:_FIRST]:
        if found := _SIGNLESS.fullmatch(line.text):  # 某政发〔2024〕3 with its last character lost
            return Found(write_number(found), line.start, line.end)
    if "number" in table and (found := NUMBER.search(table["number"].value)):
        return table["number"]._replace(value=write_number(found))
    return None


def _find_issuer(lines: Sequence[Line], head: Sequence[Line], title: str, table: Mapping[str, Found]) -> Found | None:
    """The body that issues a plan: who signs it, else who stands in its title, reads it out or heads the page."""
    signed = find_signature(lines)
    if signed:
        return signed
    for line in head:
        plain = close_up(line.text)
        found = _TITLE_ISSUER.match(plain) or _SPEAKER.search(plain)
        found = found or _READER.fullmatch(line.text)
        if found:
            at = line.text.find(found["issuer"])
            start = line.start + max(at, 0)
            return Found(found["issuer"].strip(), start, start + len(found["issuer"]) if at >= 0 else line.end)
    if found := _TITLE_ISSUER.match(title):  # over several lines
        above = [line.start for line in head if line.text.startswith(found["issuer"])]
        if above:
            return Found(found["issuer"].strip(), above[0], above[0] + len(found["issuer"]))
    if "issuer" in table and re.search(rf"(?:{BODIES})$", table["issuer"].value):
        return table["issuer"]
    for line in lines[len(head) : len(head) + 4]:
        # 县人民政府 alone names no body; 某某县人民政府 does.
        if (
            (found := _ON_BEHALF.search(line.text))
            and found["issuer"][0] not in "省市县区州旗本我"
            and len(found["issuer"]) > 4
        ):
            return Found(found["issuer"], line.start + found.start("issuer"), line.start + found.end("issuer"))
    return None


def _find_date(lines: Sequence[Line], head: Sequence[Line], table: Mapping[str, Found]) -> Found | None:
    """The date of issue: signed, then as the table gives it, then of the session where it was read."""
    last = lines[max(len(head), len(lines) - 8) :]
    for line in (*reversed(last), *lines[: _HEAD // 2]):
        if DATE_LINE.fullmatch(line.text) and (date := read_date(line.text)):
            return Found(date, line.start, line.end)
    if (signed := find_signed_line(lines, "date")) and (date := read_date(signed.value)):
        return signed._replace(value=date)
    for line in lines[:_FIRST]:
        number = NUMBER.match(line.text)  # 某政发〔2024〕3号 2024年4月8日
        rest = line.text[number.end() :] if number else ""
        if rest[:1] in _BLANKS and DATE_LINE.fullmatch(rest.strip()) and (date := read_date(rest)):
            return Found(date, line.end - len(rest.strip()), line.end)
    if "date" in table and (date := read_date(table["date"].value)):
        return table["date"]._replace(value=date)
    for line in head:
        if is_session(line.text) and (date := read_date(line.text)):
            return Found(date, line.start, line.end)
    # On a page whose line breaks were lost the same words stand within a line.
    for pattern in (_READ_ON, _SIGNED):
        for line in lines[:6]:
            if (found := pattern.search(line.text, 0, 800)) and (date := read_date(found["date"])):
                return Found(date, line.start + found.start("date"), line.start + found.end("date"))
    return None


def _find_year(
    lines: Sequence[Line], title: Title | None, named: str, issued: tuple[str | None, str | None], evidence: Evidence
) -> int | None:
    """The year that the plan is for: of its title, of a heading or aims that plan, else of issue (date, number)."""
    date, number = issued
    years = read_years(NUMBER.sub("", named))
    if years:
        if title:
            evidence.append(("year", title.start, title.end))
        # 2023年工作总结和2024年工作计划 is for 2024.
        planned = _PLANNED_YEAR.findall(named)
        return int(planned[-1]) if planned and int(planned[-1]) in years else years[0]
    for line in lines:
        if len(line.text) > 60 or not _PLANNED.search(line.text) or _REVIEW.search(line.text):
            continue
        if "|" in line.text or "\t" in line.text:  # 指标 | 2020年 | 2025年目标: the head of a table
            continue
        label = read_label(line.text)
        years = read_years(line.text)
        first = label is not None and label.number < 2  # 一、2023年工作 looks back, 二、2024年工作 ahead
        if not years or re.search("[。，；]", line.text) or (first and re.search("年(?:政府)?工作$", line.text)):
            continue
        if label is None or label.style in ("一、", "章", "壹、", "部分", "（一）"):
            evidence.append(("year", line.start, line.end))
            return years[-1]
    report = "工作报告" in named
    if report and (aims := _find_aims(lines, evidence)):
        return aims
    if date and date[:4].isdigit():
        dated = next((item for item in evidence if item[0] == "date"), None)
        if dated:
            evidence.append(("year", dated[1], dated[2]))
        # A congress that meets at the end of a year hears what was done in it and plans the next.
        return int(date[:4]) + (report and date[5:7] in ("11", "12"))
    # An undated page still has the year of its own document number.
    numbered = re.search(r"〔((?:19|20)\d\d)〕", number or "")
    if numbered is None:
        return None
    evidence += [("year", start, end) for field, start, end in evidence if field == "number"]
    return int(numbered[1])


def _find_aims(lines: Sequence[Line], evidence: Evidence) -> int | None:
    """The year whose aims a work report sets in a sentence; the one after that which a heading looks back on."""
    for line in lines:
        back = _REVIEWED_YEAR.fullmatch(line.text) if "回顾" in line.text else None
        aims = _AIMS_YEAR.search(line.text, 0, 200) if "目标" in line.text or "总体" in line.text else None
        if found := back or aims:
            evidence.append(("year", line.start + found.start(), line.start + found.end()))
            return int(found[1]) + bool(back)
    return None
