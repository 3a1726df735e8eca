"""Several rounds of changes as one list of edits of the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Verdict
from corpus.quick import quick
from corpus.repair.change import Change

_RANK: dict[Verdict, int] = {"exact": 0, "likely": 1, "lossy": 2}


@quick
@dataclass(frozen=True, slots=True)
class Written:
    """One edit of the original, and every rule that had a hand in it."""

    start: int
    end: int
    new: str
    rules: tuple[str, ...]
    verdict: Verdict


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The least certain of several verdicts."""
    return max(verdicts, key=_RANK.__getitem__)


def compose(written: Sequence[Written], current: str, changes: Sequence[Change]) -> list[Written]:
    """The edits that lead from the original to ``current`` with the changes made as well.

    ``written`` leads from the original to ``current``; ``changes`` are sorted and do not overlap.
    What touches the same characters becomes one edit.
    """
    items: list[tuple[int, int, Written | Change]] = []
    shift = 0  # current offset less original offset, after the edits seen so far
    for edit in written:
        items.append((edit.start + shift, edit.start + shift + len(edit.new), edit))
        shift += len(edit.new) - (edit.end - edit.start)
    items += [(change.start, change.end, change) for change in changes]
    items.sort(key=lambda item: item[:2])
    result: list[Written] = []
    shift = 0
    group: list[tuple[int, int, Written | Change]] = []
    end = -1
    for item in items:
        if group and not (item[0] < end or item[:2] == (end, end) == group[0][:2]):
            shift = _close(group, current, shift, result)
            group, end = [], -1
        group.append(item)
        end = max(end, item[1])
    if group:
        _close(group, current, shift, result)
    return result


def _close(group: list[tuple[int, int, Written | Change]], current: str, shift: int, into: list[Written]) -> int:
    """Write a group of touching edits and changes as one; return the shift that holds after it."""
    first, last = group[0][0], max(end for _, end, _ in group)
    edits = [(start, end, item) for start, end, item in group if isinstance(item, Written)]
    after = shift + sum(len(edit.new) - (edit.end - edit.start) for _, _, edit in edits)
    start = edits[0][2].start if edits and edits[0][0] == first else first - shift
    end = edits[-1][2].end if edits and edits[-1][1] == last else last - after
    parts: list[str] = []
    at = first
    for begin, stop, item in group:
        if isinstance(item, Change):
            parts += (current[at:begin], item.new)
            at = stop
    new = "".join([*parts, current[at:last]])
    items = [item for _, _, item in group]
    rules = dict.fromkeys(
        rule for item in items for rule in (item.rules if isinstance(item, Written) else (item.rule,))
    )
    into.append(Written(start, end, new, tuple(rules), worst([item.verdict for item in items])))
    return after
