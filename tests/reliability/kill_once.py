"""One build that kills itself after statement AT: ``python tests/reliability/kill_once.py FOLDER BASE AT``."""

from __future__ import annotations

import sys
from pathlib import Path

from faults import Diary, connect_through, fake_build
from kills import Counting

if __name__ == "__main__":
    Counting.at, Counting.after = int(sys.argv[3]), True
    connect_through(Counting)
    diary = Diary(1)
    fake_build(Path(sys.argv[1]), Path(sys.argv[2]), make=diary.make, progress=diary)
