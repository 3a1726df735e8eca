"""Offices: the same function under the names of different counties and reforms."""

import pytest
from casefiles import read_cases

from extract.actors.offices import office_function, office_functions, read_offices

CASES = read_cases("offices_functions")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_functions(case):
    assert list(office_functions(case["text"])) == case["want"]
    assert office_function(case["text"]) == (case["want"][0] if case["want"] else None)


def test_merged_offices_share_a_function():
    assert set(office_functions("县农业农村局")) & set(office_functions("区农业农村和水利局"))


def test_the_table_is_large_enough_and_each_name_stands_once():
    offices = read_offices()
    names = [name for office in offices for name in office.names]
    assert len({function for office in offices for function in office.functions}) >= 60
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [name for office in read_offices() for name in office.names])
def test_every_name_gives_its_function(name):
    functions = next(office.functions for office in read_offices() if name in office.names)
    assert office_functions(name) == functions
