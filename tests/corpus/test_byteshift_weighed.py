"""What every step of the lost-byte decoder is worth, number by number, on pages of our own making.

Whether a run is found says little about the sums behind it: a weight may be dropped and the right reading still win,
until a closer case comes. So the sums themselves are kept. They change with the tables and the weights; then look at
what became better or worse (benchmarks/byteshift.py), and write them anew:

    python tests/corpus/test_byteshift_weighed.py
"""

import json
import pathlib
from typing import Any
from unittest import mock

import numpy as np
import pytest

from corpus.repair import byteshift
from corpus.repair.lost_bytes import write as writing
from corpus.repair.lost_bytes.steps import NEVER, Steps

FILE = pathlib.Path(__file__).resolve().parents[1] / "cases" / "byteshift_weighed.json"


def total(numbers: Any) -> float:
    numbers = np.asarray(numbers, dtype=np.float64)
    return round(float(numbers[numbers > NEVER / 2].sum()), 2)


def weigh_page(text: str) -> dict[str, list]:
    """Stretches: what their ways on are worth; guesses: the character and how sure; runs: gain, changes."""
    stretches: list[list] = []
    guesses: list[list] = []
    runs: list[list] = []
    choose, write, search = writing.choose, writing.write_run, byteshift.Search

    def spy_search(ways: Steps) -> Any:
        special = [step for at in range(ways.size) for step in ways.special_steps(at)]
        gains = [float(step.gain.max()) for step in special if len(step.codes)]
        priors = [total(step.prior) for step in special if step.prior is not None]
        ends = [step.until + 100 * step.more + 1000 * step.guessed + 7 * step.mark for step in special]
        sums = [total(row) for row in (ways.value, ways.ahead, ways.closing_gain, ways.stretch.cost, gains, priors)]
        stretches.append([ways.size, *sums, sum(ends), sum(len(step.codes) for step in special)])
        return search(ways)

    def spy_choose(*given: Any) -> list[tuple[str, float]]:
        found = choose(*given)
        guesses.extend([best, round(sure, 3)] for best, sure in found)
        return found

    def spy_write(stretch: Any, run: Any, sides: Any, judges: Any) -> Any:
        written = yield from write(stretch, run, sides, judges)
        change = written.change
        runs.append(
            [round(run.gain, 2), round(run.sure, 3), change.rule, change.start, change.end, change.new, change.verdict]
        )
        return written

    with (
        mock.patch.object(byteshift, "Search", spy_search),
        mock.patch.object(writing, "choose", spy_choose),
        mock.patch.object(writing, "write_run", spy_write),
    ):
        byteshift.find_lost_bytes(text)
    return {"stretches": stretches, "guesses": guesses, "runs": runs}


def flat(value: Any) -> list[Any]:
    return [part for inner in value for part in flat(inner)] if isinstance(value, list) else [value]


def cases() -> list[dict]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_weighed(case: dict) -> None:
    found = weigh_page(case["text"])
    for part, numbers in found.items():
        got, want = flat(numbers), flat(case[part])
        assert len(got) == len(want), part
        for one, other in zip(got, want, strict=True):
            same = one == pytest.approx(other, abs=0.02) if isinstance(other, float) else one == other
            assert same, f"{part}: {one} instead of {other}"


if __name__ == "__main__":
    rows = [case | weigh_page(case["text"]) for case in cases()]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8", newline="\n")
