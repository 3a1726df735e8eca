"""Imports go one way: corpus ← extract ← kb; and asking an existing base needs none of the heavy libraries."""

import ast
import graphlib
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
MAY_IMPORT = {"corpus": set(), "extract": {"corpus"}, "kb": {"corpus", "extract"}}
FILES = [(layer, path) for layer in MAY_IMPORT for path in sorted((ROOT / layer).rglob("*.py"))]


def our_imports(path: pathlib.Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & set(MAY_IMPORT)


@pytest.mark.parametrize(("layer", "path"), FILES, ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_layers(layer: str, path: pathlib.Path) -> None:
    assert our_imports(path) <= MAY_IMPORT[layer] | {layer}


def test_a_planted_violation_is_caught(tmp_path: pathlib.Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    from kb.store import open\n", encoding="utf-8")
    assert not our_imports(bad) <= MAY_IMPORT["extract"] | {"extract"}


def our_modules() -> dict[str, pathlib.Path]:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for _, path in FILES}
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


def modules_taken(path: pathlib.Path, ours: set[str], *, types: bool = True) -> set[str]:
    """The modules that a file takes something from, at once, later, or (``types``) for its types alone."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    unwanted = set() if types else {inner for node in for_types for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if node in unwanted:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & ours
            found |= inner or {node.module}
    return found & ours


@pytest.mark.parametrize(("layer", "path"), FILES, ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_modules_are_short_and_say_what_they_are(layer: str, path: pathlib.Path) -> None:
    """Past 300 lines a module is split by noun."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert not text.strip() or ast.get_docstring(ast.parse(text)), layer


MAPS = [path for _, path in FILES if path.name == "__init__.py" and len([*path.parent.glob("*.py")]) > 5]


@pytest.mark.parametrize("path", MAPS, ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_a_map_of_a_folder_names_all_that_stands_there(path: pathlib.Path) -> None:
    """A newcomer starts at the docstring of a folder; what it does not name would not be found."""
    told = set(re.findall(r"``(\w+)``", path.read_text(encoding="utf-8")))
    inner = {place.stem for place in (*path.parent.glob("*.py"), *path.parent.glob("*/__init__.py"))}
    folders = {place.parent.name for place in path.parent.glob("*/__init__.py")}
    assert (inner | folders) - {"__init__"} <= told


def test_no_two_modules_need_each_other() -> None:
    modules = our_modules()
    needs = {name: modules_taken(path, set(modules)) - {name} for name, path in modules.items()}
    assert needs["kb.questions.search"] >= {"kb.questions.hits", "extract.abbreviations"}  # the later ones too
    order = list(graphlib.TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle
    assert order.index("corpus.errors") < order.index("kb.cli")


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_folders_need_each_other_one_way(layer: str) -> None:
    """Folders and the modules beside them have an order, from the ground up; types alone may be named either way."""
    modules = {name: path for name, path in our_modules().items() if name.startswith(f"{layer}.")}
    needs: dict[str, set[str]] = {}
    for name, path in modules.items():
        own = name.split(".")[1]
        taken = {other.split(".")[1] for other in modules_taken(path, set(modules), types=False)}
        needs.setdefault(own, set()).update(taken - {own})
    list(graphlib.TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


HEAVY = ("spacy", "sklearn", "pandas", "jieba", "matplotlib", "numpy", "trafilatura", "docx")


@pytest.mark.parametrize("module", ["extract.records", "corpus.model", "corpus.alignment"])
def test_light_modules_stay_light(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert seen.stdout.strip() == "[]"


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_every_table_says_where_it_is_from(layer: str) -> None:
    told = (ROOT / layer / "data" / "README.md").read_text(encoding="utf-8")
    tables = {path.name for path in (ROOT / layer / "data").iterdir() if path.name != "README.md"}
    assert not {name for name in tables if f"`{name}`" not in told}
