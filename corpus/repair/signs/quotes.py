"""Quotation marks that a page turned, or that became semicolons: '两个确保“, ;;两个确保;; → “两个确保”."""

from __future__ import annotations

import re

from corpus.repair.change import Change

QUOTE = re.compile("[';；〞]")
_TURNED = re.compile(r"(')([^'“”‘’\n]{1,40})(“)")
_DOUBLED = re.compile(r"(?<=[^;；\n])(;;|；；)([^;；，。\n]{1,24})(;;|；；)(?=[^;；\n])")
_LEAST = 3


def find_turned_quotes(text: str) -> list[Change]:
    """Changes of the two marks, on pages that write so again and again and never close with ”.

    >>> page = "锚定'两个确保“，围绕'九大战略“，实施'三个一批“。"    # "two guarantees", "nine strategies", …
    >>> [(change.start, change.new) for change in find_turned_quotes(page)][:2]
    [(2, '“'), (7, '”')]
    """
    if (
        "〞" in text and "〝" not in text and "“" in text
    ):  # “十一五〞: the sign of vertical lines closes what another opened
        return [Change("quote", found.start(), found.end(), "”", "likely") for found in re.finditer("〞", text)]
    if "”" in text:
        return []
    if ";;" in text or "；；" in text:
        # The same two signs before a paragraph are a dash or a bullet, and stay.
        pairs = list(_DOUBLED.finditer(text))
        return (
            [
                Change("quote", *found.span(group), new, "likely")
                for found in pairs
                for group, new in ((1, "“"), (3, "”"))
            ]
            if "“" not in text
            else []
        )
    if "'" not in text:
        return []
    found = list(_TURNED.finditer(text))
    if len(found) < _LEAST or len(found) * 4 < text.count("“") * 3:
        return []
    marks = [(match.start(group), new) for match in found for group, new in ((1, "“"), (3, "”"))]
    return [Change("quote", at, at + 1, new, "likely") for at, new in marks]
