"""Word lists of the corpus, kept as TSV: the word first, its use next, its source last."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.tables import read_rows


def read_words(name: str, use: str | None = None) -> tuple[str, ...]:
    """The words of a list under ``corpus/data``, longest first; of one ``use`` where it is given.

    >>> read_words("issuers", "post")[0]    # "acting chairman"
    '代主席'
    """
    words = {row[0] for row in read_rows("corpus", name) if use is None or row[1] == use}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def join_spaced(words: Iterable[str]) -> str:
    """A pattern of alternatives that also matches words set with spaces.

    >>> import re
    >>> bool(re.fullmatch(join_spaced(("索引号",)), "索 引 号"))    # "index number"
    True
    """
    return "|".join(r"[ \u3000]*".join(map(re.escape, word)) for word in words)
