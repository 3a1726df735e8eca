"""Puts present outputs into the documentation: ``python docs/render.py [walkthrough] [notebooks] [pictures]``.

The walk-through's commands are run in a folder of their own; the notebooks are run and written as Markdown with their
charts beside them; the pictures need a chromium on the path. Everything is made from the bundled samples, offline.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MOST_LINES = 24
_BLOCKS = re.compile(r"```sh\n((?:(?!```).)*)```\n\n```text\n.*?```\n", re.DOTALL)
# Times and paths of this run are no part of the documentation.
_PASSING = ((re.compile(r", \d+\.\d s\b"), ", … s"), (re.compile(re.escape(str(ROOT)) + r"/?"), ""))


def render_walkthrough() -> None:
    """Run each ```sh block that a ```text block follows, and put its output there."""
    page = DOCS / "walkthrough.md"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "corpus").symlink_to(ROOT / "corpus")
        text = _BLOCKS.sub(lambda found: _run(found[1], folder), page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")


def _run(commands: str, folder: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LANG": "C.UTF-8", "LANGUAGE": "en", "COLUMNS": "130"}
    done = subprocess.run(
        ["bash", "-euc", commands], cwd=folder, env=environment, text=True, check=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"… ({len(lines) - MOST_LINES} more lines)"]
    output = "\n".join(lines)
    for pattern, instead in _PASSING:
        output = pattern.sub(instead, output)
    return f"```sh\n{commands}```\n\n```text\n{output}\n```\n"


def render_notebooks() -> None:
    """Each notebook with its outputs as Markdown; tables plain, so that they show anywhere."""
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import MarkdownExporter

    target = DOCS / "notebooks"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, 4)
        for cell in notebook.cells:
            cell.source = cell.source.replace("display.start()\n", "")
        with tempfile.TemporaryDirectory() as folder:
            NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
        for cell in notebook.cells:  # progress bars and pickers move; their last state says nothing on paper
            cell["outputs"] = [one for one in cell.get("outputs", []) if _lasts(one)] if "outputs" in cell else []
            if cell.cell_type != "code":
                del cell["outputs"]
        options = {"output_files_dir": path.stem, "unique_key": path.stem}
        body, resources = MarkdownExporter().from_notebook_node(notebook, resources=options)
        for name, data in resources["outputs"].items():
            picture = target / name
            picture.parent.mkdir(exist_ok=True)
            picture.write_bytes(data)
        body = re.sub(r"<(td|th) style=[^>]*>", r"<\1>", body)  # where Markdown is shown, styles are taken out anyway
        body = re.sub(r"<style scoped>.*?</style>\n?", "", body, flags=re.DOTALL)
        (target / f"{path.stem}.md").write_text(body.rstrip() + "\n", encoding="utf-8")


def _lasts(output: dict[str, object]) -> bool:
    data = output.get("data", {})
    widget = isinstance(data, dict) and "application/vnd.jupyter.widget-view+json" in data
    return output["output_type"] != "stream" and not widget


def take_pictures() -> None:
    """Screenshots in a real browser, headless: JupyterLab with a notebook that it has run, and the page it exported."""
    from browser import open_lab, show_cell

    browser = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
    )
    if not browser:
        raise SystemExit("no chromium on the path: apt-get install chromium")
    pictures, name = DOCS / "pictures", "03_compare_counties.ipynb"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        shutil.copy(ROOT / "notebooks" / name, place / name)
        cells = json.loads((place / name).read_text(encoding="utf-8"))["cells"]
        pickers = next(n for n, cell in enumerate(cells) if "pick_comparison" in "".join(cell["source"]))
        with open_lab(browser, place, name, height=1200) as page:
            for picture, cell in (("notebook", 0), ("pickers", pickers - 1)):
                show_cell(page, cell)
                page.shoot(pictures / f"{picture}.png")
        page_of_table = place / "comparison.html"
        # One cell of the page is opened, as a reader would by a click.
        text = page_of_table.read_text(encoding="utf-8").replace("<details><summary>≥9", "<details open><summary>≥9", 1)
        page_of_table.write_text(text, encoding="utf-8")
        _shoot(browser, page_of_table, pictures / "comparison.png", "1000,760")


def _shoot(browser: str, page: Path, picture: Path, size: str) -> None:
    picture.parent.mkdir(exist_ok=True)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=10000",
               "--host-resolver-rules=MAP * ~NOTFOUND", f"--window-size={size}", f"--screenshot={picture}"]  # fmt: skip
    subprocess.run([browser, *options, page.as_uri()], check=True, capture_output=True, timeout=120)


STEPS = {"walkthrough": render_walkthrough, "notebooks": render_notebooks, "pictures": take_pictures}

if __name__ == "__main__":
    asked = sys.argv[1:] or list(STEPS)
    if unknown := set(asked) - set(STEPS):
        raise SystemExit(f"{', '.join(sorted(unknown))}: choose from {json.dumps(list(STEPS))}")
    for step in asked:
        STEPS[step]()
