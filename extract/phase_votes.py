"""What the words of a stretch say about its time, where no heading says it: 了 and 累计 report, 确保 and 要 plan."""

from __future__ import annotations

from functools import cache

from extract.headings import Phase
from extract.tables import read_table

_LONGEST = 3000  # characters that are listened to
_LEAST_WORDS = 4  # that tell something, of all
_PLANNED = 0.05  # mean weight of a word from which a stretch plans


@cache
def _words() -> tuple[tuple[str, tuple[str, ...], float], ...]:
    rows = read_table("phase_words")
    return tuple((row["word"], tuple(row["but"].split()), float(row["weight"])) for row in rows)


def said_in(line: str) -> list[tuple[str, float]]:
    """The telling words of one paragraph with their weights: above zero for a plan, below for a report.

    >>> [word for word, weight in said_in("主要任务已完成，累计投入5亿元。")]   # "main tasks done, 500 million spent"
    ['完成', '已', '累计']
    """
    return [
        (word, weight)
        for word, but, weight in _words()
        if word in line and (not but or line.count(word) > sum(map(line.count, but)))
    ]


def vote(text: str) -> tuple[Phase, float]:
    """What a stretch without headings is, and how clearly: the mean weight of its telling words.

    >>> vote("要加快建设步伐。\\n确保年内开工，力争新建10公里。")[0]  # "speed up, begin this year for sure"
    'target'
    >>> vote("取得明显成效，获批2个园区，累计投资3亿元。")[0]       # "marked results, 300 million invested"
    'actual'
    """
    weights = [weight for line in text[:_LONGEST].split("\n") for _, weight in said_in(line)]
    if len(weights) < _LEAST_WORDS:
        return "unknown", 0.0
    mean = sum(weights) / len(weights)
    return ("target" if mean >= _PLANNED else "actual"), mean
