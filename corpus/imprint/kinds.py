"""What kind of document a title names: plan, report, notice, draft, template or article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.endings import KINDS
from corpus.imprint.titles import is_session
from corpus.lines import Line

_EXPLAINS = re.compile(r"》(?:的|政策|文字|文件)*(?:解读|起草说明|编制说明|说明|问答|图解)$|^【[^】]{0,4}解读】")
_READS = re.compile(
    r"我代表.{0,16}政府[，,]?向(?:大会|会议|本次大会).{0,4}报告.{0,4}工作|(?:议会|大会|会议)[^。]{0,30}(?:作|进行|提出)施政报告|现将.{0,30}(?:报告|汇报)如下"
)
_MASKED = re.compile(r"(?:19|20)[xX×＊*○]{2}年|[xX×＊*]{2,}|某某")


def read_kind(title: str, head: Sequence[Line], *, piece: bool = False, body: Sequence[Line] = ()) -> str:
    """plan, report, notice, draft, template, article or unknown, as title and head say.

    >>> [read_kind(title, ()) for title in ("关于印发造林方案的通知", "关于放假的通知", "养老办法（征求意见稿）")]
    ['plan', 'notice', 'draft']
    """
    plain = re.sub(r"\s", "", title)
    # 《某县造林方案》（草案） may stand below the page's own title.
    notes = plain + "".join(line.text for line in head if re.fullmatch(r"(?:《[^》]*》)?[（(].{2,20}[）)]", line.text))
    start = "".join(line.text for line in body)
    if _EXPLAINS.search(plain):
        return "article"
    # 2025年计划草案的报告 is what the annual plan is called: the draft is laid before the congress with it.
    if any(word in re.sub("(?:计划|预算|决算)(?:[（(]草案[）)]|草案)", "", notes) for word in KINDS["draft"]):
        return "draft"
    if any(word in plain for word in KINDS["template"]) or (piece and _MASKED.search(start)):
        return "template"
    if _READS.search(start):
        return "report"
    inner = re.search(r"(?:印发|转发|下发|公布|发布)[《“]?(.{4,80}?)[》”]?的(?:通知|公告|函)", plain)
    for name in (inner[1], plain) if inner else (plain,):
        kind = _kind_of(name)
        if kind:
            return kind
    if re.search(r"向(?:大会|会议).{0,10}(?:报告|汇报)|各位代表", start) or is_session(title or "。"):
        return "report"
    return "article" if title and start else "unknown"


def _kind_of(name: str) -> str | None:
    """The kind whose word stands nearest to the end of the name."""
    bare = re.sub(
        r"[（(【\[〔][^）)】\]〕]{0,200}[）)】\]〕]|[》”\"]|(?<!\s)\s*+篇?[\d一二三四五六七八九十]{1,3}$", "", name
    )
    if any(word in name for word in KINDS["article"]):
        return "article"
    ends = [(len(word), use) for use in ("report", "plan", "notice") for word in KINDS[use] if bare.endswith(word)]
    if ends:
        return max(ends)[1]
    if re.search(r"[^做方办看说想用写]法$", bare):
        return "plan"  # a law binds as a plan does
    held = [(bare.rfind(word), len(word), use) for use in ("report", "plan") for word in KINDS[use] if word in bare]
    return max(held)[2] if held else None
