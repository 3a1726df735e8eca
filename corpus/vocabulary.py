"""Word lists of the corpus, kept as TSV: the word first, its use next, its source last."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources


@functools.cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a word list under ``corpus/data``, without its head.

    >>> read_table("headings.tsv")[0][1]
    'official usage'
    """
    text = resources.files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(tuple(cell.strip() for cell in row) for row in rows if row[0].strip())


def read_words(name: str, use: str | None = None) -> tuple[str, ...]:
    """The words of a list, longest first; of one ``use`` where it is given."""
    words = {row[0] for row in read_table(name) if use is None or row[1] == use}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def join_spaced(words: Iterable[str]) -> str:
    """A pattern of alternatives that also matches words set with spaces.

    >>> import re
    >>> bool(re.fullmatch(join_spaced(("索引号",)), "索 引 号"))    # "index number"
    True
    """
    return "|".join(r"[ \u3000]*".join(map(re.escape, word)) for word in words)
