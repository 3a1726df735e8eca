"""What the words of a stretch say about its time, where no heading says it: 了 and 累计 report, 确保 and 要 plan.

So does their order: 推进校舍改造工程。 ends a task with what it is done to, 校舍改造全面推进。 a review with the verb.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.tables import read_table
from extract.status.headings import Phase

_LONGEST = 3000  # characters that are listened to
_LEAST_WORDS = 3  # that tell something, of all
_MOST = 4.0  # log odds of one sentence: its words repeat each other
_NOTE = re.compile('[\\[［〔【][0-9]{1,3}[\\]］〕】]|[“”"]')
_NUMBER = re.compile("[0-9][0-9.,]*")
_DATE = re.compile("[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?")
_STOPS = str.maketrans("；！;,:", "。。。，：")
_SENTENCE = re.compile("[^。\n]+")


@cache
def _words() -> tuple[tuple[str, float], ...]:
    return tuple((row["word"], float(row["weight"])) for row in read_table("extract", "phase_words"))


def fold(text: str) -> str:
    """Text in which words of a sentence are looked for: one sign for each kind of stop, 0 for any number, no dates.

    >>> fold("2024年新建学校12所；完成3.5%")       # "build 12 schools; 3.5 % done"
    '新建学校0所。完成0%'
    """
    return _NUMBER.sub("0", _DATE.sub("", _NOTE.sub("", text))).translate(_STOPS)


def find_telling(folded: str) -> list[str]:
    """The sentences of a folded text, with the stops around them: words may hold them.

    >>> find_telling("新建学校0所。\\n改造公路")       # "build schools / mend roads"
    ['。新建学校0所。', '。改造公路。']
    """
    return [f"。{part.strip()}。" for part in _SENTENCE.findall(folded) if len(part) > 3]


def said_in(sentence: str) -> list[tuple[str, float]]:
    """The telling words of one sentence with their weights: above zero for a plan, below for a report.

    >>> [word for word, weight in said_in("。主要任务已完成，累计投入0亿元。")]   # "main tasks done, millions spent"
    ['主要', '亿元', '完成', '已', '累计', '要']
    """
    return [(word, weight) for word, weight in _words() if word in sentence]


def vote(text: str) -> tuple[Phase, float]:
    """What a stretch without headings is, and how clearly: the log odds that it plans, by the root of its sentences.

    Sentences without numbers count half.

    >>> vote("要加快建设步伐。\\n确保年内开工，力争新建10公里。")[0]  # "speed up, begin this year for sure"
    'target'
    >>> vote("取得明显成效，获批2个园区，累计投资3亿元。")[0]       # "marked results, 300 million invested"
    'actual'
    """
    total, count = 0.0, 0
    sentences = find_telling(fold(text[:_LONGEST]))
    for sentence in sentences:
        weights = [weight for _, weight in said_in(sentence)]
        odds = sum(weights) * (1 if "0" in sentence else 0.5)
        total += max(-_MOST, min(_MOST, odds))
        count += len(weights)
    if count < _LEAST_WORDS:
        return "unknown", 0.0
    return ("target" if total > 0 else "actual"), total / len(sentences) ** 0.5
