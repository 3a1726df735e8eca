"""What none of the repairs could restore: marked, and left as it stands."""

from __future__ import annotations

import re

from corpus.repair.change import Change

LOST = re.compile("[\ufffd锟烫屯]")
_HOLES = re.compile("\ufffd(?:[^\n]{0,6}\ufffd)*")
# U+FFFD as UTF-8 read as GBK (锟斤拷); memory never written, read as GBK (烫, 屯).
_FILLERS = re.compile("[锟斤拷]*锟斤拷[锟斤拷]*|烫{4,}|屯{4,}")


def find_losses(text: str) -> list[Change]:
    """Changes that change nothing: each says that what was written there is lost.

    >>> find_losses("全县\\ufffd\\ufffd建设")
    [Change(rule='lost', start=2, end=4, new='��', verdict='lossy')]
    """
    found = [*_HOLES.finditer(text)] if "\ufffd" in text else []
    if "锟斤拷" in text or "烫烫" in text or "屯屯" in text:
        found += _FILLERS.finditer(text)
    spans = sorted(match.span() for match in found)
    return [Change("lost", start, end, text[start:end], "lossy") for start, end in spans]
