"""How well the telling words of extract/data/phase_words.tsv tell reviews from plans, and their weights.

    python benchmarks/phase_words.py [--shared FOLDER] [--write]

Learned from work reports whose headings part what was done from what shall be done, sentence by sentence with a
number. Tested on sources that were not learned from, by sentences and by ten of them together.
"""

from __future__ import annotations

import argparse
import os
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from corpus.pipeline import read_plans
from corpus.tables import read_table
from extract.status.phases import MeasureContext, find_phases
from extract.status.votes import find_telling, fold

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLE = ROOT / "extract" / "data" / "phase_words.tsv"
OPENING = 600  # characters of a report before anything is reported
TOGETHER = 10


def find_sentences(folder: pathlib.Path) -> list[tuple[str, bool, str]]:
    """Source, whether it plans, text: of every sentence with a number whose section says which."""
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
                    said = [s for s in find_telling(fold(line)) if "0" in s]
                    found += [(path.name, phase == "target", sentence) for sentence in said]
                at += len(line) + 1
    return found


def test(found: list[tuple[str, bool, str]], said: np.ndarray, model: LogisticRegression) -> None:
    """Print how often sentences, and ten neighbours together, are told right."""
    plans = np.array([planned for _, planned, _ in found])
    odds = cross_val_predict(
        model,
        said,
        plans,
        groups=[source for source, _, _ in found],
        cv=GroupKFold(5),
        params={"sample_weight": _balance(plans)},
        method="decision_function",
    )
    blocks: list[list[int]] = []
    for index, (source, planned, _) in enumerate(found):
        if not blocks or len(blocks[-1]) == TOGETHER or found[blocks[-1][0]][:2] != (source, planned):
            blocks.append([])
        blocks[-1].append(index)
    told = np.array([odds[block].sum() > 0 for block in blocks])
    want = np.array([plans[block[0]] for block in blocks])
    for name, guess, gold in (("sentence", odds > 0, plans), ("ten together", told, want)):
        right = [(guess == gold)[gold == kind].mean() for kind in (True, False)]
        print(f"{name:12} {len(gold):5} texts, plans {right[0]:.3f}, reviews {right[1]:.3f} right")


def _balance(plans: np.ndarray) -> np.ndarray:
    return np.where(plans, 0.5 / plans.mean(), 0.5 / (1 - plans.mean()))


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--shared", type=pathlib.Path, default=os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
    args.add_argument("--write", action="store_true")
    given = args.parse_args()
    found = [row for name in ("counties", "provinces") for row in find_sentences(pathlib.Path(given.shared) / name)]
    rows = read_table("extract", "phase_words")
    said = np.array([[row["word"] in sentence for row in rows] for _, _, sentence in found], dtype=float)
    model = LogisticRegression(C=0.05, max_iter=500)
    test(found, said, model)
    if given.write:
        plans = np.array([planned for _, planned, _ in found])
        model.fit(said, plans, sample_weight=_balance(plans))
        fitted = [  # what was set by hand stays
            row["weight"] if row["source"].startswith("by hand") else f"{weight:.2f}"
            for row, weight in zip(rows, model.coef_[0], strict=True)
        ]
        lines = [f"{r['word']}\t{w}\t{r['source']}" for r, w in zip(rows, fitted, strict=True)]
        TABLE.write_text("word\tweight\tsource\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
