"""What every reader returns, and what every reader asks about text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.files.limits import Limits
from corpus.model import Note, Stretch

# Ideographs with their extensions, 〇 and the iteration mark: what counts as Chinese text.
HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]+")
_GAPS = re.compile(r"[ \u3000]+")
_SPACED = re.compile(rf"(?<![{HAN}])(?:[{HAN}][ \u3000]{{1,6}}){{2,}}[{HAN}](?![{HAN}])")
_SPACED_PAIR = re.compile(rf"(第[{HAN}\d]{{1,4}}[编章节][ \u3000]+)?([{HAN}])[ \u3000]+([{HAN}])$")


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


Reader = Callable[[bytes, str, Limits], ReaderText]  # bytes of a file, its name, what it may cost


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
    for part in (close_spaced(" ".join(paragraph.split())) for paragraph in paragraphs):
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


def close_spaced(line: str) -> str:
    """A line with its letter-spaced words closed up: single ideographs with a space between each two.

    Three and more in a row, or two that are all of the line or all that follows a number of a chapter.

    >>> close_spaced("关 于 征 求 意 见 的 通 知"), close_spaced("第一章 总 则"), close_spaced("甲县 乙县")
    ('关于征求意见的通知', '第一章 总则', '甲县 乙县')
    """
    if " " not in line and "\u3000" not in line:
        return line
    line = _SPACED.sub(lambda run: _GAPS.sub("", run[0]), line)
    pair = _SPACED_PAIR.match(line)
    return f"{pair[1] or ''}{pair[2]}{pair[3]}" if pair else line


def _hugs(left: str, right: str) -> bool:
    """Whether a line break stands inside one ASCII word, such as an address. Figures never grow together."""
    return left in "/_(" or right in "/_.,;:)%"
