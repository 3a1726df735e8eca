"""What an undone stretch comes to: a change for each of its blocks, and how far each can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Verdict
from corpus.prior import likelihood
from corpus.repair.change import Change
from corpus.repair.encodings.lattice import HOLE, Block

_UNLIKELY = -9.6  # nats a character: rarer than Chinese text is
_FARTHEST = 8  # characters that a lost byte is thought to have put out of step


def write_blocks(raw: str, rule: str, blocks: Sequence[Block], offset: int) -> Iterator[Change]:
    """Changes that put the blocks in the place of ``raw``, which stands at ``offset``.

    What may be out of step is lossy: a letter that may be the second half of a character, and the rare characters
    before it, back to where the reading becomes likely.

    >>> blocks = [Block(0, 2, "縣", True), Block(2, 4, "屩", True), Block(4, 5, "@", True), Block(5, 7, "共", True)]
    >>> [(change.new, change.verdict) for change in write_blocks("abcd@ef", "big5-as-latin-1", blocks, 0)]  # "county…"
    [('縣', 'lossy'), ('屩', 'lossy'), ('@', 'lossy'), ('共', 'exact')]
    """
    doubtful = {n for i in range(len(blocks)) if _may_be_half(rule, blocks, i) for n in _out_of_step(blocks, i)}
    doubtful |= {i for i, block in enumerate(blocks) if block.doubtful}
    for i, block in enumerate(blocks):
        start, end = offset + block.start, offset + block.end
        same = raw[block.start : block.end] == block.new
        if same and not (i in doubtful or ("@" <= block.new <= "~" and not block.plain)):
            continue
        verdict: Verdict = "exact" if block.plain else "likely"
        yield Change(rule, start, end, block.new, "lossy" if HOLE in block.new or i in doubtful or same else verdict)


def _may_be_half(rule: str, blocks: Sequence[Block], i: int) -> bool:
    """Half of Big5's second bytes are ASCII: alone among wide characters one may have lost its first byte."""
    if not rule.startswith("big5") or not "@" <= blocks[i].new <= "~":
        return False
    around = [block.new for block in (*blocks[max(0, i - 1) : i], *blocks[i + 1 : i + 2])]
    return any(new > "\x7f" for new in around) and not any("@" <= new <= "~" for new in around)


def _out_of_step(blocks: Sequence[Block], i: int) -> range:
    """The blocks that a byte lost before this letter may have put out of step, the letter included."""
    first = i
    while first and i - first < _FARTHEST and blocks[first - 1].new > "\x7f":
        first -= 1
        text = "".join(block.new for block in blocks[first:i])
        if likelihood(text) > _UNLIKELY * len(text):
            break
    return range(first, i + 1)
