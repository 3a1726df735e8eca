"""What the workers of a build are forked from imports this: every table, pattern and model is ready before the first.

Without it each worker would load dictionaries and compile patterns for itself, about a second each. The samples that
come with the program are read for it, as any file would be; what they come to is thrown away.
"""

from __future__ import annotations

import contextlib
import gc
from importlib import resources

# A plan, a report and a page with lost bytes: between them they use what most files use.
_SAMPLES = ("01_anji_yigongti_2025.txt", "12_anji_report_2025.txt", "07_minqin_yigongti_2025.txt")


def warm_up() -> int:
    """Read the samples; returns how many were there."""
    from kb.building.produce import produce

    read = 0
    for name in _SAMPLES:
        with resources.as_file(resources.files("corpus") / "samples" / "plans" / name) as path:
            if path.is_file():
                produce(str(path), name)
                read += 1
    return read


with contextlib.suppress(Exception):  # a worker gets everything itself, only later
    warm_up()
    gc.freeze()  # what is shared with the workers stays shared
