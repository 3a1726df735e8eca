"""A character of which one byte is gone: filled in when its neighbours leave only one choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corpus.repair.encodings.lattice import HOLE, Block, Unit
from corpus.repair.language import load_language

_MARGIN = 5.0  # nats between the likeliest character and the next
_FITS = -17.0  # nats for both neighbours together: below this not even the likeliest is likely


def fill_holes(blocks: Sequence[Block], units: Sequence[Unit], codec: str) -> list[Block]:
    """The same blocks, holes filled where bytes and neighbours together name one character."""
    filled = list(blocks)
    for i, block in enumerate(filled):
        if block.new != HOLE:
            continue
        left = filled[i - 1].new[-1:] if i else "\n"
        right = filled[i + 1].new[:1] if i + 1 < len(filled) else "\n"
        known = [unit[0] for unit in units[block.start : block.end]]
        char = _choose(_candidates(known, codec), left, right)
        if char:
            filled[i] = replace(block, new=char, plain=False)
    return filled


def _candidates(known: list[bytes], codec: str) -> list[str]:
    """Characters whose bytes are the known ones with one more (an empty one) in its place."""
    data = b"".join(known)
    if codec == "utf-8":
        left = data.replace(b"?", b"")
        if len(left) != 2:
            return []
        unknown = [at for at, part in enumerate(known) if part in (b"", b"?")]
        gaps = [len(b"".join(known[:at])) for at in unknown] or [0, 1, 2]
        whole = [left[:gap] + bytes((byte,)) + left[gap:] for gap in gaps for byte in range(0x80, 0xF0)]
    elif len(data) == 1 and data > b"\x80":
        whole = [data + bytes((byte,)) for byte in range(0x40, 0xFF)]
        whole += [bytes((byte,)) + data for byte in range(0x81, 0xFF)]
    else:
        return []
    chars = {part.decode(codec, "replace") for part in whole}
    return sorted(char for char in chars if len(char) == 1 and char > "\u3000" and char != HOLE)


def _choose(candidates: list[str], left: str, right: str) -> str | None:
    if not candidates or HOLE in (left, right):
        return None
    model = load_language()
    ids = model.ids("".join(candidates))
    before, after = (int(model.ids(char)[0]) for char in (left, right))
    scores = model.follow(np.full_like(ids, before), ids) + model.follow(ids, np.full_like(ids, after))
    order = np.argsort(-scores, kind="stable")
    if scores[order[0]] < _FITS or (len(order) > 1 and scores[order[0]] - scores[order[1]] < _MARGIN):
        return None
    return candidates[int(order[0])]
