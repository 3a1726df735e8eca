"""Small mistakes for programs: one comparison, sign, constant, condition or result changed; which, drawn by a seed."""

from __future__ import annotations

import ast
import copy
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """One change to one module, and what became of it."""

    path: str
    line: int
    before: str
    after: str
    outcome: str = ""  # killed, timeout, survived
    seconds: float = 0.0


def find_places(tree: ast.Module) -> list[tuple[int, int, int]]:
    """Every mistake that can be made: which node, which change of it, and its line."""
    nodes = [(index, node) for index, node in enumerate(ast.walk(tree)) if not getattr(node, "spared", False)]
    return [(index, n, getattr(node, "lineno", 0)) for index, node in nodes for n, _ in enumerate(_changes(node))]


def plant(tree: ast.Module, index: int, number: int) -> ast.Module:
    """The module with that mistake."""
    spoilt = copy.deepcopy(tree)
    node = next(itertools.islice(ast.walk(spoilt), index, None))
    next(itertools.islice(_changes(node), number, None))(node)
    return ast.fix_missing_locations(spoilt)


def _changes(node: ast.AST) -> Iterator[Any]:
    """What can be done to this node, as functions that do it."""
    if isinstance(node, ast.Compare):
        for n, sign in enumerate(node.ops):
            swapped = COMPARED.get(type(sign))
            if swapped:
                yield lambda one, n=n, new=swapped: one.ops.__setitem__(n, new())
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in COUNTED:
        counted = COUNTED[type(node.op)]
        yield lambda one: setattr(one, "op", counted())
    elif isinstance(node, ast.BoolOp):
        new = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield lambda one: setattr(one, "op", new())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield (
            lambda one: (
                setattr(one, "op", ast.UAdd() if isinstance(one.op, ast.USub) else ast.Not())
                or (isinstance(one.op, ast.Not) and setattr(one, "operand", ast.UnaryOp(ast.Not(), one.operand)))
            )
        )
    elif isinstance(node, ast.Constant) and not isinstance(node.value, bytes):
        value = node.value
        if isinstance(value, bool):
            yield lambda one: setattr(one, "value", not value)
        elif isinstance(value, int | float):
            yield lambda one: setattr(one, "value", value + 1)
        elif isinstance(value, str):
            yield lambda one: setattr(one, "value", "XX" + value if value else "XX")
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield lambda one: setattr(one, "test", ast.UnaryOp(ast.Not(), one.test))
    elif isinstance(node, ast.Return) and node.value is not None:
        yield lambda one: setattr(one, "value", ast.Constant(None))
    elif isinstance(node, ast.Break | ast.Continue):
        yield lambda one: setattr(one, "__class__", ast.Continue if isinstance(one, ast.Break) else ast.Break)


def spare(tree: ast.Module) -> ast.Module:
    """The tree with what is no behaviour marked: docstrings, annotations, options of dataclasses, messages."""
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                parts.append(first)
            parts += getattr(node, "decorator_list", [])
        if isinstance(node, ast.arg | ast.AnnAssign):
            parts.append(node.annotation)
        if isinstance(node, ast.FunctionDef):
            parts.append(node.returns)
        if isinstance(node, ast.Raise | ast.Assert | ast.Import | ast.ImportFrom):
            parts.append(node)
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            parts.append(node)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            parts.append(node)
        if isinstance(node, ast.keyword) and node.arg in ("strict", "maxsize"):
            parts.append(node)
        if isinstance(node, ast.JoinedStr):  # its pieces alone are no expressions
            parts += [value for value in node.values if isinstance(value, ast.Constant)]
        for part in filter(None, parts):
            for inner in ast.walk(part):
                inner.spared = True  # type: ignore[attr-defined]
    return tree


def draw(paths: tuple[str, ...], sample: int, seed: int) -> tuple[list[tuple[Mistake, ast.Module]], int]:
    """So many mistakes of these modules, the same ones each time, and how many there are."""
    trees = {path: spare(ast.parse((ROOT / path).read_text(encoding="utf-8"))) for path in paths}
    every = [(path, *place) for path, tree in trees.items() for place in find_places(tree)]
    found = []
    for path, index, number, line in random.Random(seed).sample(every, min(sample, len(every))):
        spoilt = plant(trees[path], index, number)
        before, after = ast.unparse(trees[path]).splitlines(), ast.unparse(spoilt).splitlines()
        place = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
        if place is None:  # written otherwise, the same program
            continue
        found.append((Mistake(path, line, before[place].strip(), after[place].strip()), spoilt))
    return found, len(every)


def find_again(places: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str, str], ast.Module]:
    """These mistakes (path, before, after) in the modules of today; those whose line is no more are left out."""
    found: dict[tuple[str, str, str], ast.Module] = {}
    for path in sorted({path for path, _, _ in places}):
        tree = spare(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        before = ast.unparse(tree).splitlines()
        wanted = {place[1] for place in places if place[0] == path}
        if not wanted.intersection(line.strip() for line in before):
            continue
        for index, number, _ in find_places(tree):
            spoilt = plant(tree, index, number)
            for one, other in zip(before, ast.unparse(spoilt).splitlines(), strict=False):
                if one != other:
                    if (key := (path, one.strip(), other.strip())) in places:
                        found.setdefault(key, spoilt)
                    break
    return found
