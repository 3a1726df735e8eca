"""Characters and pairs of characters: what the search index holds, and what a query asks of it."""

from __future__ import annotations

import re
from operator import add

# Full-width forms, capitals and the wide space read as their plain selves, on both sides.
FOLD = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
FOLD |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
FOLD[0x3000] = " "
_FOLDED = re.compile("[A-Z\u3000\uff01-\uff5e]")
_PLAIN = {chr(code): plain for code, plain in FOLD.items()}
_SIGNS = frozenset("0123456789!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~、。《》〈〉「」『』【】〔〕·—…‘’“”℃‰")
_MOST = 48  # pairs asked of the index; the look at the text settles the rest


def fold(text: str) -> str:
    """The text with full-width forms and capitals made plain, one character for one.

    >>> fold("ＰＭ2.5下降10％")    # "PM2.5 falls by 10 %"
    'pm2.5下降10%'
    """
    for char in set(_FOLDED.findall(text)):  # few of them, each often: far less work than a table of all characters
        text = text.replace(char, _PLAIN[char])
    return text


def storable(text: str) -> str:
    """The text with lone surrogates, which no file can hold as UTF-8, as U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def split_grams(text: str) -> str:
    """Single characters and neighbouring pairs, spaces between, each once, in no order: one row of the index.

    >>> sorted(split_grams("医保 支付").split())    # "medical insurance payment"
    ['付', '保', '医', '医保', '支', '支付']
    """
    grams: set[str] = set()
    for run in fold(text).replace("\x00", " ").split():
        grams.update(run)
        grams.update(map(add, run, run[1:]))
    return " ".join(grams)


def match_words(words: list[str]) -> str:
    """The FTS5 expression that every row holding these words satisfies.

    >>> match_words(["医保支付", "5"])
    '("医保" AND "保支" AND "支付" AND "5")'
    """
    grams = [gram for word in words for gram in _grams_of(word)]
    step = max(1, -(-len(grams) // _MOST))
    quoted = ('"' + gram.replace('"', '""') + '"' for gram in dict.fromkeys(grams[::step]))
    return f"({' AND '.join(quoted)})"


def is_settled(word: str) -> bool:
    """Whether the index alone proves that a row holds this folded word: one or two characters, none of them letters.

    Chinese ones, digits and signs; of letters SQLite takes more to be the same than we do.

    >>> is_settled("医保"), is_settled("5%"), is_settled("é"), is_settled("医保局")    # "medical insurance" … "bureau"
    (True, True, False, False)
    """
    return len(word) <= 2 and all("一" <= char <= "龥" or char in _SIGNS for char in word)


def _grams_of(word: str) -> list[str]:
    word = word.replace("\x00", "")
    return [word[i : i + 2] for i in range(len(word) - 1)] if len(word) > 1 else [word]
