"""What is promised when things go wrong, and the figures of the last runs.

    python benchmarks/reliability.py > docs/reliability.md              prints what the last runs found
    python benchmarks/reliability.py RUN.xml ... > docs/reliability.md   takes up further runs first
    python benchmarks/reliability.py --short > docs/reliability.md       runs the short fault tests first

``make test-long`` writes such a RUN.xml. What was found stands in ``benchmarks/results/reliability.jsonl``, test by
test with the day and the commit, so that one family can be run again alone.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).resolve().parent / "results" / "reliability.jsonl"
TESTED = ("tests/reliability", "tests/test_badfiles.py", "tests/extract/test_linear.py")
# (part of the name of the test file, what is promised)
PROMISES = (
    (
        "test_kill",
        "A build that is killed (`kill -9`, anywhere) loses nothing that it had said was done, doubles nothing, "
        "and leaves no lock; the next build goes on, reads at most one source again (with several workers also what "
        "each of them had read and not yet handed over), and ends with the very rows of an unbroken build. Sources "
        "of another folder stay. Ctrl-C and SIGTERM end with a summary and exit code 130, without a traceback or a "
        "process left behind.",
    ),
    (
        "test_disk",
        "A full disk is told with a remedy; the base stays sound and the build goes on once there is room; an "
        "export is the old file or the new one. A folder of others can be searched, and a build in it refuses "
        "before it reads anything. Of two builders one wins and the other says which process is at work. Readers "
        "see whole sources while a build goes on. Whatever is left of the write-ahead log after a power cut is "
        "some earlier, whole state.",
    ),
    (
        "test_damage",
        "`junxian verify` finds every change of the file that changes a row or an answer, every truncation, and "
        "decisions of researchers that the views do not show. Newer bases and foreign databases are refused with "
        "advice and not touched.",
    ),
    (
        "test_upgrade",
        "A base of schema version 1 is brought up to date by the next build, without a row or a decision lost; a "
        "kill, a full disk or rows that do not fit leave the old file as it was.",
    ),
    (
        "test_badfiles",
        "Every file that was found ends as ok, warned, skipped or failed, with reason and remedy; parsers run in "
        "child processes with limits; nothing is read or written outside the folder.",
    ),
    (
        "test_hostile",
        "Text is only ever text: no search syntax, terminal sequence, formula, markup, script or TeX command of a "
        "document acts in an answer or an export, and all output is valid UTF-8.",
    ),
    (
        "test_linear",
        "Every pattern takes linear time on hostile input.",
    ),
    (
        "test_memory",
        "A file beyond the stated limit is refused; whatever the number and size of the others, the building "
        "process stays below 512 MB. Of each small file it keeps the name and where it lies; once its cache of the "
        "base (16 MB) is full it grows by no more than that.",
    ),
    (
        "test_same",
        "The same sources give the same bytes (dump, csv, xlsx, jsonl, parquet, md, html, tex, png) for any "
        "folder, order, number of workers, hash seed, time zone and locale.",
    ),
    (
        "test_history",
        "Whatever was added, changed, removed, built, killed, searched or reviewed in whatever order: the base "
        "equals a fresh one with the same decisions, and no decision is lost.",
    ),
    (
        "test_fuzz",
        "Readers, the repair of garbled text and the parser of queries end with an answer or an error of ours, "
        "whatever the bytes; coverage-guided runs with atheris.",
    ),
    (
        "test_supply",
        "Run-time packages are pinned by hash and permissively licensed; nothing that came as data is run; no "
        "file with a guessable name is opened in the temporary folder. No version with a well-known hole is pinned "
        "(a list of ours). Known vulnerabilities are looked up by pip-audit where it reaches the advisories; "
        "elsewhere none is looked up, as told here.",
    ),
)


@dataclass(frozen=True)
class Found:
    """How one test ended, with its figures."""

    family: str
    test: str
    state: str  # passed, failed, skipped
    reason: str
    figures: tuple[tuple[str, str], ...]
    day: str
    commit: str
    seconds: float


def run_short() -> Path:
    """The short fault tests, as a junit file."""
    report = Path(tempfile.mkdtemp(prefix="junxian-reliability-")) / "short.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "not long", f"--junitxml={report}", *TESTED]
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if head.returncode == 0:
        command += ["-o", f"junit_suite_name={head.stdout.strip()}"]
    subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
    return report


def read_run(path: Path) -> list[Found]:
    """What a junit file tells of our families; its suite is named after the commit."""
    found = []
    for suite in ElementTree.parse(path).iter("testsuite"):
        commit = suite.get("name", "")
        commit = commit if re.fullmatch(r"[0-9a-f]{7,40}", commit) else ""
        for case in suite.iter("testcase"):
            family = next((name for name, _ in PROMISES if name in (case.get("classname") or "")), None)
            if family is None:
                continue
            skipped = case.find("skipped")
            failed = case.find("failure") is not None or case.find("error") is not None
            state = "failed" if failed else "passed" if skipped is None else "skipped"
            reason = "" if skipped is None else skipped.get("message", "")
            figures = [(one.get("name") or "", one.get("value") or "") for one in case.iter("property")]
            figures = [(what, value) for what, value in figures if value not in ("", "None")]
            day, seconds = suite.get("timestamp", "")[:10], round(float(case.get("time") or 0), 1)
            found.append(Found(family, case.get("name") or "", state, reason, tuple(figures), day, commit, seconds))
    return found


def take_up(runs: Sequence[Path]) -> list[Found]:
    """All that is known, with these runs in the place of earlier ones of the same tests; it is kept."""
    known: dict[tuple[str, str], Found] = {}
    if KEPT.exists():
        for line in KEPT.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            known[one["family"], one["test"]] = Found(**one | {"figures": tuple(map(tuple, one["figures"]))})
    for run in runs:
        known |= {(one.family, one.test): one for one in read_run(run)}
    order = [name for name, _ in PROMISES]
    every = sorted(known.values(), key=lambda one: (order.index(one.family), one.test))
    if runs:
        lines = (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in every)
        KEPT.write_text("".join(lines), encoding="utf-8")
    return every


def write_page(every: Sequence[Found]) -> str:
    """The page in Markdown."""
    import sqlite3

    system = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}"
    lines = [
        "# Reliability: what is promised, how it is tested, what the last run found",
        "",
        "Printed by `python benchmarks/reliability.py`; nothing here is typed by hand.",
        f"Runs of {', '.join(sorted({one.day for one in every}))} with {system}; each family with the commits that it",
        "ran on.",
        "",
    ]
    for name, promise in PROMISES:
        mine = [one for one in every if one.family == name]
        if mine:
            lines += [f"## {name.removeprefix('test_').capitalize()}", "", promise, "", tell_states(mine), ""]
        figures = {one.test: list(one.figures) for one in mine if one.figures}
        if figures:
            lines += ["| Test | Figures |", "| --- | --- |"]
            for test, told in add_up(figures).items():
                lines.append(f"| {describe(test)} | {', '.join(f'{what} **{value}**' for what, value in told)} |")
            lines.append("")
    return "\n".join(lines + write_faults())


def tell_states(mine: Sequence[Found]) -> str:
    """How many passed, which failed, why some were skipped, and on which commits."""
    parts = [f"{sum(one.state == 'passed' for one in mine)} tests passed"]
    failed = [one.test for one in mine if one.state == "failed"]
    parts += [f"{len(failed)} failed ({', '.join(failed)})"] if failed else []
    skipped = [f"{describe(one.test)}: {one.reason}" for one in mine if one.state == "skipped"]
    parts += [f"{len(skipped)} skipped ({'; '.join(skipped)})"] if skipped else []
    commits = sorted({one.commit for one in mine if one.commit})
    return f"*{', '.join(parts)}; commit {', '.join(commits) or 'not told'}.*"


def write_faults() -> list[str]:
    """The faults that are provoked, each with its tests in the quick run."""
    sys.path.insert(0, str(ROOT / "tests" / "reliability"))
    from covered import FAULTS

    lines = ["## Faults", "", "Each is provoked by these tests whenever the tests run (`make test`), and longer by",
             "`make test-long`.", "", "| Fault | Tests |", "| --- | --- |"]  # fmt: skip
    for fault, tests in FAULTS:
        lines.append(f"| {fault} | {', '.join(f'`{test}`' for test in tests)} |")
    return [*lines, ""]


def add_up(figures: dict[str, list[tuple[str, str]]]) -> dict[str, list[tuple[str, str]]]:
    """Runs of one test with several seeds as one row: counts are added.

    >>> add_up({"test_a[1]": [("cases", "2")], "test_a[2]": [("cases", "3")], "test_b[x]": [("cases", "1")]})
    {'test_a': [('cases', '5')], 'test_b[x]': [('cases', '1')]}
    """
    seeds: dict[str, list[list[tuple[str, str]]]] = {}
    for test, told in figures.items():
        seeds.setdefault(re.sub(r"\[\d+\]$", "", test), []).append(told)
    return {
        test: one[0]
        if len(one) == 1
        else [(what, str(sum(int(dict(told)[what]) for told in one))) for what, _ in one[0]]
        for test, one in seeds.items()
    }


def describe(test: str) -> str:
    """The name of a test in words.

    >>> describe("test_kill_9_at_random_points[3]")
    'kill 9 at random points (3)'
    """
    return re.sub(r"\[(.*)\]", r" (\1)", test.removeprefix("test_").replace("_", " "))


def main() -> None:
    """As the head of this file says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="*", type=Path)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    print(write_page(take_up([*given.runs, *([run_short()] if given.short else [])])))


if __name__ == "__main__":
    main()
