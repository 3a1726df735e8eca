"""Speed of extraction on settled text, side by side in one run.

    python benchmarks/extract_speed.py [--shared FOLDER] [--megabytes 1]

Prints MB of UTF-8 a second of processor time, and the ratio to reading the same text with spaCy's tokens
alone. JioNLP and Recognizers-Text are measured too where they are installed (`pip install junxian[bench]`), each on
the same text as our facts beside it; they are no dependencies of ours.
"""

from __future__ import annotations

import argparse
import logging
import os
import pathlib
import statistics
import time
from collections.abc import Callable

from corpus.model import Plan, Source
from corpus.pipeline import settle
from extract.components import find_measures, find_places, find_roles
from extract.dates import find_dates
from extract.pipeline import extract_facts, load_pipeline
from extract.references import find_references

ROOT = pathlib.Path(__file__).resolve().parents[1]


def read(shared: pathlib.Path, megabytes: float) -> list[Plan]:
    plans: list[Plan] = []
    size = 0
    for path in sorted((shared / "counties").glob("*.txt")) + sorted((shared / "provinces").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        plans += settle(Source(path.name, "", 0, text, "utf-8", "text")).plans
        size = sum(len(plan.text.encode()) for plan in plans)
        if size > megabytes * 1e6:
            break
    return plans


def measure(name: str, run: Callable[[Plan], object], plans: list[Plan], rounds: int, base: float | None) -> float:
    size = sum(len(plan.text.encode("utf-8")) for plan in plans) / 1e6
    run(plans[0])
    seconds = []
    for _ in range(rounds):
        begin = time.process_time()
        for plan in plans:
            run(plan)
        seconds.append(time.process_time() - begin)
    speed = size / statistics.median(seconds)
    print(f"{name:34} {speed:8.3f} MB/s" + (f"   x {speed / base:.2f}" if base else ""))
    return speed


def others() -> list[tuple[str, Callable[[Plan], object], int]]:
    """Name, what to run on a plan, and how many characters of a plan it is given (a slow one is given less)."""
    found: list[tuple[str, Callable[[Plan], object], int]] = []
    try:
        import jionlp

        logging.disable(logging.CRITICAL)  # it logs every string that it fails to parse
        found.append(("JioNLP ner.extract_time", lambda plan: jionlp.ner.extract_time(plan.text), 100_000))
    except ImportError:
        print("JioNLP is not installed")
    try:
        from recognizers_date_time import Culture, recognize_datetime

        found.append(
            ("Recognizers-Text datetime (zh)", lambda plan: recognize_datetime(plan.text, Culture.Chinese), 10_000)
        )
    except ImportError:
        print("Recognizers-Text is not installed")
    return found


def cut(plans: list[Plan], characters: int) -> list[Plan]:
    """Plans of the first so many characters of these, settled anew."""
    pieces = (settle(Source("", "", 0, plan.text[:characters], "utf-8", "text")).plans for plan in plans)
    return [plan for piece in pieces for plan in piece]


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--shared", type=pathlib.Path, default=os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
    args.add_argument("--megabytes", type=float, default=1.0)
    given = args.parse_args()
    plans = read(pathlib.Path(given.shared), given.megabytes)
    nlp = load_pipeline()
    base = measure("tokens only (spaCy Doc)", lambda plan: nlp.tokenizer(plan.text), plans, 3, None)
    for name, run in (
        ("dates", find_dates), ("measures", find_measures), ("roles", find_roles), ("places", find_places),
        ("references", find_references),
    ):  # fmt: skip
        measure(name, lambda plan, run=run: run(plan.text), plans, 3, base)
    measure("all facts (spaCy pipeline)", extract_facts, plans, 3, base)
    for name, run, characters in others():
        same = cut(plans[:3], characters)
        ours = measure(f"all facts, {characters} characters", extract_facts, same, 3, base)
        speed = measure(name, run, same, 1, base)
        print(f"{'':34} all our facts are {ours / speed:.1f} times as fast")


if __name__ == "__main__":
    main()
