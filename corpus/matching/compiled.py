"""Compiled patterns, kept between runs as Python itself keeps compiled modules.

Reading a plan takes some nine hundred patterns, and compiling them most of a second in every process anew.
``keep_patterns`` writes down what came of it, beside the compiled modules in ``__pycache__``; ``take_patterns`` puts
that where ``re.compile`` looks first. The file is found by the text of each pattern, so it is never out of date, and
only the Python that wrote it reads it; with another one, or without the file, ``re`` compiles as ever.
Importing this module takes them, so it comes before the modules that compile; ``python -m kb.keep`` keeps them, as
``make`` does.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import contextlib
import json
import re
import sys
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}-{_sre.MAGIC}.bin"
_OTHERS = 512  # as many as ``re`` itself keeps
Spelt = tuple[str, int, int, int, dict[str, int], list[str | None], list[int]]


def take_patterns(kept: Path = KEPT) -> int:
    """Give ``re`` the patterns that were kept; returns how many. Whatever is amiss with the file, it is none.

    >>> take_patterns(Path("no such file"))
    0
    """
    taken: dict[Any, re.Pattern[str]] = {}
    # As with Python's compiled modules, whoever may write here may change the program itself; besides, the code of a
    # pattern is checked before it is used, and runs nothing but a search.
    with contextlib.suppress(Exception):
        head, _, rest = kept.read_bytes().partition(b"\n")
        code = array("I", rest).tolist()
        at = 0
        for text, given, flags, groups, names, numbers, length in json.loads(head.decode("utf-8", "surrogatepass")):
            taken[str, text, given] = _sre.compile(text, flags, code[at : at + length], groups, names, tuple(numbers))
            at += length
        re._cache.update(taken)  # type: ignore[attr-defined]
        # Room for others beside them: a full cache would drop them, the first ones first, before they are asked for.
        re._MAXCACHE = max(re._MAXCACHE, len(re._cache) + _OTHERS)  # type: ignore[attr-defined]
        return len(taken)
    return 0


@contextlib.contextmanager
def keep_patterns(kept: Path = KEPT) -> Iterator[None]:
    """Write down every pattern that is compiled meanwhile. Raises OSError where nobody may write."""
    before = re._MAXCACHE  # type: ignore[attr-defined]
    re._MAXCACHE = sys.maxsize  # type: ignore[attr-defined]
    try:
        yield
    finally:
        re._MAXCACHE = before  # type: ignore[attr-defined]
    spelt = [_spell(text, flags) for kind, text, flags in list(re._cache) if kind is str]  # type: ignore[attr-defined]
    kept.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as part:
        head = json.dumps([[*told, len(code)] for *told, code in spelt], ensure_ascii=False)
        part.write(head.encode("utf-8", "surrogatepass") + b"\n")
        for *_, code in spelt:
            part.write(array("I", code).tobytes())
    Path(part.name).chmod(0o644)
    Path(part.name).replace(kept)


def _spell(text: str, given: int) -> Spelt:
    """What ``re`` makes of a pattern, and a table of the characters that a match begins with."""
    parsed = re._parser.parse(text, given)  # type: ignore[attr-defined]
    try:
        from corpus.matching.openings import spell_code

        code = spell_code(parsed, given)
    except (ImportError, AttributeError, TypeError):  # a later Python that makes its code in another way
        code = re._compiler._code(parsed, given)  # type: ignore[attr-defined]
    names = parsed.state.groupdict
    numbers: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        numbers[number] = name
    flags = given | parsed.state.flags
    return text, given, flags, parsed.state.groups - 1, dict(names), numbers, code


take_patterns()
