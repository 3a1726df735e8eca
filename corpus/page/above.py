"""What a page sets above the title of its document: the name of the site, its columns, the title once more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.headings.endings import closes_title
from corpus.headings.labels import read_label
from corpus.imprint.numbers import DATE, NUMBER
from corpus.imprint.titles import find_title, is_session
from corpus.lines import Line
from corpus.vocabulary import read_words

_FAR = 30  # lines from the page's title to the document's, with the header table between them
_FIRST = 15  # lines in which a page names its document
_LONG = 60  # characters: prose
_ADDRESSED = re.compile(r"^(?:各|市|县|区).{3,}[:：]$|印发给你们")
_BODY = re.compile(r"(?:" + "|".join(map(re.escape, read_words("issuers", "body"))) + r")(?:文件)?$|文件$|^附件")
_ENDS = tuple("知案见划告法则要点结定例函")  # of most titles
_LONGEST = 120  # characters of a title with what stands beside it
_SITE = re.compile(r"[_|｜-][ \u3000]*[^_|｜。，-]{2,24}$")  # …的通知_某县人民政府网
_OF_PAGE = frozenset(("place of page", "metadata", "button", "type size", "page date", "notice", "address"))


def find_repeated_title(lines: Sequence[Line]) -> int:
    """The line of the document's title, where the page has it above as well; 0 where it has not.

    >>> from corpus.lines import read_lines
    >>> find_repeated_title(read_lines("某县造林方案_某县政府网\\n来源：林业局\\n某县造林方案\\n一、目标"))
    2
    """
    names = [_name(line.text) if len(line.text) <= _LONGEST else "" for line in lines[: _FIRST + _FAR]]
    for first, name in enumerate(names[:_FIRST]):
        if len(name) < 6 or name not in names[first + 1 :] or not closes_title(name):
            continue
        near = range(first + 1, min(len(names), first + _FAR))
        again = next((index for index in reversed(near) if names[index] == name), 0)
        if again and _is_header(lines, first + 1, again):
            return again
    return 0


def find_above(lines: Sequence[Line], body: int, marks: Mapping[int, str]) -> list[int]:
    """Of the lines before the body those that stand over the title or over what else the page says of itself.

    Only on what is a page by other signs; whoever issues the document, its number and date are no such lines.
    """
    of_page = [index for index, rule in marks.items() if index < body and rule in _OF_PAGE]
    plain = [index for index in range(body) if index not in marks] if of_page else []
    closing = next((index for index in plain if closes_title(lines[index].text)), 0)
    if closing and closing != plain[0] and (title := find_title([lines[index] for index in plain])):
        top = next(index for index in plain if lines[index].end > title.start)  # a title may run over several lines
    else:
        top = 0 if closing else max((index for index in of_page if marks[index] == "place of page"), default=0)
    return [index for index in plain if index < top and not is_kept(lines, index)]


def _name(line: str) -> str:
    """A title without its number, the site behind it, and blanks."""
    bare = NUMBER.sub("", line) if "号" in line else line
    bare = bare if bare[-1:] in _ENDS else _SITE.sub("", bare)
    return bare.replace(" ", "").replace("\u3000", "").replace("《", "").replace("》", "")


def _is_header(lines: Sequence[Line], first: int, last: int) -> bool:
    """Is there nothing that a document says: no heading, no letter, no prose but an abstract of what follows?"""
    for line in lines[first:last]:
        label = read_label(line.text)
        told = len(line.text) >= _LONG and "。" in line.text
        if told or (label is not None and not label.weak) or _ADDRESSED.search(line.text):
            after = "".join(line.text for line in lines[last + 1 : last + _FAR]) if told else ""
            if line.text[:20] not in after:
                return False
    return True


def is_kept(lines: Sequence[Line], index: int, title: int = 0) -> bool:
    """Does a line over the title tell of the document: who issues it, its number, its date?"""
    bare = lines[index].text.strip("| ")
    number = NUMBER.search(bare)
    if title and _name(bare) == _name(lines[title].text):
        # …的通知_某县人民政府网 is the page's, the title alone a title.
        return closes_title(NUMBER.sub("", bare).strip()) or bool(number and number[0] not in _near(lines, title))
    if number or DATE.fullmatch(bare.strip("（()） ")) or _BODY.search(bare):
        return True
    if title and _name(lines[title].text) in _name(bare) and closes_title(bare):  # 2011年政府工作报告 tells more
        return True
    return not title and (len(bare) >= _LONG or bare[:1] in ("（", "(", "—", "《", "“", "附") or _says(bare))


def _says(bare: str) -> bool:
    return closes_title(bare) or is_session(bare)


def _near(lines: Sequence[Line], title: int) -> str:
    return "\n".join(line.text for line in lines[title : title + _FAR])
