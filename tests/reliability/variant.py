"""Build some folders and write every kind of file; print the hash of each as one line of JSON.

python tests/reliability/variant.py WORKERS {in-order|reversed} OUTPUT FOLDER...
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import faults  # noqa: F401

from corpus.sources import Found, find_sources
from kb.answers.charts import draw_coverage, draw_targets
from kb.answers.export import FORMATS, make_comparison, make_sheet, write_sheet
from kb.base import open
from kb.build import build
from kb.dump import digest
from kb.questions.filters import Filters
from kb.questions.typed import compare_rows


def main(workers: int, order: str, output: Path, folders: Sequence[Path]) -> dict[str, str]:
    """The hashes by name."""

    def find(given: Sequence[Path | str]) -> list[Found]:
        return sorted(find_sources(given), key=lambda one: one.name, reverse=order == "reversed")

    if order == "reversed":
        folders = folders[::-1]
    # The program's own hash is told apart from what it makes: someone may be at work on it.
    build(folders, output / "k.db", workers=workers, find=find, program="the same")
    hashes = {}
    with open(output / "k.db") as base:
        hashes["canonical dump"] = digest(base.db)
        for form in FORMATS:
            for table in ("facts", "plans", "provisions", "comparison"):
                path = output / f"{table}.{form}"
                if table == "comparison":
                    sheet = make_comparison(base.db, compare_rows(base.db), {})
                else:
                    sheet = make_sheet(base.db, table, Filters(), {})
                write_sheet(sheet, form, path)
                hashes[path.name] = hash_file(path)
        found = base.search("医共体 牵头", limit=None)
        hashes["search"] = hashlib.sha256(found.to_json().encode()).hexdigest()
        for draw, table in ((draw_coverage, base.plans()), (draw_targets, base.compare())):
            path = output / f"{draw.__name__}.png"
            draw(table).save(path)
            hashes[path.name] = hash_file(path)
    return hashes


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), [Path(each) for each in sys.argv[4:]])))
