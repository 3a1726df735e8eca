"""The researcher's desk: JupyterLab with the notebooks."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.commands.options import app, describe, tell
from kb.messages import say

_FOLDER = "junxian-notebooks"


@app.command(help=describe("lab", "lab", "lab my_notebooks -- --no-browser"))
def lab(
    folder: Annotated[Path | None, typer.Argument(help=say("argument.notebooks"), show_default=False)] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="[-- OPTION…]", help=say("argument.lab"))] = None,
) -> None:
    """Open the notebooks: those of the source tree where they are, else copies in the folder of the reader."""
    from corpus.errors import QueryError

    if folder is not None and str(folder).startswith("-"):  # lab -- --no-browser: an option, and no folder
        folder, more = None, [str(folder), *(more or ())]
    home, ours = find_notebooks()
    where = folder or (home if ours else Path(_FOLDER))
    if where.resolve() != home.resolve():
        copied = copy_notebooks(home, where)
        tell("lab.copied", count=copied, folder=where)
    if importlib.util.find_spec("jupyterlab") is None:
        raise QueryError("JupyterLab", "is not installed", remedy="pip install jupyterlab")
    # It would look for news and newer versions on the network.
    offline = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={where.resolve()}", *offline, *(more or ())]
    sys.stdout.flush()
    os.execv(sys.executable, command)


def find_notebooks() -> tuple[Path, bool]:
    """(folder of the notebooks, whether it is that of a source tree). Raises QueryError when there is none."""
    from corpus.errors import QueryError

    package = Path(__file__).resolve().parents[1]
    for home, ours in ((package.parent / "notebooks", True), (package / "notebooks", False)):
        if any(home.glob("[0-9][0-9]_*.ipynb")):
            return home, ours
    raise QueryError("the notebooks", "are not where the package keeps them", remedy="install junxian again")


def copy_notebooks(home: Path, where: Path) -> int:
    """Copy what is not there yet and say how many; what the reader has changed stays as it is.

    Raises StoreError when the folder cannot be written.
    """
    from corpus.errors import StoreError

    copied = 0
    try:
        where.mkdir(parents=True, exist_ok=True)
        for path in sorted(home.glob("*.ipynb")):
            with contextlib.suppress(FileExistsError), (where / path.name).open("xb") as target:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, target)
                copied += 1
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error})"
        raise StoreError(os.fspath(where), reason, remedy="name another folder") from None
    return copied
