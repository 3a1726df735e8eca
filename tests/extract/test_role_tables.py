"""Who answers for what in the tables of plans, in the forms in which pages and readers hand them over."""

import pytest
from casefiles import read_cases

from extract.roles import find_roles

CASES = read_cases("roles_tables")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case):
    found = [[role.text, role.role, role.duty] for role in find_roles(case["text"])]
    assert found == case["want"], case["gloss"]
