"""What every reader returns, and what every reader asks about text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.model import Note, Stretch

# Ideographs with their extensions, 〇 and the iteration mark: what counts as Chinese text.
HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class ReaderText:
    """The text of one file, settled: offsets into it never move again."""

    text: str
    reader: str  # text, html, docx, pdf, office, scan
    metadata: dict[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] = ()  # offset where each page begins
    notes: tuple[Note, ...] = ()
    encoding: str | None = None  # only for plain text, where offsets lead back to bytes
    evidence: str = ""
    stretches: tuple[Stretch, ...] = ()  # where a text file is not of one encoding throughout


def count_han(text: str) -> int:
    """How many Chinese characters a text holds.

    >>> count_han("GDP增长6%")    # "GDP grows by 6 %"
    2
    """
    return sum(len(run) for run in _HAN.findall(text))


def join_cells(cells: list[str]) -> str:
    """One table row as one line, cells apart; a merged cell stands once, in its first row.

    >>> join_cells(["指标", "2025年", ""])    # "indicator, year 2025, (empty)"
    '指标 | 2025年 |'
    """
    return " | ".join(cells).strip(" ") if any(cells) else ""


def join_paragraphs(paragraphs: list[str]) -> str:
    """The paragraphs of one cell or note as one line, a space between them.

    Two short ones of ideographs only are one name, broken to fit a narrow column.

    >>> join_paragraphs(["基层", "就诊率"]), join_paragraphs(["1.建设5家", "2.培训20人"])    # "build 5, train 20"
    ('基层就诊率', '1.建设5家 2.培训20人')
    """
    text = ""
    for part in (" ".join(paragraph.split()) for paragraph in paragraphs):
        if not part:
            continue
        broken = len(text) <= 8 and len(part) <= 8 and _HAN.fullmatch(text) and _HAN.fullmatch(part)
        text += part if broken or not text else " " + part
    return text


def join_wrapped(lines: list[str]) -> str:
    """Lines of one paragraph or cell as one line: no space where Chinese characters meet.

    >>> join_wrapped(["县域就", "诊率 90%", "or more"])    # "share of visits within the county"
    '县域就诊率 90% or more'
    """
    text = ""
    for line in (line.strip() for line in lines):
        if not line:
            continue
        if text and text[-1].isascii() and line[0].isascii() and not _hugs(text[-1], line[0]):
            text += " "
        text += line
    return text


def _hugs(left: str, right: str) -> bool:
    """Whether a line break stands inside one ASCII word: a number or an address that was cut."""
    return (left.isdigit() and right.isdigit()) or left in "/-_(" or right in "/_.,;:)%"
