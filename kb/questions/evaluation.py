"""The quality of extraction against annotated facts, of the whole knowledge base at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.errors import QueryError
from kb.base import open as open_base
from kb.questions.facts import list_facts

Row = dict[str, Any]


def evaluate_base(kb: Path, gold: Path, ranges: Path | None = None) -> Any:
    """The scores (``extract.score.Scores``) of the facts in a knowledge base; sources are matched by file name."""
    from extract.score import score_facts

    with open_base(kb, seconds=600) as base, base.limited() as db:
        found = list(list_facts(db))
    return score_facts(_read(gold), found, ranges=_read(ranges) if ranges else None)


def _read(path: Path) -> list[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        raise QueryError(str(path), f"cannot be opened ({error.strerror})", remedy="check the path") from None
    except ValueError as error:
        raise QueryError(str(path), f"is not jsonl ({error})", remedy="one JSON object a line") from None
    return rows
