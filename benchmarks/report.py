"""The measured quality as a page: ``python benchmarks/report.py > docs/quality.md``.

Runs the other benchmarks one after the other and prints what they print; no figure is typed. Takes some minutes.
Documents beside the project (or in JUNXIAN_SHARED) are used where they are; what cannot be measured says so.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))
SECONDS = 400


@dataclass(frozen=True, slots=True)
class Section:
    """One measurement: what it says, how far to trust it, and the command."""

    title: str
    about: str
    command: tuple[str, ...]
    needs_shared: bool = True
    last: int = 120  # lines that are shown


SECTIONS = (
    Section(
        "抽取 · Extraction",
        "The rules were written with most of these documents at hand, so the figures say what the rules can express, "
        "not what they reach on new text. The passages annotated blind are closer to that: a second hand annotated "
        "them without seeing what the program finds, though some rules have been mended with them since. They are few: "
        "take the second decimal as noise. *found*: the right place; *exact*: the right characters; *full*: every "
        "field right.",
        ("benchmarks/gold.py",),
    ),
    Section(
        "比较与目标实绩 · Comparison and attainment",
        "Cells of county work reports against a reference table: value, comparator, unit, year and place all right; "
        "gaps with the right reason; pairs of target and result. Also known while the rules were written.",
        ("benchmarks/cells.py",),
    ),
    Section(
        "结构 · Structure",
        "Headings (label and place), levels, borders of plans within a page, titles.",
        ("benchmarks/structure.py",),
    ),
    Section(
        "共用条款 · Reuse",
        "Planted copies: a share of the words replaced, dropped or added and every number changed.",
        ("benchmarks/reuse.py", "--sizes", "2000"),
        needs_shared=False,
    ),
    Section(
        "修复：丢失的字节 · Repair, lost bytes",
        "Planted on held-out documents. *strict*: restored to the very characters; *same*: to a form that reads the "
        "same; *flagged*: restored or at least marked as uncertain.",
        ("benchmarks/byteshift.py", str(SHARED), "--files", "6"),
    ),
    Section(
        "修复：各种损坏 · Repair, kinds of damage",
        "Every kind of damage on the bundled samples: the whole file, one paragraph, one byte lost in each line. "
        "*sound* counts undamaged lines that changed.",
        ("benchmarks/repair_matrix.py",),
        needs_shared=False,
    ),
)


def main() -> None:
    print("# 实测质量 · Measured quality\n")
    print("Made by `python benchmarks/report.py`; do not edit. How each figure is got: the head of the script named.")
    print("What the figures do not show: [limits.md](limits.md).\n")
    print(f"Python {platform.python_version()}, {platform.machine()}, {_version()}.")
    for section in SECTIONS:
        shown = " ".join(part.replace(str(SHARED), "SHARED") for part in section.command)
        print(f"\n## {section.title}\n\n{section.about}\n\n`python {shown}`\n\n```text\n{_run(section)}\n```")
        sys.stdout.flush()


def _run(section: Section) -> str:
    if section.needs_shared and not SHARED.exists():
        return "not measured: the documents are not beside the project (set JUNXIAN_SHARED)"
    environment = {**os.environ, "JUNXIAN_SHARED": str(SHARED), "PYTHONIOENCODING": "utf-8", "COLUMNS": "110"}
    command = [sys.executable, *section.command]
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"not measured: took longer than {SECONDS} s"
    if done.returncode:
        return f"not measured: {(done.stderr.strip() or 'failed').splitlines()[-1]}"
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    return "\n".join(line.replace(str(SHARED), "SHARED") for line in lines[-section.last :])


def _version() -> str:
    asked = ["git", "log", "-1", "--format=%h of %cs"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    return f"source {done.stdout.strip()}" if done.returncode == 0 else "source of unknown version"


if __name__ == "__main__":
    main()
