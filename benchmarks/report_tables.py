"""Tables of docs/performance.md and docs/serving.md whose figures ``questions.py`` and ``serving.py`` left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
Figures = dict[str, Any]

QUESTIONS_HEAD = """
## 每个问题的内存 · Memory of every question

`python benchmarks/questions.py`: every question, export and review as a command, narrowed by nothing, all rows
written, each in a process of its own. Seconds are of one processor; *MB* is what the process holds for itself at its
peak, pages of the file that the system may drop left aside. A base of {texts} holds measures, dates and roles.

"""


def write_table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, figures to the right."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" + "---:|" * (len(heads) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def read_results(name: str) -> dict[int, Figures]:
    """Size → figures, of one file of results."""
    path = RESULTS / f"{name}.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {int(size): figures for size, figures in sorted(kept.items(), key=lambda item: int(item[0]))}


def table_of_questions(found: dict[int, Figures]) -> str:
    """Seconds and memory of each question by size."""
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    heads = "".join(f" {size:,}: s | MB |" for size in found)
    lines = [f"| question |{heads} written, MB |", "|---|" + "---:|" * (2 * len(found) + 1)]
    for name in names:
        cells = [found[size].get(name) for size in found]
        pairs = "".join(f" {cell['seconds']:.1f} | {cell['memory']:.0f} |" if cell else " | |" for cell in cells)
        written = next((cell["written"] for cell in reversed(cells) if cell), 0)
        lines.append(f"| {name} |{pairs} {written / 1e6:.1f} |")
    return "\n".join(lines)


def table_of_serving(found: dict[int, Figures]) -> str:
    """How long publishing took, and readers of each store."""
    parts = []
    for size, figures in found.items():
        times = {name: f"{one['clock']:.0f} s ({one['processor']:.0f} s of the processors)"
                 for name, one in figures["published"].items()}  # fmt: skip
        load = max(row["load"] for row in figures["rows"])
        parts.append(
            f"{size:,} provisions; published in {times['whole']}, over two shards in {times['spread']}; "
            f"the same rows in the same order: {figures['same']} queries; processes at work: {load:.0f}\n"
        )
        parts.append("| store | clients | p50 ms | p95 ms | questions/s | p50 × file | p95 × file |")
        parts.append("|---|---:|---:|---:|---:|---:|---:|")
        parts += [
            f"| {row['store']} | {row['clients']} | {row['p50']:.1f} | {row['p95']:.1f} | {row['rate']:.0f} "
            f"| {row['p50 x']:.2f} | {row['p95 x']:.2f} |"
            for row in figures["rows"]
        ]
        parts.append("")
    return "\n".join(parts).rstrip()


def write_questions() -> str:
    """Every question, for docs/performance.md; "" where nothing was measured."""
    questions = read_results("questions")
    told = QUESTIONS_HEAD.format(texts=f"{max(questions, default=0):,} provisions") + table_of_questions(questions)
    return told + "\n" if questions else ""


def table_of_text(figures: dict[int, Figures]) -> str:
    """The whole build at two sizes."""
    rows = [
        [f"{size:,}", f"{one['provisions']:,}", f"{one['text'] / 1e6:.2f}", f"{one['seconds']:.1f}",
         f"{one['text'] / 1e6 / one['seconds']:.2f}", f"{one['seconds'] / one['provisions'] * 1e6:.0f}",
         f"{one['memory']:.0f}"]
        for size, one in figures.items()
    ]  # fmt: skip
    heads = ["plans", "provisions", "text, MB", "processor s", "MB/s", "µs a provision", "memory MB"]
    return write_table(heads, rows)
