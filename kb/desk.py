"""A folder as a notebook takes it: read where something is new, kept beside the notebook, opened for questions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.base import KnowledgeBase
from kb.build import build
from kb.building.origins import read_path
from kb.building.report import Progress

if TYPE_CHECKING:
    from kb.building.report import Report


def read_folder(
    folder: str | Path | Sequence[str | Path], kb: str | Path | None = None, *, progress: Progress | bool = True
) -> KnowledgeBase:
    """The knowledge base of a folder, brought up to date and opened; ``.built`` says what the build did.

    Without ``kb`` it is kept in the working directory as ``<name of the folder>.db``; another folder of the same
    name gets a base of its own, so that invented samples never stand among your plans. A bar shows what is done;
    ``progress=False`` for none. Raises SourceError for a folder that does not exist, StoreError for a base that
    cannot be written.

    >>> base = read_folder("my_plans")          # doctest: +SKIP
    """
    given = [folder] if isinstance(folder, str | Path) else list(folder)
    folders = [Path(one).expanduser() for one in given]
    path = Path(kb) if kb is not None else choose_base(folders, Path())
    if progress is True:
        from kb.answers.progress import Progress as Bar

        progress = Bar()
    report: Report = build(folders, path, progress=progress or None)
    base = KnowledgeBase(path)
    base.built = report
    return base


def choose_base(folders: Sequence[Path], where: Path) -> Path:
    """The file in ``where`` that holds these folders and no others, or the first name that is free."""
    roots = [os.path.realpath(folder) for folder in folders]
    name = "-".join(Path(root).name or "junxian" for root in roots[:3])[:60]
    number = 1
    while True:
        path = where / (f"{name}.db" if number == 1 else f"{name}-{number}.db")
        if not path.exists() or _holds_only(path, roots):
            return path
        number += 1


def _holds_only(path: Path, roots: Sequence[str]) -> bool:
    """Whether a base was built from these folders alone; a file that cannot be read was not."""
    try:
        db = sqlite3.connect(
            f"file:{path.resolve().as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro", uri=True
        )
        try:
            folders = [read_path(folder) for (folder,) in db.execute("SELECT DISTINCT folder FROM origins")]
        finally:
            db.close()
    except sqlite3.Error:
        return False
    return all(
        any(folder == root or folder.startswith(root.rstrip(os.sep) + os.sep) for root in roots) for folder in folders
    )
