"""Characters that nobody sees: zero-width and direction marks, controls, halves of surrogate pairs."""

from __future__ import annotations

import re

from corpus.repair.change import Change

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]+"
)
_LINE_ENDS = "\x0b\x85\u2028\u2029"
# Scripts that need direction marks and joiners: what stands beside them is theirs.
_OTHER_SCRIPTS = re.compile("[\u0590-\u0dff\U0001f000-\U0001faff\u2600-\u27bf\u20e3]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def find_invisible(text: str) -> list[Change]:
    """Changes that take out what is not seen and give line ends and Windows signs their own characters.

    >>> find_invisible("县\\u200b城")       # a zero-width space within "county town"
    [Change(rule='invisible', start=1, end=2, new='', verdict='exact')]
    """
    changes: list[Change] = []
    for found in INVISIBLE.finditer(text):
        start, end = found.span()
        if _OTHER_SCRIPTS.search(text[max(0, start - 12) : end + 12]) and not _holds_damage(found.group()):
            continue
        new = "".join(_restore(part) for part in re.split("([\ud800-\udfff]+)", found.group()))
        changes.append(Change("invisible", start, end, new, "lossy" if "\ufffd" in new else "exact"))
    return changes


def _holds_damage(run: str) -> bool:
    return any("\ud800" <= char <= "\udfff" or char < "\xa0" for char in run)


def _restore(run: str) -> str:
    if run and "\ud800" <= run[0] <= "\udfff":
        whole = _PAIR.sub(lambda pair: pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le"), run)
        return re.sub("[\ud800-\udfff]", "\ufffd", whole)
    return "".join(_restore_char(char) for char in run)


def _restore_char(char: str) -> str:
    if char in _LINE_ENDS:
        return "\n"
    if "\x80" <= char <= "\x9f":
        # A Windows-1252 sign read as Latin-1: browsers show it as the sign.
        return char.encode("latin-1").decode("cp1252", "ignore")
    return ""
