"""Builds that kill themselves: for each line ``[FOLDER, BASE, AT]`` of JSON one that dies after statement AT.

Answers ``[exit status, lines of its diary]``. One process serves many builds, each in a fork of it: an interpreter for
each would take a hundred times as long as the build.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from faults import Diary, connect_through, fake_build, run_child
from kills import Counting


def kill_once(folder: str, base: str, at: int) -> tuple[int, list[object]]:
    """One build, as the head of this file says."""

    def work(handle: int) -> None:
        Counting.at, Counting.after = at, True
        connect_through(Counting)
        diary = Diary(handle)
        fake_build(Path(folder), Path(base), make=diary.make, progress=diary)

    return run_child(work)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(kill_once(*json.loads(line))), flush=True)
