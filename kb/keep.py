"""Keeps the compiled patterns of a whole reading beside the compiled modules: ``python -m kb.keep``."""

from __future__ import annotations

import re

from corpus.matching.compiled import keep_patterns

if __name__ == "__main__":
    re.purge()  # of those kept before, some may be in use no more
    with keep_patterns():
        import kb.building.warm  # noqa: F401  reads samples, and so compiles whatever most files need
