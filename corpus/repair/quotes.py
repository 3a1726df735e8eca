"""Quotation marks that a page turned: '两个确保“ → “两个确保”."""

from __future__ import annotations

import re

from corpus.repair.change import Change

QUOTE = re.compile("'")
_TURNED = re.compile(r"(')([^'“”‘’\n]{1,40})(“)")
_LEAST = 3


def find_turned_quotes(text: str) -> list[Change]:
    """Changes of the two marks, on pages that write so again and again and never close with ”.

    >>> page = "锚定'两个确保“，围绕'九大战略“，实施'三个一批“。"    # "two guarantees", "nine strategies", …
    >>> [(change.start, change.new) for change in find_turned_quotes(page)][:2]
    [(2, '“'), (7, '”')]
    """
    if "”" in text or "'" not in text:
        return []
    found = list(_TURNED.finditer(text))
    if len(found) < _LEAST or len(found) * 4 < text.count("“") * 3:
        return []
    marks = [(match.start(group), new) for match in found for group, new in ((1, "“"), (3, "”"))]
    return [Change("quote", at, at + 1, new, "likely") for at, new in marks]
