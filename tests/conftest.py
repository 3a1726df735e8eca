"""Where the test documents are. Real ones lie beside the project and are skipped when absent."""

import os
import pathlib

import pytest
from hypothesis import settings

# How long an example takes tells of the machine's load, not of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder of real documents; tests that need it are skipped without it."""
    if not (SHARED / "DESIGN.md").exists():
        pytest.skip("no shared documents beside the project (set JUNXIAN_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def samples() -> pathlib.Path:
    """The bundled plans of our own."""
    return ROOT / "corpus" / "samples"
