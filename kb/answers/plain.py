"""Text for eyes that cannot do anything: control and direction characters shown, formulas guarded, the long cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from kb.questions.occurrence import find_occurrence

# C0 (but tab and line ends), DEL, C1, line separators, bidi controls, byte order mark, noncharacters, lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_FORMULA = tuple("=+-@\t\r\n\x00|％＝＋－＠")
_SIGNS = ("=", "+", "-", "@")  # alone a spreadsheet calculates nothing with them: "=" is a comparator
_AROUND = 36  # characters of a sentence kept on each side of the words that it is shown for
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def show_plain(text: str) -> str:
    """The text with what a terminal or a reader would obey as U+FFFD.

    >>> show_plain("甲\\x1b[31m县")    # an escape sequence inside a county's name
    '甲\ufffd[31m县'
    """
    return _UNSEEN.sub("\ufffd", text)


def escape_json(line: str) -> str:
    r"""One line of JSON with the same characters escaped, so that nothing is lost.

    >>> escape_json('"\x9b\u202e"')
    '"\\u009b\\u202e"'
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def guard_formula(text: str) -> str:
    """The text with ' before it where a spreadsheet would calculate it; plain numbers and a sign alone stay.

    >>> guard_formula("=1+1"), guard_formula("-3.2"), guard_formula("="), guard_formula("县")
    ("'=1+1", '-3.2', '=', '县')
    """
    if text.startswith(_FORMULA) and text not in _SIGNS and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def part_at(sentence: str, words: str, about: str = "") -> tuple[str, str, str]:
    """What stands before the words, they, and what stands behind; the sentence and nothing where it lacks them.

    >>> part_at("到2026年底，床位达到300张。", "300张")      # "by the end of 2026, 300 beds"
    ('到2026年底，床位达到', '300张', '。')
    """
    at = find_occurrence(sentence, words, about)
    return (sentence, "", "") if at < 0 else (sentence[:at], words, sentence[at + len(words) :])


def cut_sentence(sentence: str, words: str, about: str = "") -> str:
    """What stands around the words, which ⟦ ⟧ mark; the sentence as it is where it does not hold them.

    Of several places the one that speaks of ``about``.

    >>> cut_sentence("到2026年底，床位达到300张。", "300张")      # "by the end of 2026, 300 beds"
    '到2026年底，床位达到⟦300张⟧。'
    """
    before, found, after = part_at(sentence, words, about)
    if not found:
        return sentence
    left = before if len(before) <= _AROUND else "…" + before[-_AROUND:]
    right = after if len(after) <= _AROUND else after[:_AROUND] + "…"
    return f"{left}⟦{found}⟧{right}"


def describe_differences(changes: Sequence[str]) -> str:
    """What a copy changes: 3→5, ＋ what it adds, － what it leaves out.

    >>> describe_differences(["3→5", "→至少", "尽快→"])      # "at least" added, "soon" left out
    '3→5；＋至少；－尽快'
    """
    parts = [str(change).partition("→") for change in changes]
    return "；".join(f"{a}→{b}" if a and b else f"＋{b}" if b else f"－{a}" for a, _, b in parts)


def safe(text: str) -> str:
    """Text that is nothing but text in a page.

    >>> safe("面积<100亩")      # "an area under 100 mu"
    '面积&lt;100亩'
    """
    return escape(show_plain(text), quote=True)
