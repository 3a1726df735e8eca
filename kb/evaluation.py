"""The quality of extraction against annotated facts.

Sources that the knowledge base holds are scored as they stand in it; the others are looked for by name near the
annotation (its folder, and the folder above with what lies in it) and read afresh.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from corpus.errors import QueryError
from kb.base import open as open_base
from kb.questions.facts import facts_of_product, list_facts

Row = dict[str, Any]


def evaluate_base(
    kb: Path, gold: Path, ranges: Path | None = None, *, tell: Callable[..., None] = lambda name, **values: None
) -> Any:
    """The scores (``extract.score.Scores``) of our facts in the annotated sources, matched by file name.

    Raises QueryError when the annotation cannot be read, or when no annotated source is at hand.
    """
    from extract.score import score_facts

    wanted = _read(gold)
    names = {_base_name(row) for row in wanted}
    found: list[Row] = []
    if kb.exists():
        with open_base(kb, seconds=600) as base, base.limited() as db:
            held = {name.rsplit("/", 1)[-1] for (name,) in db.execute("SELECT name FROM sources")}
            found = [row for row in list_facts(db) if _base_name(row) in names]
    else:
        held = set()
    files = _look_for(names - held, gold)
    lost = sorted(names - held - set(files))
    if lost and len(lost) == len(names):
        remedy = f"junxian build FOLDER --kb {kb}"
        raise QueryError(str(gold), f"is about files that are not at hand ({lost[0]} …)", remedy=remedy)
    for path in files.values():
        found += _facts_of(path)
    tell("evaluate.sources", held=len(names & held), read=len(files), lost=len(lost))
    return score_facts(wanted, found, ranges=_read(ranges) if ranges else None)


def _base_name(row: Row) -> str:
    return str(row["source"]).rsplit("/", 1)[-1]


def _look_for(names: Iterable[str], gold: Path) -> dict[str, Path]:
    """Files of these names beside the annotation, or in the folders beside its own."""
    wanted = set(names)
    found: dict[str, Path] = {}
    here = gold.resolve().parent
    for folder in (here, *sorted(p for p in here.parent.iterdir() if p.is_dir())):
        if not wanted - set(found):
            break
        for path in sorted(folder.glob("*")):
            if path.name in wanted and path.is_file():
                found.setdefault(path.name, path)
    return found


def _facts_of(path: Path) -> list[Row]:
    from kb.building.produce import produce

    return facts_of_product(produce(str(path), path.name))


def _read(path: Path) -> list[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        raise QueryError(str(path), f"cannot be opened ({error.strerror})", remedy="check the path") from None
    except ValueError as error:
        raise QueryError(str(path), f"is not jsonl ({error})", remedy="one JSON object a line") from None
    return rows
