"""Whether the tests notice when the program is wrong: small mistakes are put in, one at a time, and the tests run.

    python benchmarks/mutation.py numerals dates            two groups, 100 mistakes each
    python benchmarks/mutation.py repair --sample 300 --seed 2 -o run.jsonl
    python benchmarks/mutation.py --again run.jsonl -o new.jsonl     what survived, with the tests of today
    python benchmarks/mutation.py --page run.jsonl ... > docs/mutation.md

mutmut and cosmic-ray copy or rewrite the tree and start an interpreter for each mistake; here each is a fork of one
that has the libraries loaded, and the file on disk is never touched. Mistakes are drawn with a fixed seed from all
that can be made. Tests are written for survivors, so that only a fresh seed tells how good they are by now: each
sample keeps what it told when it was drawn. Survivors are listed with what ``benchmarks/data/survivors.tsv`` says of
them.
"""

from __future__ import annotations

import argparse
import ast
import csv
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mistakes import ROOT, draw, find_again

SURVIVORS = Path(__file__).resolve().parent / "data" / "survivors.tsv"
REPAIR_TESTS = (
    "repair", "marks", "glosses", "language", "language_naive", "mojibake", "mojibake_weighed", "byteshift_weighed",
    "byteshift", "byteshift_gaps", "byteshift_places", "byteshift_pairs", "byteshift_tokens", "vocabulary",
    "small_repairs", "byteshift_steps", "byteshift_fillings",
)  # fmt: skip
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # name: what is spoilt, tests that must notice
    "alignment": (
        ("corpus/alignment.py",),
        ("tests/corpus/test_alignment.py", "tests/corpus/test_alignment_blocks.py"),
    ),
    "numerals": (
        ("extract/numerals.py",),
        ("tests/extract/test_numerals.py", "tests/extract/test_numerals_forms.py"),
    ),
    "dates": (
        (
            "extract/dates.py", "extract/times/bounds.py", "extract/times/patterns.py", "extract/times/calendar.py",
            "extract/times/points.py", "extract/times/durations.py",
        ),
        ("tests/extract/test_dates.py", "tests/extract/test_dates_forms.py"),
    ),
    "repair": (
        tuple(
            str(path.relative_to(ROOT)) for path in sorted((ROOT / "corpus/repair").rglob("*.py"))
            if path.name not in ("train_language.py", "__init__.py")
        ),
        tuple(f"tests/corpus/test_{name}.py" for name in REPAIR_TESTS),
    ),
}  # fmt: skip
# Minutes in all, and rarely the only ones to notice: without them the score is a little too low.
SLOW = "not (nothing_but_damage or twice_is_once or idempotent or one_lost_byte or untouched_characters)"
LIBRARIES = (
    "pytest",
    "hypothesis",
    "hypothesis.strategies",
    "opencc",
    "rjieba",
    "thinc.api",
    "numpy",
    "ahocorasick_rs",
)


class Spoiler(importlib.abc.MetaPathFinder):
    """Gives one module with the mistake in it instead of the one on disk; a plugin of pytest, too."""

    def __init__(self, path: str, spoilt: ast.Module) -> None:
        self.file, self.name, self.spoilt = str(ROOT / path), path.removesuffix(".py").replace("/", "."), spoilt

    def pytest_sessionstart(self) -> None:
        """Before pytest's own finder, which reads the files that it was given from the disk."""
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self.name:
            return None
        spoilt = self.spoilt

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname: str) -> Any:
                return compile(spoilt, self.path, "exec")

        return importlib.util.spec_from_file_location(name, self.file, loader=Loader(name, self.file))


def run_tests(tests: list[str], mistake: tuple[str, ast.Module] | None, seconds: float) -> tuple[str, float]:
    """killed, timeout or survived, and the seconds of processor time that it took; in a fork."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            quiet = os.open(os.devnull, os.O_RDWR)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            limit = int(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            signal.alarm(limit * 20)  # of the clock: others may be at work
            os.chdir(ROOT)
            import pytest

            plugins = [Spoiler(*mistake)] if mistake else []
            code = int(
                pytest.main(["-x", "-q", "-p", "no:xdist", "-m", "not long", "-k", SLOW, *tests], plugins=plugins)
            )
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    outcome = "survived" if code == 0 else "timeout" if code in (-signal.SIGXCPU, -signal.SIGALRM) else "killed"
    return outcome, round(spent, 2)


def run_group(name: str, sample: int, seed: int, output: Any) -> None:
    """All mistakes of a group, one line of JSON each."""
    paths, files = GROUPS[name]
    mistakes, total = draw(paths, sample, seed)
    outcome, seconds = run_tests([*paths, *files], None, 600)
    if outcome != "survived":
        raise SystemExit(f"{name}: the tests fail without any mistake")
    print(f"{name}: {len(mistakes)} of {total} mistakes, tests take {seconds} s", file=sys.stderr)
    begun = time.monotonic()
    for n, (mistake, spoilt) in enumerate(mistakes, 1):
        outcome, spent = run_tests(order_tests(mistake.path, files), (mistake.path, spoilt), 5 * seconds + 10)
        done = asdict(mistake) | {"outcome": outcome, "seconds": spent, "group": name, "of": total, "seed": seed}
        print(json.dumps(done, ensure_ascii=False), file=output, flush=True)
        print(f"{n} {outcome} {mistake.path}:{mistake.line} {mistake.after}", file=sys.stderr)
    print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)


def order_tests(path: str, files: Sequence[str]) -> list[str]:
    """The module's own examples and the tests named after it first: they notice soonest."""
    stem = Path(path).stem
    exact = [file for file in files if file.endswith(f"_{stem}.py")]
    near = [file for file in files if stem.split("_")[0] in file and file not in exact]
    return [path, *exact, *near, *(file for file in files if file not in exact and file not in near)]


def run_again(rows: list[dict[str, Any]], output: Any) -> None:
    """The rows of an earlier run; ``now`` tells of those that survived what becomes of them by now."""
    alive = [(row["path"], row["before"], row["after"]) for row in rows if row["outcome"] == "survived"]
    spoilt = find_again(alive)
    for row in rows:
        if row["outcome"] == "survived":
            key = (row["path"], row["before"], row["after"])
            tests = order_tests(row["path"], GROUPS[row["group"]][1])
            row["now"] = run_tests(tests, (row["path"], spoilt[key]), 600)[0] if key in spoilt else "gone"
            print(f"{row['now']} {row['path']}:{row['line']} {row['after']}", file=sys.stderr)
        print(json.dumps(row, ensure_ascii=False), file=output, flush=True)


_HEAD = """\
# Planted mistakes: whether the tests notice

Printed by `python benchmarks/mutation.py --page RUN.jsonl ...`; a random sample of all single mistakes that
can be made in these modules (a comparison, a sign, a constant, a condition, a result changed), each put in
alone while the tests of the module run (without the slowest five, so that the scores are lower bounds).

Tests are written for what survives; so each sample tells what was noticed when it was drawn, and apart from
that what is noticed by now, or stands in no line any more.

| Part | Seed | Possible | Drawn | Noticed | Score | By now |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |"""
_SURVIVED = """\

## Mistakes that no test noticed

| Where | Instead of | Stood | Why |
| --- | --- | --- | --- |"""


def write_page(runs: list[Path]) -> str:
    """The scores, and every survivor with what is known of it."""
    rows = [json.loads(line) for run in runs for line in run.read_text(encoding="utf-8").splitlines()]
    lines = [_HEAD]
    for group, seed in sorted({(row["group"], row.get("seed", 1)) for row in rows}):
        mine = [row for row in rows if (row["group"], row.get("seed", 1)) == (group, seed)]
        seen = sum(row["outcome"] != "survived" for row in mine)
        now = sum(row.get("now", row["outcome"]) != "survived" for row in mine)
        share = f"{seen} | {100 * seen / len(mine):.0f} % | {100 * now / len(mine):.0f} %"
        lines.append(f"| {group} | {seed} | {mine[0]['of']} | {len(mine)} | {share} |")
    lines.append(_SURVIVED)
    known = read_reasons()
    survivors = [row for row in rows if row.get("now", row["outcome"]) == "survived"]
    for row in sorted(survivors, key=lambda row: (row["path"], row["line"])):
        why = known.get((row["path"], row["before"], row["after"]), "")
        if not why.startswith("a test notices it since"):
            cells = [f"`{row[key]}`".replace("|", "\\|") for key in ("before", "after")]
            lines.append(f"| {row['path']} | {cells[0]} | {cells[1]} | {why} |")
    return "\n".join(lines)


def read_reasons() -> dict[tuple[str, str, str], str]:
    """(path, before, after) of a survivor → what is known of it."""
    if not SURVIVORS.exists():
        return {}
    with SURVIVORS.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["path"], row["before"], row["after"]): row["why"] for row in rows}


def main() -> None:
    """As the head of this file says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("groups", nargs="*", default=list(GROUPS))
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--again", type=Path, help="an earlier run: only what survived it, with the tests of today")
    parser.add_argument("--page", nargs="+", type=Path)
    given = parser.parse_args()
    if given.page:
        print(write_page(given.page))
        return
    sys.path.insert(0, str(ROOT))
    for library in LIBRARIES:
        importlib.import_module(library)
    ours = [name for name in sys.modules if name.partition(".")[0] in ("corpus", "extract", "kb")]
    assert not ours, f"loaded before a mistake could be put in: {ours}"
    from hypothesis import settings

    settings.register_profile("same", database=None, derandomize=True)
    settings.load_profile("same")
    output = given.output.open("a", encoding="utf-8") if given.output else sys.stdout
    if given.again:
        run_again([json.loads(line) for line in given.again.read_text(encoding="utf-8").splitlines()], output)
        return
    for group in given.groups:
        run_group(group, given.sample, given.seed, output)


if __name__ == "__main__":
    main()
