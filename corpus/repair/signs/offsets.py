"""Where certain rare signs stand: many times faster than a pattern on text that hardly has them."""

from __future__ import annotations


def offsets_of(text: str, signs: str) -> list[int]:
    """The sorted offsets of any of these characters.

    >>> offsets_of("a?b？c", "?？")
    [1, 3]
    """
    places: list[int] = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            places.append(at)
            at = text.find(sign, at + 1)
    return sorted(places)
