"""What plans' verbs and particles are, as data, and whether a word of them stands in a text as a word of its own."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpus.tables import read_table
from corpus.words import cut
from extract.subjects.openings import begins_name

_NEVER_NOUNS = frozenset(
    "达占超近的了仅还较约为"
)  # as a last character: 占比达 ends with a verb, whatever a dictionary says

_OF_YUE = ("签约", "履约", "续约", "合约", "预约", "节约", "违约")  # 完成签约2090户


@cache
def words_of(place: str) -> frozenset[str]:
    """The words of subject_words.tsv for one place in a phrase.

    They bound a name: ``head`` and ``tail`` are cut off its ends, and ``verb`` at its beginning; ``inside`` cuts it
    in two; ``right`` ends the noun behind a number; ``start`` behind a number says that what it counts stands left.
    They tell short names apart (``short_names``): ``deed`` is done to those counted, ``plain`` tells nothing of them,
    ``fate`` becomes of such a ``member``, ``all`` is done to all of them; an ``owner`` has investment and herds.
    A sum is ``spent`` on the works that open the clause behind it.

    >>> "上市" in words_of("fate"), "覆盖" in words_of("all")    # "went public", "is covered"
    (True, True)
    """
    return frozenset(row["word"] for row in read_table("extract", "subject_words") if row["place"] == place)


def alternatives(place: str) -> str:
    """The words of one place as the alternatives of a pattern, longest first.

    >>> alternatives("owner")[:7]    # "specialised household", "co-operative"
    '专业户|养殖场'
    """
    return "|".join(sorted(map(re.escape, words_of(place)), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=256)
def _cut(segment: str) -> tuple[str, ...]:
    return tuple(cut(segment))


@cache
def _bare_verbs() -> frozenset[str]:
    return words_of("right") | words_of("verb")


def stands_alone(segment: str, start: int, end: int) -> bool:
    """Whether ``segment[start:end]`` begins where a word begins; one character must be a word by itself.

    >>> stands_alone("农业从业人员", 2, 3), stands_alone("项目从今年开工", 2, 3)    # "farm workers"; "from this year"
    (False, True)
    """
    at = 0
    for word in _cut(segment):
        if at >= start:
            return at == start and (end - start > 1 or len(word) == 1)
        at += len(word)
    return False


def ends_alone(words: str) -> bool:
    """Whether the last character is no part of a noun: 比重约 ends with an adverb, 产能 and 审计 are nouns.

    >>> ends_alone("比重约"), ends_alone("钢铁产能")    # "share about"; "capacity for steel"
    (True, False)
    """
    if words.endswith(_OF_YUE):
        return False
    return words[-1] in _NEVER_NOUNS or len(_cut(words[-12:])[-1]) == 1


def is_bare_verb(words: str) -> bool:
    """竣工7个, 投产3个: what is done, without what it is done to."""
    return words in _bare_verbs()


@lru_cache(maxsize=1000)
def only_verbs(words: str) -> bool:
    """优化调整20条: what is done to the things counted before, one verb or two."""
    verbs = _bare_verbs()
    return words in verbs or any(words[:at] in verbs and words[at:] in verbs for at in range(2, len(words) - 1))


def opens_with_verb(words: str) -> bool:
    """新开发老年课程: the clause begins a statement of its own."""
    words = words.lstrip("，、 ")
    verbs = words_of("verb")
    return any(words[:length] in verbs and not begins_name(words, length) for length in (5, 4, 3, 2))


def in_quotes(words: str, position: int) -> bool:
    """Whether this position lies in quotation marks or brackets that opened before it."""
    return words.count("“", 0, position) > words.count("”", 0, position) or (
        max(words.rfind("（", 0, position), words.rfind("(", 0, position))
        > max(words.rfind("）", 0, position), words.rfind(")", 0, position))
    )
