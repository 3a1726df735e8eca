"""Who signs a document and when: the bodies above a date, or both on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.headings.endings import close_up
from corpus.headings.labels import read_label
from corpus.imprint.numbers import DATE
from corpus.lines import Line
from corpus.vocabulary import read_words

BODIES = "|".join(map(re.escape, read_words("issuers", "body")))
_SIGNATURE = re.compile(
    rf"(?![各市县区]{{1,3}}[、：:])[\u4e00-\u9fff、 \u3000（）()·]{{2,45}}(?:{BODIES})(?:[（(].{{1,12}}[）)])?"
)
DATE_LINE = re.compile(rf"[（(—\s]*{DATE.pattern}[）)\s]*")
# Who signs and when on one line; who prints it signs only where nobody else does.
_SIGNED_LINE = re.compile(rf"(?P<issuer>{_SIGNATURE.pattern})[ \u3000]+(?P<date>{DATE.pattern})[ \u3000]*(?:印发)?")
_COVERED = 40  # lines in which a covering letter is signed


class Found(NamedTuple):
    """A fact of the head as it reads, and its span in the text."""

    value: str
    start: int
    end: int


def find_signature(lines: Sequence[Line]) -> Found | None:
    """The bodies that sign: lines of their own right above a date line, else before a date on its line.

    >>> from corpus.lines import read_lines
    >>> find_signature(read_lines("青禾县造林方案\\n青禾县林业局\\n2025年3月6日")).value     # a forestry bureau
    '青禾县林业局'
    """
    for index in (*range(1, min(len(lines), _COVERED)), *range(max(1, len(lines) - 8), len(lines))):
        if DATE_LINE.fullmatch(lines[index].text):
            first = index
            while (
                first
                and _SIGNATURE.fullmatch(close_up(lines[first - 1].text))
                and not read_label(lines[first - 1].text)
            ):
                first -= 1
            if first < index:
                names = (close_up(line.text).replace("\u3000", " ") for line in lines[first:index])
                return Found(" ".join(names), lines[first].start, lines[index - 1].end)
    return find_signed_line(lines, "issuer")


def find_signed_line(lines: Sequence[Line], group: str) -> Found | None:
    """The ``issuer`` or the ``date`` of a last line that has both, of the first such line where several follow.

    >>> from corpus.lines import read_lines
    >>> find_signed_line(read_lines("青禾县造林方案\\n青禾县林业局　2025年3月6日印发"), "date").value   # "printed on"
    '2025年3月6日'
    """
    for line in lines[max(1, len(lines) - 4) :]:
        if found := _SIGNED_LINE.fullmatch(line.text):
            return Found(found[group].strip(), line.start + found.start(group), line.start + found.end(group))
    return None
