"""Where sources come from: what a build of one folder may replace or remove, and what belongs to another folder."""

from __future__ import annotations

import dataclasses
import os
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from corpus.discovery import Found, clean_name
from kb.store import transaction


class Origins:
    """The folders of one build, beside those of earlier builds of the same base."""

    def __init__(self, db: sqlite3.Connection, folders: Sequence[Path | str], kb: Path | str) -> None:
        self._db = db
        self._roots = {write_path(os.path.realpath(folder)): os.path.realpath(folder) for folder in folders}
        self._base = write_path(os.path.realpath(kb))
        self._folder_of: dict[str, str] = {}
        before = dict(db.execute("SELECT name, folder FROM origins").fetchall())
        self._before = {name: folder for name, folder in before.items() if not self._covers(folder)}

    @property
    def elsewhere(self) -> set[str]:
        """Names of sources that were built from other folders than these: they stay."""
        return set(self._before)

    def name(self, found: Sequence[Found]) -> list[Found]:
        """What was found, without the base itself.

        A name that another folder still holds gets its folder's name before it.
        """
        kept: list[Found] = []
        for one in found:
            path = write_path(os.path.realpath(one.path))
            if path == self._base or path.startswith(self._base + ".") or path.startswith(self._base + "-"):
                continue  # the knowledge base, its lock and its journal
            root = next((r for r in self._roots if path == r or path.startswith(r.rstrip(os.sep) + os.sep)), "")
            other = self._before.get(one.name)
            if other is not None and Path(read_path(other)).is_dir():
                folder = clean_name(Path(self._roots.get(root, "")).name) or "folder"
                one = dataclasses.replace(one, name=f"{folder}/{one.name}")
            elif other is not None:
                del self._before[one.name]  # that folder is gone: this is where it moved to
            self._folder_of[one.name] = root
            kept.append(one)
        return kept

    def folder(self, name: str) -> str:
        """Where a source was found."""
        return self._folder_of.get(name, "")

    def keep_all(self) -> None:
        """Note where sources that were not read anew are now: their folder may have moved. One transaction."""
        noted = dict(self._db.execute("SELECT name, folder FROM origins").fetchall())
        moved = [(folder, name) for name, folder in self._folder_of.items() if noted.get(name) != folder]
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
