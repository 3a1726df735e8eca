"""Letters that a site sets behind the lines of its texts, to know their copies again: 请予审议。Zeu."""

from __future__ import annotations

import re
from collections import Counter

from corpus.repair.change import Change

_AT_END = re.compile(r"(?<=[\u3400-\u9fff。；：！？）”、，):;!?])([A-Za-z]{2,6})[ \t\u3000\r]*$", re.MULTILINE)
_SENTENCE = "。；：！？;:!?）)"
_LEAST = 5  # lines
_SHARE = 0.6  # of all its places on the page: a word of the text stands elsewhere too
_CLOSED = 0.3  # of its lines end a sentence before it: no sentence has a word behind its stop


def find_stamps(text: str) -> list[Change]:
    """Changes that take the stamp out, also where a line end cuts it.

    >>> page = "各位代表：Zq\\n请予审议。Zq\\n一、造林。Zq\\n全年两万亩。Z\\nq\\n二、修路。Zq\\n新建十公里。Zq\\n"
    >>> [page[c.start:c.end] for c in find_stamps(page)]
    ['Zq', 'Zq', 'Zq', 'Z\\nq', 'Zq', 'Zq']
    """
    found = _AT_END.findall(text)
    if len(found) < _LEAST:
        return []
    stamp, lines = Counter(found).most_common(1)[0]
    closed = sum(match[1] == stamp and text[match.start() - 1] in _SENTENCE for match in _AT_END.finditer(text))
    if lines < max(_LEAST, _SHARE * text.count(stamp)) or closed < _CLOSED * lines:
        return []
    anywhere = re.compile(r"(?<![A-Za-z])" + r"(?:\r?\n)?".join(stamp) + r"(?![A-Za-z])")
    return [Change("stamp", match.start(), match.end(), "", "likely") for match in anywhere.finditer(text)]
