"""Where sources come from: what a build of one folder may replace or remove, and what belongs to another folder."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, KeysView, Sequence
from pathlib import Path

from corpus.files.discovery import Found, clean_name
from kb.store import transaction


class Origins:
    """The folders of one build, beside those of earlier builds of the same base."""

    def __init__(self, db: sqlite3.Connection, folders: Sequence[Path | str], kb: Path | str) -> None:
        self._db = db
        self._roots = {write_path(os.path.realpath(folder)): os.path.realpath(folder) for folder in folders}
        self._base = write_path(os.path.realpath(kb))
        self._folder_of: dict[str, str] = {}
        before = db.execute("SELECT name, folder FROM origins")
        self._before = {name: folder for name, folder in before if not self._covers(folder)}

    @property
    def elsewhere(self) -> KeysView[str]:
        """Names of sources that were built from other folders than these: they stay."""
        return self._before.keys()

    def name(self, found: Sequence[Found]) -> Iterator[Found]:
        """What was found, without the base itself.

        A name that another folder still holds gets its folder's name before it, and where that is a name
        too, a mark of the whole path behind it.
        """
        names = {one.name for one in found} if self._before else set()
        for one in found:
            path = write_path(os.path.realpath(one.file))
            if path == self._base or path.startswith(self._base + ".") or path.startswith(self._base + "-"):
                continue  # the knowledge base, its lock and its journal
            root = next((r for r in self._roots if path == r or path.startswith(r.rstrip(os.sep) + os.sep)), "")
            if self._held(one.name):
                name = f"{clean_name(Path(self._roots.get(root, '')).name) or 'folder'}/{one.name}"
                if name in names or self._held(name):
                    name = f"{name}~{hashlib.sha256(path.encode()).hexdigest()[:8]}"
                one = dataclasses.replace(one, name=name)
            self._folder_of[one.name] = root
            yield one

    def _held(self, name: str) -> bool:
        """Whether another folder holds a source of this name; if that folder is gone, this is where it moved to."""
        other = self._before.get(name)
        if other is None or Path(read_path(other)).is_dir():
            return other is not None
        del self._before[name]
        return False

    def folder(self, name: str) -> str:
        """Where a source was found."""
        return self._folder_of.get(name, "")

    def keep_all(self) -> None:
        """Note where sources that were not read anew are now: their folder may have moved. One transaction."""
        noted = self._db.execute("SELECT name, folder FROM sources LEFT JOIN origins USING (name)")
        moved = [(here, name) for name, folder in noted if (here := self._folder_of.get(name, folder)) != folder]
        if moved:
            sql = "INSERT OR REPLACE INTO origins (name, folder) SELECT name, ? FROM sources WHERE name = ?"
            with transaction(self._db):
                self._db.executemany(sql, moved)

    def _covers(self, folder: str) -> bool:
        return any(folder == root or folder.startswith(root.rstrip(os.sep) + os.sep) for root in self._roots)


def write_path(path: str) -> str:
    """A path as it can be stored, the same in every locale: what is no UTF-8 in its bytes as \\xNN.

    >>> write_path(os.fsdecode(b"/in/\\xbc\\xd7"))    # 甲 ("A") in GB18030
    '/in/\\\\xbc\\\\xd7'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_path(stored: str) -> str:
    """The path that ``write_path`` wrote."""
    return os.fsdecode(re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), stored.encode()))
