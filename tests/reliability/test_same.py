"""The same sources give the same bytes, whatever the machine calls the folder, the hour, the language or the order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import HERE

Record = Callable[[str, object], None]
HOME = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
AWAY = {"PYTHONHASHSEED": "4242", "TZ": "Asia/Shanghai", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}
FAR = {
    "PYTHONHASHSEED": "7",
    "TZ": "America/St_Johns",
    "LC_ALL": "zh_CN.GB18030",
    "LANGUAGE": "zh",
    "HOME": "/nonexistent",
}


def run(samples: list[Path], place: Path, workers: int, order: str, environment: dict[str, str]) -> dict[str, str]:
    """The hashes that one variant comes to, with its sources in two folders of its own."""
    folders = [place / "甲 folder", place / "b"]
    for n, path in enumerate(samples):
        folders[n % 2].mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folders[n % 2])
    (place / "out").mkdir()
    command = [sys.executable, HERE / "variant.py", workers, order, place / "out", *folders]
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(samples: list[Path], folder: Path, variants: list[tuple[int, str, dict[str, str]]], record: Record) -> None:
    first = run(samples, folder / "0", 1, "in-order", HOME)
    differ: dict[str, list[int]] = {}
    for n, variant in enumerate(variants, 1):
        for name, value in run(samples, folder / str(n), *variant).items():
            if value != first[name]:
                differ.setdefault(name, []).append(n)
    record("variants", len(variants) + 1)
    record("outputs", len(first))
    record("that differ", len(differ))
    assert not differ


def test_same_bytes_everywhere(samples: Path, tmp_path: Path, record_property: Record) -> None:
    few = [path for path in sorted((samples / "plans").iterdir()) if path.name[:2] in ("01", "03", "04", "11", "18")]
    compare(few, tmp_path, [(2, "reversed", AWAY)], record_property)


@pytest.mark.long
def test_same_bytes_everywhere_for_all_samples(samples: Path, tmp_path: Path, record_property: Record) -> None:
    variants = [
        (2, "reversed", AWAY),
        (1, "reversed", FAR),
        (2, "in-order", FAR),
        (1, "in-order", AWAY),
        (3, "reversed", HOME),
    ]
    compare(sorted((samples / "plans").iterdir()), tmp_path, variants, record_property)
