"""The measured speed and scale as pages: ``python benchmarks/report_performance.py [--run] [--scale]``.

Writes docs/performance.md, the figures in docs/scale.md and docs/pictures/scale.png from benchmarks/results/, where the
benchmarks leave what they measured; no figure is typed. ``--run`` measures first what takes minutes (build, order of
search results, reuse), ``--scale`` what takes half an hour and three gigabytes (``benchmarks/scale.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from report_tables import read_results, table_of_serving, table_of_text, write_questions, write_table

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SHARED = Path(os.environ.get("JUNXIAN_SHARED", ROOT.parent / "shared"))  # as benchmarks/report.py
TEXTS = str(SHARED / "counties") if (SHARED / "counties").is_dir() else "corpus/samples/plans"
COMMANDS = {  # name of the result, the command, what it shows
    "build": ("benchmarks/build.py", TEXTS, "--naive-files", "3"),
    "ranking": ("benchmarks/ranking.py", "{base}"),
    "reuse": ("benchmarks/reuse.py", TEXTS, "--sizes", "5000", "20000"),
}
WAYS = ("junxian top 20", "junxian count", "rg", "grep", "pandas")
REPORT, DOCUMENT = 50_000, 15_000  # bytes of text that the estimates take for one
Figures = dict[str, Any]


def run_command(name: str) -> None:
    """Run one benchmark and keep what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "junxian.db"
        if "{base}" in COMMANDS[name]:
            junxian = str(Path(sys.executable).parent / "junxian")
            subprocess.run([junxian, "build", TEXTS, "--kb", str(base)], cwd=ROOT, check=True, capture_output=True)
        command = [part.format(base=base) for part in COMMANDS[name]]
        busy = f"others at work when this began: {os.getloadavg()[0]:.1f} (idle: 0)"
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE
        )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(f"{done.stdout.rstrip()}\n{busy}\n", encoding="utf-8")


def show_output(name: str) -> str:
    """What a benchmark printed, with its command."""
    path = RESULTS / f"{name}.txt"
    shown = " ".join(COMMANDS[name]).replace("{base}", "junxian.db").replace(str(SHARED), "SHARED")
    text = path.read_text(encoding="utf-8").rstrip() if path.exists() else "not measured yet"
    return f"`python {shown}`\n\n```text\n{text}\n```"


def read_scale() -> dict[str, dict[int, Figures]]:
    """Stage → size → figures."""
    path = RESULTS / "scale.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {stage: {int(size): one for size, one in sorted(sizes.items(), key=lambda i: int(i[0]))}
            for stage, sizes in kept.items()}  # fmt: skip


def _row(name: str, sizes: list[int], figures: dict[int, Figures], show: Any) -> list[str]:
    return [name, *(show(figures[size]) if size in figures else "" for size in sizes)]


def table_of_scale(scale: dict[str, dict[int, Figures]]) -> str:
    """Cost by size."""
    sizes = sorted(scale["store"])
    store, search = scale["store"], scale.get("search", {})
    rows = [
        _row("text, MB", sizes, store, lambda f: f"{f['text'] / 1e6:.1f}"),
        _row("file, MB", sizes, store, lambda f: f"{f['base'] / 1e6:.1f}"),
        _row("file / text", sizes, store, lambda f: f"{f['base'] / f['text']:.2f}"),
        _row("storing, s", sizes, store, lambda f: f"{f['seconds']:.1f}"),
        _row("storing, µs a provision", sizes, store, lambda f: "{:.0f}"),
        _row("storing, memory MB", sizes, store, lambda f: f"{f['memory']:.0f}"),
        _row("search p50 / p95, ms", sizes, search, lambda f: _pair(f["junxian top 20"])),
        _row("count p50 / p95, ms", sizes, search, lambda f: _pair(f["junxian count"])),
        _row("search, memory MB", sizes, search, lambda f: f"{f['own memory']:.0f}"),
        _row("compare 20 × 100, s", sizes, scale.get("compare", {}), lambda f: f"{f['seconds']:.2f}"),
        _row("compare, memory MB", sizes, scale.get("compare", {}), lambda f: f"{f['memory']:.0f}"),
        _row("reuse, s", sizes, scale.get("reuse", {}), lambda f: f"{f['seconds']:.1f}"),
        _row("reuse, memory MB", sizes, scale.get("reuse", {}), lambda f: f"{f['memory']:.0f}"),
        _row("cold `junxian search`, s by the clock", sizes, scale.get("cold", {}), lambda f: f"{f['clock']:.2f}"),
        _row("of these by the processor", sizes, scale.get("cold", {}), lambda f: f"{f['seconds']:.2f}"),
        _row(
            "processes at work when search was measured",
            sizes,
            scale.get("search", {}),
            lambda f: f"{f.get('load', 0):.0f}",
        ),
    ]
    rows[4] = ["storing, µs a provision", *(f"{store[size]['seconds'] / size * 1e6:.0f}" for size in sizes)]
    return write_table(["provisions", *(f"{size:,}" for size in sizes)], rows)


def _pair(values: Figures) -> str:
    return f"{values['p50']:.1f} / {values['p95']:.1f}"


def table_of_search(figures: Figures) -> str:
    """Ours beside the others, one size."""
    ours = figures["junxian top 20"]
    rows = [
        [way, f"{one['p50']:.1f}", f"{one['p95']:.1f}", f"{one['p50'] / ours['p50']:.2f}",
         f"{one['p95'] / ours['p95']:.2f}"]
        for way in WAYS if (one := figures.get(way))
    ]  # fmt: skip
    rows += [
        [f"top 20, {length} characters", f"{one['p50']:.1f}", f"{one['p95']:.1f}", "", ""]
        for length, one in figures["by length"].items()
    ]
    return write_table(["", "p50 ms", "p95 ms", "p50 / ours", "p95 / ours"], rows)


def write_performance(scale: dict[str, dict[int, Figures]]) -> str:
    """docs/performance.md."""
    parts = [PERFORMANCE_HEAD.format(python=platform.python_version(), machine=platform.machine())]
    parts.append(BUILD_HEAD)
    parts.append(show_output("build"))
    if "text" in scale:
        parts.append(TEXT_HEAD)
        parts.append(table_of_text(scale["text"]))
    parts.append(SEARCH_HEAD)
    for size, checked in scale.get("check", {}).items():
        parts.append(
            f"- {size:,} provisions, {checked['queries']} queries: complete {checked['complete']}, "
            f"true first twenty {checked['ordered']}"
        )
    for size in sorted(scale.get("search", {}))[-2:]:
        parts.append(f"\n{size:,} provisions:\n\n{table_of_search(scale['search'][size])}\n")
    parts.append("Does the provision that a reader has in mind come first?\n")
    parts.append(show_output("ranking"))
    parts.append("\n## 共用 · Reuse\n\nPlanted copies, edited; and how time grows.\n")
    parts.append(show_output("reuse"))
    parts.append(write_questions())
    return "\n".join(parts).rstrip() + "\n"


def estimate(scale: dict[str, dict[int, Figures]]) -> str:
    """What large collections take, from the largest size measured."""
    size = max(scale["store"])
    store, reused = scale["store"][size], max(scale["reuse"])
    reuse, small = scale["reuse"][reused], scale["reuse"][min(scale["reuse"])]
    text = scale["text"][max(scale["text"])]
    held = store["text"] / size  # bytes a provision
    rows = []
    for name, size_of_text in (
        ("a million provisions", held * 1_000_000),
        (f"30,000 reports of {REPORT / 1000:.0f} kB", 30_000 * REPORT),
        (f"30 million documents of {DOCUMENT / 1000:.0f} kB", 30_000_000 * DOCUMENT),
    ):
        count = size_of_text / held
        rows.append(
            [name, f"{size_of_text / 1e9:,.2f} GB", f"{count / 1e6:,.1f} M",
             _hours(size_of_text / text["text"] * text["seconds"] / 2 / 3600),
             f"{size_of_text * store['base'] / store['text'] / 1e9:,.1f} GB",
             _hours(count * reuse["seconds"] / reused / 3600),
             f"{count * max(0.0, reuse['memory'] - small['memory']) / reused / 1000:,.1f} GB"]
        )  # fmt: skip
    heads = ["", "text", "provisions", "build, 2 cores", "file", "reuse, 1 core", "memory of reuse"]
    return write_table(heads, rows)


def _hours(hours: float) -> str:
    return f"{hours * 60:,.0f} min" if hours < 2 else f"{hours:,.1f} h" if hours < 48 else f"{hours / 24:,.0f} days"


def fill_page(path: Path, blocks: dict[str, str]) -> None:
    """Put each block between its marks on a page."""
    page = path.read_text(encoding="utf-8")
    for name, block in blocks.items():
        first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = page.partition(first)
        page = f"{before}{first}\n{block}\n{last}{rest.partition(last)[2]}"
    path.write_text(page, encoding="utf-8")


# Title, unit, and the lines: label, stage, what of its figures.
PANELS: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Storing and size", "s, MB", (
        ("storing, s", "store", "seconds"), ("file, MB", "store", "base"), ("text, MB", "store", "text"))),
    ("Search: top 20, ranked, with snippet", "ms (median; dashed: p95)", (
        ("junxian", "search", "junxian top 20"), ("ripgrep: lines, unranked", "search", "rg"),
        ("pandas str.contains", "search", "pandas"))),
    ("Compare, reuse, cold start", "s", (
        ("compare 20 × 100", "compare", "seconds"), ("reuse, all templates", "reuse", "seconds"),
        ("cold junxian search (clock)", "cold", "clock"))),
    ("Most memory", "MB", (
        ("storing", "store", "memory"), ("search", "search", "own memory"), ("compare", "compare", "memory"),
        ("reuse", "reuse", "memory"))),
)  # fmt: skip


def draw_scale(scale: dict[str, dict[int, Figures]], path: Path) -> None:
    """The picture: both axes in powers of ten, so that what is linear is a straight line at 45°."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import NullFormatter

    figure, axes = plt.subplots(2, 2, figsize=(11, 8), layout="constrained")
    for axis, (title, unit, lines) in zip(axes.flat, PANELS, strict=True):
        for label, stage, name in lines:
            values = {size: one[name] for size, one in scale.get(stage, {}).items() if name in one}
            pairs = isinstance(next(iter(values.values()), None), dict)
            part = 1e6 if name in ("base", "text") else 1
            middle = [one["p50"] if pairs else one / part for one in values.values()]
            (drawn,) = axis.plot(list(values), middle, marker="o", label=label)
            if pairs:
                high = [one["p95"] for one in values.values()]
                axis.plot(list(values), high, marker=".", linestyle="--", linewidth=1, color=drawn.get_color())
        axis.set(xscale="log", yscale="log", title=title, ylabel=unit, xlabel="provisions")
        axis.yaxis.set_major_formatter("{x:g}")
        axis.yaxis.set_minor_formatter(NullFormatter())
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    figure.savefig(path, dpi=110, metadata={"Software": None})


PERFORMANCE_HEAD = """# 速度与规模 · Speed and scale

Made by `python benchmarks/report_performance.py --run --scale`; do not edit. Each figure is from a file that the
named benchmark wrote into `benchmarks/results/`. Compare ratios rather than milliseconds: both sides of a ratio ran
interleaved in one process. How cost grows, what limits each stage and what larger collections would take:
[scale.md](scale.md); a server beside the file: [serving.md](serving.md).

Two cores, Python {python}, {machine}.
"""
BUILD_HEAD = """## 建库 · Build

All of our work beside a script that does a few of these things, and beside spaCy. What several workers gain by the
clock shows on an idle machine alone; what they take of the processor shows on any.
"""
TEXT_HEAD = """
Invented plans as text through the whole build, one worker (`benchmarks/scale.py`, stage `text`): the cost of a
provision must not grow.
"""
SEARCH_HEAD = """
## 检索 · Search

The order is stated in `kb/questions/ranking.py`. *Complete*: as many provisions as a scan of the text finds. *True
first twenty*: those that scoring and sorting every hit gives. `benchmarks/scale.py`, stages `check` and `search`;
queries of one to six characters; ours ranked with snippet and details, the others the bare lines, unranked.
"""


def main() -> None:
    """Measure what was asked for, then write the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--scale", action="store_true")
    given = parser.parse_args()
    if given.run:
        for name in COMMANDS:
            run_command(name)
    if given.scale:
        subprocess.run([sys.executable, str(ROOT / "benchmarks" / "scale.py")], check=True)
    scale = read_scale()
    fill_page(ROOT / "docs" / "serving.md", {"readers": table_of_serving(read_results("serving"))})
    (ROOT / "docs" / "performance.md").write_text(write_performance(scale), encoding="utf-8")
    if {"store", "text", "reuse"} <= scale.keys():
        fill_page(ROOT / "docs" / "scale.md", {"costs": table_of_scale(scale), "estimates": estimate(scale)})
        draw_scale(scale, ROOT / "docs" / "pictures" / "scale.png")


if __name__ == "__main__":
    main()
