"""What a researcher must know of a plan before trusting it: template, truncated, a summary, only page frame."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.labels import read_label
from corpus.imprint.numbers import DATE
from corpus.imprint.titles import SIGNS
from corpus.lines import Line
from corpus.model import Frame, Header, Note
from corpus.page.furniture import HELD_BACK
from corpus.prior import rare_characters
from corpus.vocabulary import read_words

# Who is meant by ***同志 and ***新时代… everybody knows: some sites may not write the name.
_MASK = re.compile(
    r"(?<![*＊])(?![*＊]{2,3}(?:同志|新时代|总书记|为核心|重要|关于|来|在.{0,8}(?:讲话|考察|视察)))(?:(?:19|20)[xX×＊*○]{2}年?|(?<![a-zA-Z0-9])[xX×Ｘ＊*]{2,8}(?=[\u4e00-\u9fff])"
    r"|(?<![xX×＊*])[xX×＊*]{2,8}(?:省|市|县|区|镇|乡|村|州|旗|局|校|年)"
    r"|(?<![a-zA-Z0-9])[oO○]{2,8}(?=省|市|县|区|镇|乡|村|州|旗|公路|同志)"
    r"|某某?(?:省|市|县|区|镇|乡|村|自治州)|\*{2,8})"
)
_ORNAMENT = re.compile(rf"[{SIGNS}\s]+$")
_MASK_SIGN = re.compile(r"[xX×Ｘ＊*某oO○]")  # one set: what most lines do not hold is seen fast
_MASK_GATE = re.compile(r"[xX×Ｘ＊*某]|20○|[oO○]{2}")
_CUT = re.compile(
    r"点击(?:查看|阅读|下载)(?:全文|更多|剩余)|(?:查看|阅读|展开|显示)(?:全文|剩余)|未完待续|下载(?:全文|完整版)|余下全文|剩余\d+%(?=[^，。；]{0,6}(?:未读|内容|全文|文档|正文|部分)|\s*[.…]*$)|试读(?:结束|已)|(?:完整|全部)内容请"
)
_PAGE = re.compile(r"第\s*(?P<page>\d+)\s*(?:页\s*[/／,，]?\s*共|[/／])\s*(?P<all>\d+)\s*页")
_DIGEST = re.compile(
    r"《?报告》?(?:还|最后|同时)?(?:说|指出|提出|强调|认为|要求|显示|明确|回顾了?)|作了?《?政府工作报告|报告(?:分为|共分)[一二三四五六七八九十\d]+个?部分"
    r"|会议(?:听取|审议)了?.{0,20}报告|记者(?:从|了解到)|据悉"
)
_SESSION = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:[上下]午|晚)?[，,][^。]{4,60}(?:会议?|全会)(?:在[^。]{2,20})?(?:隆重|胜利|顺利)?(?:开幕|闭幕|召开|举行)[。，,]"
)
_NEWS = re.compile(r"讯[（(](?:记者|通讯员)|(?:记者|本报讯|新华社|中新网|本网讯).{0,30}?(?:了解到|获悉|获知|从|报道)")
_ORDINARY = re.compile(r"[\u3400-\u9fff\d\s，。、；：？！（）〔〕“”《》,.%():;/|+\-—…×＊*·　]+")
_GOES_ON = re.compile(r"[。；;]\s*二、")  # points one behind the other in a paragraph
_ROW = re.compile(r"(?: \| |\t).*(?: \| |\t)")
_DAMAGED = re.compile("[\ufffd\ue000-\uf8ff]|[锟斤拷]{2,}")
_GONE = re.compile("[\ufffd\ue000-\uf8ff]")
_LOOK = 1000  # characters
_GLANCE = 200
_BELOW = 60  # characters under the date of a letter: attachments, the number of copies
_LETTER = re.compile(r"印发给你们|现.{0,12}(?:印发|发布|公布)|遵照执行|认真(?:贯彻|组织)|征求.{0,12}意见|征求意见稿")
_ENDS = "。！？!?；;”’』」）)】》>…．."
_STYLES = ("一、", "章", "壹、", "（一）", "部分")
_BODIES = re.compile("(?:" + "|".join(map(re.escape, read_words("issuers", "body"))) + ")$")


def find_notes(lines: Sequence[Line], header: Header, frame: Sequence[Frame], pages: str = "") -> tuple[Note, ...]:
    """The quality notes of a plan, from its lines outside the frame; ``pages`` is the text of page links.

    >>> from corpus.lines import read_lines
    >>> plan = read_lines("某镇20xx年计划\\n一、目标。到20xx年底全部完成。\\n二、保障。各村落实责任。")
    >>> [note.code for note in find_notes(plan, Header("某镇20xx年计划"), ())]    # years and places are masked
    ['template']
    """
    notes = [_find_template(lines), _find_cut(lines, header, pages), _find_summary(lines, header)]
    if not any(len(line.text) >= 20 or read_label(line.text) for line in lines) and frame:
        notes = [Note("frame only", "nothing but the frame of a web page was found", "look for the document itself")]
    damage = _find_damage(lines)
    if damage and damage.code == "unreadable":
        notes = [note for note in notes if note and note.code != "truncated"]
    return tuple(note for note in (damage, *notes) if note)


def _find_damage(lines: Sequence[Line]) -> Note | None:
    """Bytes of some other kind of file, or text whose characters are lost: what it says cannot be known, or not all."""
    text = "".join(line.text for line in lines)
    # Three looks tell as much as the whole of a long text.
    places = (0, len(text) // 2, max(0, len(text) - _LOOK))
    looks = [text[at : at + _LOOK] for at in places] if len(text) > 3 * _LOOK else [text]
    seen = sum(map(len, looks))
    strange = sum(len(_ORDINARY.sub("", look)) for look in looks)
    if len(rare_characters().findall(text[:_GLANCE])) > min(len(text), _GLANCE) / 2:
        strange = max(strange, sum(len(rare_characters().findall(look)) for look in looks))
    # Most texts have none of it: to see that takes a fifth of the time.
    spoilt = _GONE.search(text) or any(sign in text for sign in ("锟", "拷", "斤斤"))
    damaged = sum(found.end() - found.start() for found in _DAMAGED.finditer(text)) if spoilt else 0
    remedy = "look for the document itself"
    if len(text) >= 60 and damaged > len(text) / 10:
        return Note("unreadable", f"{damaged} of its {len(text)} characters are lost", remedy)
    if len(text) >= 60 and strange > seen / 2:
        return Note("unreadable", f"{strange} of {seen} characters looked at are no Chinese text", remedy)
    if spoilt and (lost := text.count("\ufffd")):
        return Note("characters lost", f"{lost} of its {len(text)} characters are lost and stand as \ufffd", remedy)
    return None


def _find_template(lines: Sequence[Line]) -> Note | None:
    """A note where years, places or names are masked (20xx年, 某县), as in a text to be filled in."""
    some = [line.text for line in lines if _MASK_SIGN.search(line.text) and _MASK_GATE.search(line.text)]
    masks = [found[0] for text in some for found in _MASK.finditer(text)]
    if not masks:
        return None
    examples = "、".join(dict.fromkeys(masks[:6]))
    message = f"years, places or names are masked in {len(masks)} places: {examples}"
    return Note("template", message, "look for the plan as a place issued it")


def _find_cut(lines: Sequence[Line], header: Header, pages: str) -> Note | None:
    """Signs that the beginning or the end is missing."""
    remedy = "look for the rest of the document"
    numbers = re.findall(r"^\d{1,3}$", pages, re.M)
    if len(numbers) > 1:
        return Note("truncated", f"one page of {numbers[-1]}: the page links to others", remedy)
    if found := HELD_BACK.search(pages):
        return Note("truncated", f"the page holds back the rest: {found[0]}", remedy)
    for line in (*lines[:5], *lines[-5:]):
        if found := _PAGE.search(line.text):
            if found["page"] != found["all"]:
                return Note("truncated", f"page {found['page']} of {found['all']}", remedy)
        elif _CUT.search(line.text):
            return Note("truncated", f"the page holds back the rest: {line.text[:40]}", remedy)
    reason = _begins_late(lines, header) or _ends_early(lines, header)
    return Note("truncated", reason, remedy) if reason else None


def _begins_late(lines: Sequence[Line], header: Header) -> str:
    """Why the beginning seems to be missing; empty where it does not."""
    for line in lines:
        if line is lines[0] and header.title and line.text.endswith(header.title):
            continue  # （二）某县计划: the title of a piece
        label = read_label(line.text)
        if label and not label.weak and label.style in _STYLES:
            if label.number > 1 and not (header.title and line is not lines[0] and label.style == "（一）"):
                return f"the numbering begins at {label.text}"
            return ""
    if lines and not header.title and len(lines[0].text) > 30 and lines[0].text[-1] in "。；":
        return "it begins in the middle, without a title"
    return ""


def _ends_early(lines: Sequence[Line], header: Header) -> str:
    """Why the end seems to be missing; empty where it does not."""
    if not lines:
        return ""
    last = _ORNAMENT.sub("", lines[-1].text)
    if not last:
        return ""
    if last[-1] in "，、,：:（(“《":
        return f"the last sentence is cut: …{last[-20:]}"
    closed = last[-1] in _ENDS or DATE.search(last[-16:]) or _BODIES.search(last) or _ROW.search(last)
    prose = "。" in last or ("，" in last and len(last) >= 25)  # 一是强化培训。每名培训师每月 is no heading
    if not closed and (len(last) >= 40 or (prose and "\u4e00" <= last[-1] <= "\u9fff")):
        return f"the last sentence is cut: …{last[-20:]}"
    label = read_label(last)
    if label and label.style in _STYLES and last[-1] not in _ENDS and _has_prose(lines, label.style):
        return f"it ends with a heading that has nothing under it: {last[:30]}"
    top = [
        label
        for line in lines
        if (label := read_label(line.text)) and label.style in ("一、", "章", "壹、") and not label.weak
    ]
    if len(top) == 1 and top[0].number == 1 and not any(_GOES_ON.search(line.text) for line in lines):
        return f"the numbering stops at {top[0].text}"
    if (
        not top
        and header.kind in ("plan", "draft")
        and sum(len(line.text) for line in lines) < 400
        and _announces(lines)
    ):
        return "the covering letter is here, the document that it issues is not"
    return ""


def _has_prose(lines: Sequence[Line], style: str) -> bool:
    """Do the other headings of this style have text under or after them?"""
    headings = [k for k, line in enumerate(lines[:-1]) if (label := read_label(line.text)) and label.style == style]
    return bool(headings) and all(
        len(lines[k].text) > 45 or read_label(lines[k + 1].text) is None for k in headings[-2:]
    )


def _announces(lines: Sequence[Line]) -> bool:
    """Whether the lines issue something that does not follow below their date."""
    dated = max((k for k, line in enumerate(lines) if DATE.fullmatch(line.text.strip("（()） "))), default=len(lines))
    below = sum(len(line.text) for line in lines[dated + 1 :])
    return any(_LETTER.search(line.text) for line in lines) and below < _BELOW


def _find_summary(lines: Sequence[Line], header: Header) -> Note | None:
    """News that tells of a document: 报告指出…, 会议听取了…"""
    if re.search(r"解读|图解|一图读懂|摘要|综述|侧记|发布会", header.title):
        return Note("summary, not the document", f"the title says so: {header.title[:40]}")
    if lines and _SESSION.match(lines[0].text):
        return Note("summary, not the document", f"it tells of a meeting: {lines[0].text[:40]}")
    if news := next((found[0] for line in lines[:4] if (found := _NEWS.search(line.text))), ""):
        return Note("summary, not the document", f"it is told by a reporter: {news}")
    if any(line.text.startswith("各位代表") for line in lines[:12]):
        return None
    hits = [found[0] for line in lines for found in _DIGEST.finditer(line.text)]
    if len(hits) >= 3 and len(hits) * 900 >= sum(len(line.text) for line in lines):
        examples = "、".join(dict.fromkeys(hits[:4]))
        return Note("summary, not the document", f"it tells of a document in the words of a reporter: {examples}")
    return None
