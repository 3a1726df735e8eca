"""Mutated input to readers, decoder, repair and the query parser: an answer or an error of ours, never another.

The long run is guided by coverage too, where atheris is installed (``pip install 'junxian[fuzz]'``).
"""

from __future__ import annotations

import collections
import importlib.util
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import guided
import pytest
from badfiles import archive
from faults import HERE, text_of
from hostile import hostile_plan, hostile_text
from mutate import ENCODINGS, OFD, mutate, mutate_file, seeds, try_query, try_readers, try_repair

from corpus.files.limits import Limits
from corpus.sources import Found, try_source

Record = Callable[[str, object], None]
SECONDS = int(os.environ.get("JUNXIAN_FUZZ_SECONDS", "120"))


def fuzz(number: int, seed: int, record: Record) -> None:
    for n in range(number):
        dice = random.Random(seed * 1_000_003 + n)
        sound = hostile_plan(dice) if n % 3 == 0 else text_of(n)
        encoded = sound.encode(dice.choice(ENCODINGS), "ignore")[: 1500 if n % 10 else None]
        data = mutate(encoded, dice)
        try:
            try_repair(data)
            try_query(hostile_text(dice).encode("utf-8", "replace"))
        except Exception as error:
            raise AssertionError(f"case {n} of seed {seed}: {error!r}") from error
    record("mutated inputs", number)
    record("other exceptions", 0)


def test_mutated_input(record_property: Record) -> None:
    fuzz(100, 1, record_property)


@pytest.mark.long
def test_much_mutated_input(record_property: Record) -> None:
    fuzz(5000, 2, record_property)


def read_mutated(folder: Path, number: int, seed: int, record: Record) -> None:
    """Each through the reading child, as a build reads it: one state, with reason and remedy, text that is no lie."""
    sound = seeds()
    limits = Limits(cpu_seconds=20, wall_seconds=40)
    states: collections.Counter[str] = collections.Counter()
    for n in range(number):
        dice = random.Random(seed * 1_000_003 + n)
        name, data = sound[n % len(sound)]
        data = mutate_file(data, dice)
        (folder / name).write_bytes(data)
        outcome, source = try_source(Found(os.fspath(folder / name), name), limits=limits)
        states[outcome.state] += 1
        told = f"case {n} of seed {seed}, {name}: {outcome}"
        assert (source is not None) == (outcome.state in ("ok", "warned")), told
        assert outcome.state == "ok" or outcome.reason, told
        assert outcome.state != "failed" or outcome.remedy, told
        assert source is None or source.original.strip(), told
        try:
            try_readers(bytes([n % 6]) + data)
        except Exception as error:
            raise AssertionError(f"{told}: {error!r}") from error
    record("mutated files", number)
    for state in ("ok", "warned", "skipped", "failed"):
        record(state, states[state])
    record("errors in our own code", 0)


def test_mutated_files(tmp_path: Path, record_property: Record) -> None:
    read_mutated(tmp_path, 130, 1, record_property)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "99999999999999999999", ""])
@pytest.mark.parametrize("field", ["Size", "Boundary", "X", "DeltaX"])
def test_numbers_that_are_none_in_ofd(field: str, number: str) -> None:
    """Found by the long run: an infinite size stopped the reader."""
    page = re.sub(rf'{field}="[^"]*"', f'{field}="{number} 3 {number}"', OFD["Doc_0/Pages/Page_0/Content.xml"], count=1)
    parts = OFD | {"Doc_0/Pages/Page_0/Content.xml": page}
    try_readers(b"\x05" + archive({name: text.encode() for name, text in parts.items()}))


@pytest.mark.long
def test_many_mutated_files(tmp_path: Path, record_property: Record) -> None:
    read_mutated(tmp_path, 5000, 2, record_property)


@pytest.mark.parametrize("target", guided.TARGETS)
def test_what_guided_fuzzing_begins_with(target: str, tmp_path: Path) -> None:
    """Every target takes its first inputs, and some mutations of these, without any instrument."""
    first = list(guided.starts(target))
    assert first
    for data in first:
        guided.run(target, data)
        guided.run(target, mutate(data, random.Random(len(data))))
    if target in ("docx", "ofd"):
        assert guided.parts_of(guided.archive_of(first[0])) == first[0]
    if target in guided.WORDS:
        guided.write_words(guided.WORDS[target], tmp_path / "words")
        assert len((tmp_path / "words").read_text(encoding="ascii").splitlines()) > 10


def test_all_that_a_reader_comes_through_is_instrumented() -> None:
    """Found in the long run: what a target loads only when it is called was not, and guided nothing."""
    script = (
        "import contextlib, guided, sys\n"
        "guided.load(lambda include: contextlib.nullcontext())\n"
        "before = {name for name in sys.modules if name.split('.')[0] in ('corpus', 'extract', 'kb')}\n"
        "[guided.run(target, data) for target in guided.TARGETS for data in guided.starts(target)]\n"
        "print(sorted({name for name in sys.modules if name.split('.')[0] in ('corpus', 'extract', 'kb')} - before))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=HERE, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.long
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize("target", guided.TARGETS)
def test_guided_by_coverage(target: str, tmp_path: Path, record_property: Record) -> None:
    command = [sys.executable, str(HERE / "guided.py"), target, str(tmp_path / "corpus")]
    options = [f"-max_total_time={SECONDS}", "-max_len=20000", "-timeout=60", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command + options, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    runs = re.search(r"Done (\d+) runs? in (\d+) second", done.stderr)
    covered = re.findall(r"cov: (\d+)", done.stderr)
    assert runs and covered, done.stderr[-2000:]
    record_property("inputs", runs[1])
    record_property("seconds", runs[2])
    record_property("places reached by the first inputs", covered[0])
    record_property("places reached in the end", covered[-1])
    record_property("failures", 0)
    assert int(covered[-1]) > 100, "the code is not instrumented"
