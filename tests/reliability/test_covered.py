"""Every fault of the list has a test in the quick run."""

import ast

import pytest
from covered import FAULTS
from faults import HERE

TESTS = HERE.parent


@pytest.mark.parametrize(("fault", "tests"), FAULTS, ids=[fault for fault, _ in FAULTS])
def test_there_is_a_quick_test(fault: str, tests: tuple[str, ...]) -> None:
    assert tests
    for named in tests:
        file, _, function = named.partition("::")
        functions = {
            node.name: node
            for node in ast.walk(ast.parse((TESTS / file).read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef)
        }
        assert function in functions, named
        assert not any("long" in ast.unparse(mark) for mark in functions[function].decorator_list), named


def test_none_is_forgotten() -> None:
    assert len(FAULTS) == 28
