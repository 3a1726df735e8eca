"""Cases that stand as data under tests/cases."""

import json
import pathlib
from typing import Any

FOLDER = pathlib.Path(__file__).resolve().parent / "cases"


def read_cases(name: str) -> Any:
    """What stands in the file of this name, without its ``.json``."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
