"""Text read in the wrong encoding and damaged besides: what each reading is worth, number by number.

As in test_byteshift_weighed: a weight dropped shows here before it makes a page worse. To write the numbers anew after
a change that made the pages of benchmarks/repair_matrix.py better:

    python tests/corpus/test_mojibake_weighed.py
"""

import json
import pathlib
from typing import Any
from unittest import mock

import pytest

from corpus.repair.encodings import mojibake, rereading

FILE = pathlib.Path(__file__).resolve().parents[1] / "cases" / "mojibake_weighed.json"


def weigh_text(text: str) -> dict[str, list]:
    """Scores of all ways through the bytes, what was judged, and the changes."""
    scores: list[float] = []
    judged: list[list] = []
    read, judge = rereading.read_units, rereading._judge

    def spy_read(*given: Any) -> Any:
        score, blocks = read(*given)
        scores.append(round(score, 2))
        return score, blocks

    def spy_judge(rule: str, before: float, blocks: list, *least: float) -> Any:
        undone = judge(rule, before, blocks, *least)
        judged.append([rule, round(before, 2), round(undone.gain, 2) if undone else None, len(blocks)])
        return undone

    with mock.patch.object(rereading, "read_units", spy_read), mock.patch.object(rereading, "_judge", spy_judge):
        changes = mojibake.find_mojibake(text)
    return {
        "scores": scores,
        "judged": judged,
        "changes": [[c.rule, c.start, c.end, c.new, c.verdict] for c in changes],
    }


def flat(value: Any) -> list[Any]:
    return [part for inner in value for part in flat(inner)] if isinstance(value, list) else [value]


def cases() -> list[dict]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_weighed(case: dict) -> None:
    for part, numbers in weigh_text(case["text"]).items():
        got, want = flat(numbers), flat(case[part])
        assert len(got) == len(want), part
        for one, other in zip(got, want, strict=True):
            same = one == pytest.approx(other, abs=0.02) if isinstance(other, float) else one == other
            assert same, f"{part}: {one} instead of {other}"


if __name__ == "__main__":
    rows = [json.dumps(case | weigh_text(case["text"]), ensure_ascii=False) for case in cases()]
    FILE.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8", newline="\n")
