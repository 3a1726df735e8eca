"""Names typed in the letters of Pinyin, with or without the English word for a county: Quzhou, quzhou xian."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERS = re.compile(r"[A-Za-zÀ-žǍ-ǜ'’ \-]{3,60}")
_ENGLISH = frozenset("autonomous new county district city banner prefecture province area".split())
_RANK = re.compile("(?<=..)(?:自治县|自治州|地区|[省市县区旗州盟])\\Z")
_MOST = 5


def find_spelt(typed: str, known: Iterable[str]) -> list[str]:
    """The known names that these letters spell, with or without the word of rank; none for other characters.

    >>> find_spelt("Quzhou", ["曲周县", "清苑区", "衢州市"]), find_spelt("qingyuan qu", ["曲周县", "清苑区"])
    (['曲周县', '衢州市'], ['清苑区'])
    >>> find_spelt("xianyu jiuzhenlü", ["县域就诊率", "基层就诊率"]), find_spelt("曲周", ["曲周县"])
    (['县域就诊率'], [])
    """
    if _LETTERS.fullmatch(typed.strip()) is None:
        return []
    from corpus.repair.readings import plain_syllable

    words = [word for word in re.split("[ '’-]+", typed.strip().lower()) if word not in _ENGLISH]
    letters = re.sub("[^a-z]", "", "".join(map(plain_syllable, words)))
    found = (name for name in known if _spells(letters, name) or _spells(letters, _RANK.sub("", name)))
    return list(dict.fromkeys(found))[:_MOST] if len(letters) > 2 else []


def _spells(letters: str, name: str) -> bool:
    """Whether the letters are a reading of each character of the name, one after the other."""
    from corpus.repair.readings import readings_of  # not before somebody types letters: a search loads nothing heavy

    ends = {0}
    for char in name:
        ends = {end + len(one) for end in ends for one in readings_of(char) if letters.startswith(one, end)}
        if not ends:
            return False
    return len(letters) in ends
