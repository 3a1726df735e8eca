"""Plans, headings and levels found, beside the gold: ``python benchmarks/structure.py [FOLDER]``.

FOLDER holds ``plans/`` and ``gold/*.structure.json``; by default the shared documents beside the
project (or JUNXIAN_SHARED). Prints one row a plan and the totals: precision, recall and F1 of
(label, start), the share of right levels, and how many borders and titles are right.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from corpus.model import Plan, Source
from corpus.pipeline import settle

ROOT = Path(__file__).resolve().parents[1]
COUNTED = {"000": 7, "001": 7, "002": 5, "003": 1, "004": 6}


def read(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, "0" * 64, len(data), data.decode("utf-8"), "utf-8", "text")


def score_plan(plan: Plan, gold: dict[str, Any]) -> dict[str, int]:
    """Headings found, wanted and right, levels right, and whether border and title are right."""
    got = {(s.label, plan.original_span(s.start, s.heading_end)[0]): s.level for s in plan.sections}
    want = {(heading["label"], heading["start"]): heading for heading in gold["headings"]}
    both = got.keys() & want.keys()
    levels = sum(got[key] == want[key]["level"] or bool(want[key].get("level_uncertain")) for key in both)
    span = plan.original_span(0, len(plan.text)) == (gold["start"], gold["end"])
    right = {"found": len(got), "wanted": len(want), "right": len(both), "levels": levels}
    return right | {"borders": int(span), "titles": int(plan.title == gold["title"])}


def main(folder: Path) -> None:
    totals: dict[str, int] = dict.fromkeys(("found", "wanted", "right", "levels", "borders", "titles", "plans"), 0)
    for path in sorted((folder / "gold").glob("*.structure.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        plans = settle(read(folder / "plans" / gold["source"])).plans
        print(f"{path.stem[:3]}: {len(plans)} plans, gold {len(gold['plans'])}")
        for plan, want in zip(plans, gold["plans"], strict=False):
            row = score_plan(plan, want)
            print("   ", plan.ordinal, " ".join(f"{key} {value}" for key, value in row.items()))
            for key, value in row.items():
                totals[key] += value
        totals["plans"] += len(gold["plans"])
    precision, recall = totals["right"] / max(totals["found"], 1), totals["right"] / max(totals["wanted"], 1)
    print(f"label + start: precision {precision:.4f} recall {recall:.4f}", end=" ")
    print(f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.4f}")
    print(f"level: {totals['levels'] / max(totals['right'], 1):.4f}")
    print(f"borders {totals['borders']}/{totals['plans']}, titles {totals['titles']}/{totals['plans']}")
    for number, count in COUNTED.items():
        for path in (folder / "plans").glob(f"{number}_*"):
            print(f"{path.name}: {len(settle(read(path)).plans)} plans, counted by hand {count}")
    for name in ("counties", "provinces", "pages"):
        counts = [len(settle(read(path)).plans) for path in sorted((folder / name).glob("*.txt"))]
        print(f"{name}: {sum(count == 1 for count in counts)} of {len(counts)} files give one plan")


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("JUNXIAN_SHARED", str(ROOT.parent / "shared"))
    main(Path(given))
