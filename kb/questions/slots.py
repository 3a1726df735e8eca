"""Templates with slots: the wording that copies share, and what each of them puts into the gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from corpus.headings.labels import read_label
from corpus.words import cut

Filling = list[tuple[str, str]]  # (the leader's words, this copy's words)
_POINT = re.compile(r"[0-9０-９][.．,][0-9０-９]")


def fill_slots(texts: Sequence[str]) -> tuple[str, list[Filling]]:
    """The first text with ⟦…⟧ around what others change, and for each text what it changes but its number.

    >>> fill_slots(["由县卫健局牵头，3月底前完成", "由区卫健局牵头，5月底前完成"])     # health bureau leads, by March
    ('由⟦县⟧卫健局牵头，⟦3⟧月底前完成', [[], [('县', '区'), ('3', '5')]])
    """
    label = texts[0][: _label_size(texts[0])]
    leader = _cut(texts[0][len(label) :])
    touched: set[int] = set()
    fillings: list[Filling] = [[]]
    for text in texts[1:]:
        changes = compare_words(leader, _cut(text[_label_size(text) :]))
        fillings.append([("".join(leader[a:b]), ours) for a, b, ours in changes])
        touched |= {n for a, b, _ in changes for n in range(a, b)}
    parts = [label]
    for n, word in enumerate(leader):
        if n in touched and n - 1 not in touched:
            parts.append("⟦")
        parts.append(word)
        if n in touched and n + 1 not in touched:
            parts.append("⟧")
    return "".join(parts), fillings


def _label_size(text: str) -> int:
    """Characters of the number that a provision opens with: where it stands in its plan is no change of its wording."""
    label = read_label(text)
    return label.size if label and not label.weak else 0


def _cut(text: str) -> list[str]:
    """The words of a text, a decimal or a number with commas being one.

    >>> _cut("增长4.9%，达到1,200户")     # "grow by 4.9 %, reach 1,200 households"
    ['增长', '4.9', '%', '，', '达到', '1,200', '户']
    """
    words = cut(text)
    if not _POINT.search(text):
        return words
    joined: list[str] = []
    for word in words:
        before = "".join(joined[-2:])[-2:]
        if len(joined) > 1 and word[0].isdecimal() and _POINT.fullmatch(before + word[0]):
            word = joined.pop(-2) + joined.pop() + word
        joined.append(word)
    return joined


def compare_words(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where two word lists part: (first, last of ours, their words instead).

    >>> compare_words(["每年", "3", "次"], ["每年", "不少于", "5", "次"])     # "three times a year", "at least five"
    [(1, 2, '不少于5')]
    """
    changes: list[tuple[int, int, str]] = []
    for step in Indel.opcodes(ours, theirs):
        if step.tag == "equal":
            continue
        a, b, c, d = step.src_start, step.src_end, step.dest_start, step.dest_end
        if changes and changes[-1][1] == a:  # a deletion and the insertion beside it are one change
            first, _, said = changes.pop()
            changes.append((first, b, said + "".join(theirs[c:d])))
        else:
            changes.append((a, b, "".join(theirs[c:d])))
    return changes
