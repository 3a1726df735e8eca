"""What decides how a file is read: a worker that differs in it would find other things in the same file."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib import metadata, resources

# What readers, repair and extraction stand on; other releases of them may read the same file otherwise.
LIBRARIES = (
    "ahocorasick-rs", "jieba", "lxml", "opencc", "pdfplumber", "pypdfium2", "resiliparse", "rjieba", "scikit-learn",
    "spacy", "trafilatura",
)  # fmt: skip
OPTIONAL = ("rapidocr", "onnxruntime")  # without them scans cannot be read, here or there
ROWS = ("building", "index/grams.py", "layout", "packing.py", "schema.py", "table.py")  # of ``kb``


@cache
def describe_program() -> dict[str, str]:
    """The program and the libraries that it reads with, by name.

    >>> sorted(set(describe_program()) - set(LIBRARIES) - set(OPTIONAL))
    ['Python', 'junxian', 'the form of rows']
    """
    from kb.building.produce import fingerprint

    said = {
        "junxian": fingerprint(),
        "the form of rows": _hash_rows(),
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    return said | {name: _version(name) for name in (*LIBRARIES, *OPTIONAL)}


def find_differences(wanted: dict[str, str], there: dict[str, str]) -> str:
    """What differs, in words; empty when nothing does.

    >>> find_differences({"lxml": "6.0", "spacy": "3.8"}, {"lxml": "5.4", "spacy": "3.8"})
    'lxml 5.4 there, 6.0 here'
    """
    return "; ".join(
        f"{name} {there.get(name) or 'missing'} there, {version or 'missing'} here"
        for name, version in wanted.items()
        if there.get(name, "") != version
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _hash_rows() -> str:
    """Rows are made on the workers, so what shapes them must be the same."""
    whole, held = hashlib.sha256(), dict[str, bytes]()
    for name in ROWS:
        part = resources.files("kb").joinpath(name)
        for file in part.iterdir() if part.is_dir() else [part]:
            if file.name.endswith(".py"):
                held[f"{name}/{file.name}"] = file.read_bytes()
    for name in sorted(held):
        whole.update(name.encode() + b"\0" + held[name])
    return whole.hexdigest()[:12]
