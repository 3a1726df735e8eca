"""Fit what the judges of a guessed character count for (``SHARES`` in corpus/repair/lost_bytes/choice.py).

    python benchmarks/byteshift_fit.py SHARED [--seeds N] [--figures]      (needs scipy)

Damages every second file of SHARED (those that benchmarks/byteshift.py calls half 0), looks at every character
that the decoder must guess, and prints the weights under which the right one is likeliest, with the share
of right guesses when the weights come from other counties than the one that is judged. With --figures it writes
corpus/data/before_figures.tsv first: how much oftener than others a character stands right before a figure.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import opencc
from byteshift import CHANNELS, read_texts
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from garble import lose_bytes

from corpus.repair import byteshift
from corpus.repair.lost_bytes import choice
from corpus.repair.lost_bytes import write as writing
from corpus.repair.lost_bytes.signs import DATA as FIGURES
from corpus.repair.vocabulary import spell_plainly
from corpus.simplify import convert_characters

FOLDS, PULL = 5, 1.0  # parts for the honest figure; pull of the weights towards 0
PAD = -60.0
SEEN = 20  # a character must occur so often to be weighed before figures, and so much speaks for what is usual

Case = tuple[str, list[str], Any, str]  # county, options, views, what it was


def collect(texts: dict[str, str], seeds: int, channels: list[str]) -> dict[int, list[Case]]:
    """Guesses by the row of SHARES that decides them; of a doubtful run those that were made last."""
    written: dict[tuple[int, int], tuple[Any, list[tuple[int, list[str], Any, int]]]] = {}
    write = writing.write_run

    def spy_write(stretch: Any, run: Any, sides: Any, judges: Any) -> Any:
        spied: list[tuple[int, list[str], Any, int]] = []
        writer = write(stretch, run, sides, judges)
        answer = None
        while True:
            try:
                guess = next(writer) if answer is None else writer.send(answer)
            except StopIteration as done:
                change = done.value.change
                written[change.start, change.end] = (change, spied)
                return done.value
            options, views = choice.weigh([guess], judges.pairs, judges.model, judges.page)[0]
            spied.append((guess[0].k, options, views, choice.row_of(*guess)))
            answer = yield guess

    writing.write_run = spy_write
    cases: dict[int, list[Case]] = {0: [], 1: []}
    for name, text in texts.items():
        for seed in range(seeds):
            for channel in channels:
                garbled = lose_bytes(text, random.Random(f"{name} {seed}"), **CHANNELS[channel])  # type: ignore[arg-type]
                written.clear()
                byteshift.find_lost_bytes(garbled.text)
                truths = {(d.start, d.end): convert_characters(d.truth) for d in garbled.damages}
                for change, guesses in written.values():
                    truth = truths.get((change.start, change.end), "")
                    if len(truth) != len(change.new):
                        continue
                    for k, options, views, row in guesses:
                        cases[row].append((name.split("_")[0], options, views, truth[k : k + len(options[0])]))
    writing.write_run = write
    return cases


def _stack(cases: list[Case]) -> tuple[Any, Any]:
    width = max(len(options) for _, options, _, _ in cases)
    views = np.full((len(cases), cases[0][2].shape[0], width), PAD)
    right = np.zeros((len(cases), width), dtype=bool)
    for i, (_, options, view, truth) in enumerate(cases):
        views[i, :, : len(options)] = view
        right[i, : len(options)] = [option == truth for option in options]
    return views, right


def _chances(weights: Any, views: Any) -> Any:
    total = np.einsum("v,nvo->no", weights, views)
    chance = np.exp(total - total.max(axis=1, keepdims=True))
    return chance / chance.sum(axis=1, keepdims=True)


def fit(views: Any, right: Any) -> Any:
    views, right = views[right.any(axis=1)], right[right.any(axis=1)]

    def loss(weights: Any) -> tuple[float, Any]:
        chance = _chances(weights, views)
        hit = (chance * right).sum(axis=1)
        pull = np.einsum("no,nvo->v", chance * right / hit[:, None] - chance, views)
        return -float(np.log(hit).sum()) + PULL * float(weights @ weights), -pull + 2 * PULL * weights

    return minimize(loss, np.full(views.shape[1], 0.3), jac=True, method="L-BFGS-B").x


def report(cases: list[Case]) -> Any:
    views, right = _stack(cases)
    counties = sorted({case[0] for case in cases})
    part = np.array([counties.index(case[0]) % FOLDS for case in cases])
    chance = np.zeros(right.shape)
    for i in range(FOLDS):
        if (part == i).any():
            chance[part == i] = _chances(fit(views[part != i], right[part != i]), views[part == i])
    best, sure = chance.argmax(axis=1), chance.max(axis=1)
    good = right[np.arange(len(right)), best]
    now = _chances(np.array(choice.SHARES[report.row]), views).argmax(axis=1)  # type: ignore[attr-defined]
    print(f"{len(cases)} guesses: right {good.mean():.4f}, as it is {right[np.arange(len(right)), now].mean():.4f}")
    for least in (0.9, 0.95, 0.97, 0.99, 0.995):
        chosen = sure >= least
        print(f"   {chosen.mean():.3f} of them at {least} or more, wrong {1 - good[chosen].mean():.4f}")
    return fit(views, right)


def write_figures(texts: dict[str, str]) -> None:
    """Weigh every character by how often a figure follows it; in halves, the usual ones left out."""
    text = spell_plainly("\n".join(texts.values()))
    count, before = Counter(text), Counter(found[0] for found in re.finditer("[^0](?=0)", text))
    usual = before.total() / len(text)
    rows: dict[float, str] = {}
    for char, number in sorted(count.items()):
        weight = round(2 * float(np.log((before[char] / usual + SEEN) / (number + SEEN)))) / 2
        if number >= SEEN and weight and char.strip(" \t\n\\'\""):
            rows[weight] = rows.get(weight, "") + char
    lines = [f"{weight}\t{chars}\tbenchmarks/byteshift_fit.py\n" for weight, chars in sorted(rows.items())]
    FIGURES.write_text("weight\tcharacters\tsource\n" + "".join(lines), encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--figures", action="store_true", help="weigh what stands before figures anew")
    options = parser.parse_args()
    texts = read_texts(options.shared, 0, 99)
    if options.figures:
        write_figures(texts)
    both = collect(texts, options.seeds, ["plain", "marked space"])
    old = {name: opencc.OpenCC("s2t").convert(text) for name, text in texts.items()}
    more = collect(old, options.seeds, ["plain", "private gone"])
    for row in (0, 1):
        report.row = row  # type: ignore[attr-defined]
        print(", ".join(f"{weight:.2f}" for weight in report(both[row] + more[row])))


if __name__ == "__main__":
    main()
