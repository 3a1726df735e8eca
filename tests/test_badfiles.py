"""A folder of bad files: all of them listed, each in a state it may end in, nothing let in, nothing left behind."""

import collections
import os
import pathlib
from collections.abc import Callable

import badfiles
import pytest

from corpus.files.limits import Limits
from corpus.sources import find_sources, try_source

Record = Callable[[str, object], None]
QUICK = Limits(cpu_seconds=30, wall_seconds=45)


def check(
    folder: pathlib.Path, outside: pathlib.Path, want: dict[str, set[str]], limits: Limits, record: Record
) -> None:
    before = sorted(os.fsencode(path) for path in folder.parent.rglob("*"))
    found = find_sources([folder])
    assert [each.name for each in found] == sorted(want)
    states: collections.Counter[str] = collections.Counter()
    wrong = {}
    for each in found:
        outcome, source = try_source(each, limits=limits)
        states[outcome.state] += 1
        if outcome.state not in want[each.name]:
            wrong[each.name] = outcome
        assert outcome.name == each.name and outcome.name.encode()
        if outcome.state != "ok":
            assert outcome.reason, outcome
        if outcome.state == "failed":
            assert outcome.remedy and outcome.error, outcome
        assert (source is not None) == (outcome.state in badfiles.READ)
        if source is not None:
            assert source.original.strip(), outcome  # never silently empty
            assert badfiles.CANARY not in source.original, outcome
    record("bad files", len(want))
    record("listed", len(found))
    for state in ("ok", "warned", "skipped", "failed"):
        record(state, states[state])
    assert not wrong
    assert sum(states.values()) == len(found) and set(states) == {"ok", "warned", "skipped", "failed"}
    assert sorted(os.fsencode(path) for path in folder.parent.rglob("*")) == before
    assert outside.read_text(encoding="utf-8") == badfiles.CANARY


def test_bad_files(tmp_path: pathlib.Path, record_property: Record) -> None:
    folder, outside = tmp_path / "bad", tmp_path / "outside" / "canary.txt"
    want = badfiles.write_bad_files(folder, outside)
    assert len(want) >= 60
    if badfiles_need_office() is None:  # without LibreOffice its files fail, with the remedy
        want |= {name: states | {badfiles.FAILED} for name, states in want.items() if name.startswith("office/")}
    check(folder, outside, want, QUICK, record_property)


@pytest.mark.long
def test_large_bad_files(tmp_path: pathlib.Path, record_property: Record) -> None:
    folder, outside = tmp_path / "bad", tmp_path / "outside" / "canary.txt"
    want = badfiles.write_bad_files(folder, outside, long=True)
    check(folder, outside, want, Limits(), record_property)


def badfiles_need_office() -> str | None:
    from corpus.readers.office import find_office

    return find_office()
