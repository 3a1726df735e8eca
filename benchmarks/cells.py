"""The comparison against a reference table of county reports: cells, gaps, attainment.

    python benchmarks/cells.py [FOLDER with targets.jsonl, actuals.jsonl, absent.jsonl] [--errors]

Builds a base from the reports that the table names, asks for its indicators and prints the share of cells that
are right in value, comparator, unit, year and place (by the text), the share of gaps with the right reason, what
was invented, and the pairs of target and result.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import tempfile
from typing import Any

from extract.gazetteer import load_gazetteer
from kb.build import build
from kb.questions.attainment import find_attainment
from kb.questions.compare import compare_indicators
from kb.store import connect_reader

SHARED = pathlib.Path(__file__).resolve().parents[2] / "shared"
REASONS = {
    "combined_only": {"combined only"},
    "relative_only": {"relative only"},
    "truncated": {"truncated"},
    "not_named": {"no provision"},
    "no_headline_targets": {"no provision"},
}
Row = dict[str, Any]


def read(path: pathlib.Path) -> list[Row]:
    """The rows of a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def place_of(row: Row) -> str:
    """The code of the county that the text is about."""
    return load_gazetteer().named(row["county_in_text"])[0]


def main() -> None:
    """Print the four tables."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", nargs="?", type=pathlib.Path, default=SHARED / "gold" / "cells")
    args.add_argument("--counties", type=pathlib.Path, default=SHARED / "counties")
    args.add_argument("--errors", action="store_true")
    given = args.parse_args()
    targets, actuals, absent = (read(given.folder / f"{name}.jsonl") for name in ("targets", "actuals", "absent"))
    with tempfile.TemporaryDirectory() as folder:
        reports = pathlib.Path(folder, "reports")
        reports.mkdir()
        for name in sorted({row["file"] for row in targets + actuals + absent}):
            shutil.copy(given.counties / name, reports / name)
        base = pathlib.Path(folder, "cells.db")
        build([reports], base, workers=2)
        db = connect_reader(base)
        wanted = sorted({row["indicator"] for row in targets + actuals + absent})
        cells = {
            (r["place"], r["year"], r["indicator"], r["status"]): r
            for r in compare_indicators(db, wanted, statuses=("target", "actual"))
        }
        for name, rows, year in (("targets", targets, "report_year"), ("actuals", actuals, "data_year")):
            score_cells(name, rows, year, cells, given.errors)
        score_gaps(absent, cells, given.errors)
        score_pairs(targets, actuals, find_attainment(db, wanted), given.errors)
        print("all pairs of target and result:", len(find_attainment(db)))


def score_cells(name: str, rows: list[Row], year: str, cells: dict[Any, Row], errors: bool) -> None:
    """Share of reference cells that are there and right."""
    right, wrong = 0, []
    for row in rows:
        status = "target" if name == "targets" else "actual"
        cell = cells.get((place_of(row), row[year], row["indicator"], status))
        said = cell and (cell["value"], cell["value_max"], cell["unit"], cell["comparator"])
        if said == (row["value"], row["value_max"], row["unit"], row["comparator"]):
            right += 1
        else:
            wrong.append((row["file"], row["indicator"], row["value_expr"], said, cell and (cell["gap"], cell["text"])))
    print(f"{name:10} {right}/{len(rows)} = {right / len(rows):.3f}")
    for error in wrong if errors else ():
        print("   ", *error)


def score_gaps(rows: list[Row], cells: dict[Any, Row], errors: bool) -> None:
    """Share of gaps with the right reason; invented cells are those with a value (task paragraphs may have one)."""
    right, invented, wrong = 0, 0, []
    for row in rows:
        cell = cells.get((place_of(row), row["report_year"], row["indicator"], "target"))
        gap = cell["gap"] if cell else None
        invented += bool(cell and gap is None)
        if gap in REASONS[row["why_code"]]:
            right += 1
        else:
            wrong.append((row["file"], row["indicator"], row["why_code"], gap, cell and cell["sentence"]))
    print(f"{'gaps':10} {right}/{len(rows)} = {right / len(rows):.3f}; with a value: {invented}")
    for error in wrong if errors else ():
        print("   ", *error)


def score_pairs(targets: list[Row], actuals: list[Row], pairs: list[Row], errors: bool) -> None:
    """Share of the table's own pairs (target of a year, result of that year) that attainment gives alike."""
    results = {(place_of(r), r["data_year"], r["indicator"]): r for r in actuals}
    found = {(r["place"], r["year"], r["indicator"]): r for r in pairs}
    right, total, wrong = 0, 0, []
    for target in targets:
        key = (place_of(target), target["report_year"], target["indicator"])
        if key not in results:
            continue
        total += 1
        pair = found.get(key)
        want = (target["value"], target["comparator"], results[key]["value"])
        if pair and (pair["target"], pair["comparator"], pair["actual"]) == want:
            right += 1
        else:
            wrong.append((*key, want, pair and (pair["target"], pair["comparator"], pair["actual"])))
    print(f"{'attainment':10} {right}/{total} = {right / max(1, total):.3f}")
    for error in wrong if errors else ():
        print("   ", *error)


if __name__ == "__main__":
    main()
