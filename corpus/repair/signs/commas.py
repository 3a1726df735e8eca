"""Commas that a site set in front of other marks to make a copy look new: 精神，，落实; 国家，、省."""

from __future__ import annotations

import re

from corpus.repair.change import Change

_STRAY = re.compile("(?<![,，])[,，](?=[,，、。；;](?![,，、。；;]))")
_LEAST = 3  # a slip of the pen comes once
DOUBLE_COMMA = re.compile("[,，]"), re.compile("[,，、。；;]")


def find_stray_commas(text: str) -> list[Change]:
    """Changes that take these commas out, where the page has them again and again.

    >>> text = "植树，、护林，、防火，。全县，，各乡镇"     # "planting, tending, fire prevention. All towns"
    >>> [(change.start, change.new) for change in find_stray_commas(text)]
    [(2, ''), (6, ''), (10, ''), (14, '')]
    """
    found = list(_STRAY.finditer(text))
    if len(found) < _LEAST:
        return []
    return [Change("comma", *stray.span(), "", "likely") for stray in found]
