"""What signs say of a guessed character: where sentences end, how lines begin and end, what precedes figures."""

from __future__ import annotations

import itertools
import math
import re
from functools import cache
from pathlib import Path

import numpy as np

from corpus.repair.language import Floats

DATA = Path(__file__).resolve().parents[2] / "data" / "before_figures.tsv"
_STOPS = "。！？；\n"
_ENDERS = "。！？；"
_CLAUSE = re.compile("[^，。、；：？！“”《》（）\n]*$")
SHORT_CLAUSE = {0: -4.0, 1: -4.0, 2: -2.5, 3: -1.0}  # characters since the last sign
IN_QUOTE = -4.0
NO_BEGINNING, AT_BEGINNING = "、，。；：？！”）》’％", -12.0  # signs that begin no line
NO_INDENT = "—“‘·…"  # nor stand alone there before （, where an indent does
BRACKETS = ("“”", "（）", "《》", "‘’")
_ONLY_BRACKETS = re.compile(f"[^{''.join(BRACKETS)}]+")
NO_ENDING = "，、（“《"  # signs that seldom end a line


def look_at_signs(plain: list[str], before: str, after: str) -> list[Floats]:
    """Three views of each option, spelt plainly: a line that ends badly, a full stop after so much (the logarithm of
    characters), and how well it stands before a figure.

    >>> bad, long, _ = look_at_signs(["！", "，"], "为群众创造更加美好的明天", "")    # "… a brighter tomorrow!"
    >>> bad.tolist(), long.round(1).tolist()
    ([0.0, -1.0], [2.6, 0.0])
    """
    ends = np.array([option[0] in "。！？" for option in plain], dtype=np.float64)
    so_far = len(before) - 1 - max(before.rfind(sign) for sign in _STOPS)
    bad = np.array([-1.0 if not after and option[-1] in NO_ENDING else 0.0 for option in plain])
    figure = _before_figures() if after[:1] == "0" else {}
    fits = np.array([figure.get(option[-1], 0.0) for option in plain])
    return [bad, math.log1p(so_far) * ends, fits]


@cache
def _before_figures() -> dict[str, float]:
    """How much oftener (log) than others a character stands right before a figure."""
    rows = [line.split("\t") for line in DATA.read_text(encoding="utf-8").splitlines()[1:]]
    return {char: float(weight) for weight, chars, _ in rows for char in chars}


def weigh_signs(options: list[str], before: str, after: str) -> Floats:
    """Log-penalty of each option for a sentence that would end too soon, or a sign where none can stand."""
    early = _weigh_end(before)
    barred = "" if before.strip() else NO_BEGINNING + (NO_INDENT if after[:1] == "（" else "")
    return np.array([AT_BEGINNING if o[0] in barred else early if o[0] in _ENDERS else 0.0 for o in options])


def weigh_brackets(left: str, options: list[str], right: str) -> Floats:
    """Minus the number of brackets between these that each option leaves unpaired."""
    left, right = _ONLY_BRACKETS.sub("", left), _ONLY_BRACKETS.sub("", right)
    held = [_ONLY_BRACKETS.sub("", option) for option in options]
    unpaired = {signs: -float(count_unpaired(left, signs, right)) for signs in set(held)}
    return np.array([unpaired[signs] for signs in held])


def count_unpaired(left: str, option: str, right: str) -> int:
    """How many brackets and quotation marks are opened twice or closed twice, the option being a part of it.

    >>> count_unpaired("现实", "。“", "1+5+N”格局"), count_unpaired("现实", "海、", "1+5+N”格局")
    (0, 1)
    """
    count = 0
    for pair in BRACKETS:
        row = [char for char in left + option + right if char in pair]
        count += sum(a == b for a, b in itertools.pairwise([pair[1], *row, pair[0]]))
    return count


def _weigh_end(before: str) -> float:
    """Log-penalty for a sentence that ends here: after a word of a clause, or within a short quotation."""
    clause = _CLAUSE.search(before)
    penalty = SHORT_CLAUSE.get(len(clause[0]) if clause else 0, 0.0)
    return penalty + (IN_QUOTE if before.rfind("“") > before.rfind("”") else 0.0)
