"""Scores on passages that were annotated without looking at what the program finds in them.

    python benchmarks/blind.py [--errors 20] [--shared FOLDER]

The passages lie in ``tests/gold_own/blind*``; their texts beside them or in the documents beside the project.
"""

from __future__ import annotations

import argparse
import os
import pathlib

from gold import FOLDERS, ROOT, predict, read_rows

from extract.score import format_scores, score_facts


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--errors", type=int, default=0)
    args.add_argument("--shared", type=pathlib.Path, default=os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
    given = args.parse_args()
    own = ROOT / "tests" / "gold_own"
    folders = [own / "texts", *(pathlib.Path(given.shared) / name for name in FOLDERS)]
    paths = {path.name: path for folder in folders for path in sorted(folder.glob("*.txt"))}
    for file in sorted(own.glob("blind*.facts.jsonl")):
        gold, ranges = (read_rows(file.with_name(file.name.replace("facts", name))) for name in ("facts", "ranges"))
        asked = {row["source"] for row in ranges}
        at_hand = sorted(asked & set(paths))
        print(f"{file.name}: {len(at_hand)} of {len(asked)} documents are at hand")
        rows = [row for name in at_hand for row in predict(paths[name])]
        gold, ranges = ([row for row in every if row["source"] in at_hand] for every in (gold, ranges))
        print(format_scores(score_facts(gold, rows, ranges=ranges), errors=given.errors))


if __name__ == "__main__":
    main()
