"""The files of a build: of each little more than its name is kept, for there may be very many."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator

from corpus.files.discovery import Found


class Listed(Collection[str]):
    """Names of what was found, in order, and what they stand for.

    >>> files = [Found("/in/a.txt", "a.txt"), Found("/in/b.zip", "b.zip", "is an archive", "unpack it")]
    >>> listed = Listed(files, lambda name: "/in")
    >>> list(listed), listed.path("a.txt"), listed.skipped("b.zip"), listed.skipped("a.txt")
    (['a.txt', 'b.zip'], '/in/a.txt', ('is an archive', 'unpack it'), None)
    """

    def __init__(self, found: Iterable[Found], folder: Callable[[str], str]) -> None:
        self._folder = folder
        self._names: dict[str, str | None] = {}  # the path where folder and name do not make it up
        self._skipped: dict[str, tuple[str, str]] = {}
        for one in found:
            self._names[one.name] = None if one.file == self._usual(one.name) else one.file
            if one.skipped:
                self._skipped[one.name] = (one.skipped, one.remedy)

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def path(self, name: str) -> str:
        """Where it is."""
        return self._names[name] or self._usual(name)

    def skipped(self, name: str) -> tuple[str, str] | None:
        """Why it is not to be read and what to do about it, or None."""
        return self._skipped.get(name)

    def _usual(self, name: str) -> str:
        return f"{self._folder(name).rstrip(os.sep)}{os.sep}{name}"
