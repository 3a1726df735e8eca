"""Many words as one pattern that tries few of them."""

from __future__ import annotations

from collections.abc import Iterable


def one_of(parts: Iterable[str]) -> str:
    """These patterns as alternatives, those that begin with the same character put together, and so on inwards.

    The engine tries alternatives one after the other; of three hundred words it then tries those that can match. The
    longer words must come first, as always where one begins another; then the same is found as without.

    >>> one_of(["县政府", "县委", "县(?!城)", "局"])    # "county government", "county committee", "county", "bureau"
    '县(?:政府|委|(?!城))|局'
    """
    groups: dict[str, list[str]] = {}
    last: list[str] = []
    for part in parts:
        if part and "\u4e00" <= part[0] <= "\u9fff" and part[1:2] not in ("?", "*", "+", "{"):
            groups.setdefault(part[0], []).append(part[1:])
        else:
            last.append(part)
    joined = [char + (rests[0] if len(rests) == 1 else f"(?:{one_of(rests)})") for char, rests in groups.items()]
    return "|".join([*joined, *last])
