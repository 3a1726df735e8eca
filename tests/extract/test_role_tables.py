"""Who answers for what in the tables of plans, in the forms in which pages and readers hand them over."""

import json
from pathlib import Path

import pytest

from extract.roles import find_roles

CASES = json.loads((Path(__file__).parents[1] / "cases" / "roles_tables.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case):
    found = [[role.text, role.role, role.duty] for role in find_roles(case["text"])]
    assert found == case["want"], case["gloss"]
