"""Bytes of a page that some program read as UTF-8 where they happened to be valid, and as Latin-1 elsewhere.

Every letter then stands for one byte or for the two that valid UTF-8 hides in it (· for B7 or C2 B7), so that many
readings are possible: neighbouring characters decide between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from corpus.prior import weights
from corpus.repair.encodings.lattice import HOLE, Block, Lattice, State, Unit, Way, join_steps, retrace, steps_from
from corpus.repair.language import load_language

_SECOND = -0.1  # the pair of bytes is as good as the one: what they spell decides
_VANISHED = -1.0  # where none is left on the page all have gone
_USUAL = -10.5  # its neighbours tell a rarer character too
_LOST = -16.0  # beside what a lost character costs elsewhere: nothing is lost here as a rule
_RAREST = -18.0
_ODD = -18.0  # nats for both neighbours: of sound text one character in a hundred, of what a lost byte leaves most
_BEHIND = 16.0  # nats that one may be behind the best
_STATES = 6  # last characters that are followed from each place
# Letters that only UTF-8 could have made of two bytes; those of pinyin and of Windows-1252 stand in other text too.
_PAIRS = re.compile("[\u0370-\u07ff]")
_LETTERS = re.compile("[\u0100-\u036f]")
_KNOWN = frozenset("āēěīōǒūǎǐǔǖǘǚǜńňǹŒœŠšŸŽžƒˆ˜")
_LEAST = 2  # different ones
_LATIN = re.compile("[\x80-\u02ff]")
_OTHER = re.compile("[\u0370-\u200f\u2027-\u202f\u203b-\u20ab\u20ad-\U0010ffff]")
_SHARE = 3  # letters for every other character, on a line that is garbled throughout


def is_merged(text: str) -> bool:
    """Whether letters stand in the text that only valid pairs of bytes could have become.

    >>> is_merged("Ҫ\u00b5\u00e3"), is_merged("gōng zuò")     # 要点 (GBK, misread); pinyin
    (True, False)
    """
    return bool(_PAIRS.search(text)) or len(set(_LETTERS.findall(text)) - _KNOWN) >= _LEAST


def merged_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines that are garbled throughout, as offsets without the blanks around them."""
    at = 0
    for line in text.split("\n"):
        bare = line.strip(" \t\r")
        if may_be_merged(bare):
            start = at + line.index(bare)
            yield start, start + len(bare)
        at += len(line) + 1


@cache
def _id(char: str) -> int:
    return int(load_language().ids(char)[0])


def may_be_merged(line: str) -> bool:
    """Whether most of a line are letters of Latin-1, and none is lost."""
    letters = len(_LATIN.findall(line))
    return letters > 1 and letters >= _SHARE * len(_OTHER.findall(line)) and HOLE not in line


def read_merged(units: Sequence[Unit], codec: str, vanished: bytes = b"") -> tuple[float, list[Block]]:
    """(log-probability, blocks) of the likeliest characters, each judged beside the one before it.

    ``vanished`` is a byte that went without a trace, as for ``read_units``.

    >>> units = [(b"\\xc2",), (b"\\xb7", b"\\xc2\\xb7")] + [(bytes([byte]),) for byte in "长制".encode("gbk")]
    >>> "".join(block.new for block in read_merged(units[1:], "gb18030")[1])       # "a chief for every road"
    '路长制'
    """
    model, weigh = load_language(), weights()
    lattice = Lattice(units, _SECOND, _VANISHED, _USUAL)
    goal = len(lattice.edges) - 1
    states: list[dict[str, State]] = [{} for _ in range(goal + 1)]
    states[0]["\n"] = 0.0, None
    for node in range(goal):
        here = sorted(states[node].items(), key=lambda item: -item[1][0])[:_STATES]
        states[node] = {}
        least = here[0][1][0] - _BEHIND if here else 0.0
        here = [state for state in here if state[1][0] >= least]
        steps = steps_from(lattice, node, codec, vanished) if here else []
        if not steps:
            continue
        after = np.array([_id(char) for _, char, _, _ in steps])
        before = np.array([_id(char) for char, _ in here])
        follow = model.follow(before[:, None], after[None, :])
        for (_, (score, way)), row in zip(here, follow.tolist(), strict=True):
            for (to, char, cost, plain), beside in zip(steps, row, strict=True):
                total = score + cost + (_LOST if char == HOLE else 0.0)
                if char > "\x7f" and char != HOLE:
                    total += max(beside, _RAREST) - weigh[char]
                if char not in states[to] or total > states[to][char][0]:
                    states[to][char] = total, Way(node, to, char, plain, way)
    score, last = max(states[goal].values(), key=lambda state: state[0])
    return score, weigh_blocks(join_steps(lattice, retrace(last)), units)


def weigh_blocks(blocks: list[Block], units: Sequence[Unit]) -> list[Block]:
    """The blocks with what can be said for them: where another reading was possible, none follows from the bytes."""
    ids = np.array([_id(char) for char in "\n" + "".join(block.new for block in blocks) + "\n"])
    follow = load_language().follow(ids[:-1], ids[1:])
    beside = follow[:-1] + follow[1:]
    weighed, at = [], 0
    for block in blocks:
        alone = all(len(unit) == 1 for unit in units[block.start : block.end])
        odd = block.new > "\x7f" and bool((beside[at : at + len(block.new)] < _ODD).any())
        weighed.append(replace(block, plain=block.plain and alone, doubtful=odd))
        at += len(block.new)
    return weighed
