"""What plans' verbs and particles are, as data, and whether a word of them stands in a text as a word of its own."""

from __future__ import annotations

from functools import cache

from corpus.words import cut
from extract.tables import read_table


@cache
def words_of(place: str) -> frozenset[str]:
    """The words of subject_words.tsv for one place: head, verb, inside, tail, right, start."""
    return frozenset(row["word"] for row in read_table("subject_words") if row["place"] == place)


def stands_alone(segment: str, start: int, end: int) -> bool:
    """Whether ``segment[start:end]`` begins where a word begins; one character must be a word by itself.

    >>> stands_alone("可再生能源", 0, 1), stands_alone("项目可开工", 2, 3)    # "renewable energy"; "projects can begin"
    (False, True)
    """
    at = 0
    for word in cut(segment):
        if at >= start:
            return at == start and (end - start > 1 or len(word) == 1)
        at += len(word)
    return False


def is_bare_verb(words: str) -> bool:
    """竣工7个, 投产3个: what is done, without what it is done to."""
    return words in words_of("right") or words in words_of("verb")


def only_verbs(words: str) -> bool:
    """优化调整20条: what is done to the things counted before, one verb or two."""
    return is_bare_verb(words) or any(
        is_bare_verb(words[:at]) and is_bare_verb(words[at:]) for at in range(2, len(words) - 1)
    )


def opens_with_verb(words: str) -> bool:
    """新开发老年课程: the clause begins a statement of its own."""
    words = words.lstrip("，、 ")
    return any(words[:length] in words_of("verb") for length in (5, 4, 3, 2))


def in_quotes(words: str, position: int) -> bool:
    """Whether this position lies in quotation marks that opened before it."""
    return words.count("“", 0, position) > words.count("”", 0, position)
