"""How likely characters are in Chinese text: the prior that chooses encodings and undoes crossed ones."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

RARE_HAN = -13.0
FOREIGN = -12.0
DAMAGE = -18.0
_CLASSES = {
    "，。、；：（）“”《》": -4.5,
    "！？〔〕—…·％【】「」『』‘’　\n": -6.0,
    " 0123456789.,%": -5.0,
    "-():;\"'/+\t\r?!": -6.0,
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü": -10.0,
}


class _Weights(dict[str, float]):
    """Natural logarithm of each character's chance; what is not listed is judged by its kind."""

    def __missing__(self, char: str) -> float:
        weight = _weigh_kind(char)
        self[char] = weight
        return weight


def _weigh_kind(char: str) -> float:
    """The log-probability of a character that no table holds, by what kind of character it is."""
    if "!" <= char <= "~":
        return -6.5
    if "\u3400" <= char <= "\u9fff":
        return RARE_HAN
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cs", "Cn", "Co") or char == "\ufffd":
        return DAMAGE
    if "\uff00" <= char <= "\uff5e":
        return -8.5
    return FOREIGN if char <= "\uffff" else DAMAGE + 2


@cache
def weights() -> dict[str, float]:
    """The chance of every character, traditional ones as good as the simplified ones they stand for."""
    import numpy as np

    from corpus.simplify import simpler_characters

    with np.load(DATA / "characters.npz") as table:
        counts = dict(zip(map(chr, table["chars"].tolist()), table["count"].tolist(), strict=True))
    # jieba's dictionary holds some garbled words (鐨勯); characters beyond GB 2312 count by their simplified form.
    counts = {char: n for char, n in counts.items() if _in_gb2312(char)}
    total = sum(counts.values())
    table_ = {char: max(math.log(n / total), RARE_HAN) for char, n in counts.items() if "\u4e00" <= char <= "\u9fff"}
    for old, new in simpler_characters().items():
        if new in table_:
            table_[old] = max(table_.get(old, RARE_HAN), table_[new] - 0.3)
    for chars, weight in _CLASSES.items():
        table_.update(dict.fromkeys(chars, weight))
    return _Weights(table_)


def _in_gb2312(char: str) -> bool:
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def likelihood(text: str) -> float:
    """Natural logarithm of the chance of this text, each character drawn by itself.

    >>> likelihood("县城") > likelihood("鍘垮煄")      # "county town", and the same two garbled
    True
    """
    return sum(map(weights().__getitem__, text))


@cache
def usual_characters() -> str:
    """What sound Chinese text holds, for use within a character class."""
    usual = "".join(re.escape(char) for char, weight in list(weights().items()) if weight > FOREIGN)
    return f"{usual}\n\x20-\x7e\xa0-\u024f\u2010-\u27bf\u3000-\u303f\uff01-\uff5e"


@cache
def rare_characters() -> re.Pattern[str]:
    """Matches a character that sound Chinese text hardly holds.

    >>> rare_characters().findall("县城鍘垮煄")      # "county town", and the same garbled
    ['鍘', '煄']
    """
    return re.compile(f"[^{usual_characters()}]")
