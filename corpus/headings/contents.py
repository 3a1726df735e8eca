"""The list of contents of a plan: its headings once more, in a row at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.labels import read_label
from corpus.lines import Line

_NAMED = re.compile(r"[【\[]?目\s*[录次](?:[/／]提纲)?[】\]]?[：:]?[….。]*")
_FAR = 400  # lines
_FIRST = 60  # lines in which it begins
_LEAST = 4  # headings in a row that come again, where nothing calls them contents
_LONG = 60  # characters: prose


def find_contents(lines: Sequence[Line]) -> range:
    """Its lines: under 目录 until its first entry comes again, or headings in a row that all come again.

    >>> from corpus.lines import read_lines
    >>> text = "1 总则\\n1.1 目的\\n2 职责\\n3 附则\\n1 总则\\n1.1 目的\\n保障安全。\\n2 职责\\n3 附则\\n今日施行。"
    >>> find_contents(read_lines(text))      # "1 general rules, 1.1 purpose, 2 duties, 3 appendix"
    range(0, 4)
    """
    for index, line in enumerate(lines[:_FIRST]):
        if len(line.text) < 12 and _NAMED.fullmatch(line.text) and index + 1 < len(lines):
            return _read_named(lines, index + 1)
    first = next((index for index, line in enumerate(lines[:_FIRST]) if read_label(line.text)), len(lines))
    return _read_row(lines, first)


def _read_named(lines: Sequence[Line], first: int) -> range:
    """Entries below the word 目录, up to where the first of them comes again as a heading."""
    plain = [plain_entry(line.text) for line in lines[first : first + _FAR]]
    again = next((place for place in range(1, len(plain)) if plain[place] == plain[0]), 0)
    prose = next((place for place in range(again) if _is_prose(lines[first + place].text)), again)
    if prose < again:  # the title and the opening stand between: up to the last entry that comes again
        later = set(plain[again:])
        again = max(place for place in range(prose) if plain[place] in later) + 1 if prose else 0
    return range(first, first + again)


def _read_row(lines: Sequence[Line], first: int) -> range:
    """Entries without the word 目录: headings in a row, each of which comes again further down."""
    text = lines[first].text if first < len(lines) else ""
    near = range(first + _LEAST, min(len(lines), first + _FAR))
    again = next((index for index in near if lines[index].text == text), first)
    later = {line.text for line in lines[again : again + _FAR]} if again > first else set[str]()
    stop = first
    while stop < again and lines[stop].text in later and not _is_prose(lines[stop].text):
        stop += 1
    return range(first, stop) if stop - first >= _LEAST else range(first, first)


def _is_prose(text: str) -> bool:
    return len(text) >= _LONG or "。" in text


def plain_entry(entry: str) -> str:
    """An entry of a table of contents without dots and page number."""
    return re.sub(r"[\s.…·—-]+|[\s.…·—-]*\d*$", "", entry)
