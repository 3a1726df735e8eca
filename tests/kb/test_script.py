"""A plain script may build: its workers do not run it again, guard or not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import kb, kb_fakes
print("once")
report = kb.build({folder!r}, {base!r}, workers=2, make=kb_fakes.make, program="test")
print(dict(report.states))
"""


def test_a_script_without_a_guard_builds_once(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(folder=str(folder), base=str(tmp_path / "t.db")), encoding="utf-8")
    paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("once") == 1 and "{'ok': " in done.stdout, done.stdout
