"""How well the telling words of extract/data/phase_words.tsv tell reviews from plans, and their weights.

    python benchmarks/phase_words.py [--shared FOLDER] [--write]

Learned from work reports whose headings part what was done from what shall be done, paragraph by paragraph, and from
plans as a whole. Tested on sources that were not learned from. With --write the weights go into the table.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from corpus.pipeline import read_plans
from extract.phase_votes import said_in
from extract.phases import MeasureContext, find_phases
from extract.tables import read_table

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLE = ROOT / "extract" / "data" / "phase_words.tsv"
OPENING = 600  # characters of a report before anything is reported


def find_paragraphs(folder: pathlib.Path) -> list[tuple[str, bool, str]]:
    """Source, whether it plans, text: of every paragraph whose section says so, and of three sentences each."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for plan in read_plans(path).plans:
            phases = find_phases(plan.text, MeasureContext.of(plan))
            if len(set(phases.phases)) < 2:
                continue
            at = 0
            for line in plan.text.split("\n"):
                phase, _ = phases.at(at)
                if at > OPENING and len(line) >= 30 and phase != "unknown":
                    parts = re.split("(?<=[。；])", line)
                    texts = [line, *("".join(parts[k : k + 3]) for k in range(0, len(parts), 3))]
                    found += [(path.name, phase == "target", text) for text in texts]
                at += len(line) + 1
    return found


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--shared", type=pathlib.Path, default=os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
    args.add_argument("--write", action="store_true")
    given = args.parse_args()
    found = [row for name in ("counties", "provinces") for row in find_paragraphs(pathlib.Path(given.shared) / name)]
    rows = read_table("phase_words")
    place = {row["word"]: index for index, row in enumerate(rows)}
    said = np.zeros((len(found), len(rows)))
    for index, (_, _, text) in enumerate(found):
        said[index, [place[word] for word, _ in said_in(text)]] = 1
    plans = np.array([planned for _, planned, _ in found])
    balance = np.where(plans, 0.5 / plans.mean(), 0.5 / (1 - plans.mean()))
    model = LogisticRegression(C=0.05, max_iter=500)
    groups = [source for source, _, _ in found]
    told = cross_val_predict(model, said, plans, groups=groups, cv=GroupKFold(5), params={"sample_weight": balance})
    lengths = np.array([len(text) for _, _, text in found])
    for low, high in ((0, 60), (60, 120), (120, 300), (300, 100_000)):
        here = (lengths >= low) & (lengths < high)
        right = [(told == plans)[here & (plans == kind)].mean() for kind in (True, False)]
        print(f"{low:4}-{high} characters: {here.sum():5} texts, plans {right[0]:.3f}, reviews {right[1]:.3f} right")
    if given.write:
        model.fit(said, plans, sample_weight=balance)
        fitted = [  # what was set by hand stays
            row["weight"] if row["source"].startswith("by hand") else f"{weight:.2f}"
            for row, weight in zip(rows, model.coef_[0], strict=True)
        ]
        lines = [f"{r['word']}\t{r['but']}\t{w}\t{r['source']}" for r, w in zip(rows, fitted, strict=True)]
        TABLE.write_text("word\tbut\tweight\tsource\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
