"""What the command line says, in English and Chinese."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

from corpus.tables import read_rows

LANGUAGES = ("en", "zh")
_language = "en"


@cache
def texts() -> dict[str, tuple[str, str]]:
    """All messages by name, in English and Chinese; braces are filled by ``say``."""
    return {name: (english, chinese) for name, english, chinese in read_rows("kb", "messages")}


def choose_language(arguments: Sequence[str] = ()) -> str:
    """The language that ``--lang`` names, else that of the locale; sets it for ``say``.

    >>> choose_language(["search", "--lang", "zh"]), choose_language(["--lang=en"])
    ('zh', 'en')
    """
    global _language
    asked = ""
    for n, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and n + 1 < len(arguments):
            asked = arguments[n + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    # In the order in which gettext looks.
    names = (os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    _language = asked if asked in LANGUAGES else "zh" if not asked and locale.lower().startswith("zh") else "en"
    return _language


def language() -> str:
    """The language chosen: en or zh."""
    return _language


class _Count(int):
    """A number that also gives the words for one and for several, parted by a slash: ``{n} source{n:/s}``."""

    def __format__(self, form: str) -> str:
        one, parted, several = form.partition("/")
        return (one if self == 1 else several) if parted else super().__format__(form)


def say(name: str, **values: object) -> str:
    """A message in the language chosen.

    >>> _ = choose_language(["--lang", "en"]); say("verify.sound", rows=3), say("verify.sound", rows=1)
    ('Sound: 3 rows agree with their checksums.', 'Sound: 1 row agrees with its checksum.')
    """
    return _fill(texts()[name][LANGUAGES.index(_language)], values)


def say_both(name: str, **values: object) -> str:
    """A message in Chinese and English, for what a notebook shows.

    >>> say_both("lacking.none")
    '所查文件中没有缺少这些词语的。 · No plan among those asked about lacks these words.'
    """
    return " · ".join(_fill(text, values) for text in reversed(texts()[name]))


def _fill(text: str, values: dict[str, object]) -> str:
    counts = {key: _Count(value) for key, value in values.items() if type(value) is int}
    return text.format(**values | counts) if values else text
