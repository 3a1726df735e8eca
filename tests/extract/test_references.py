"""References and abbreviations: cases as data, true offsets, and tables in order."""

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import read_table
from extract.abbreviations import common_abbreviations
from extract.references import find_abbreviations, find_references


def cases(name):
    rows = read_cases(f"references_{name}")
    return pytest.mark.parametrize("case", rows, ids=[row["id"] for row in rows])


@cases("invented")
def test_references(case):
    found = [[r.title, r.number, r.issuer, r.alias] for r in find_references(case["text"])]
    assert found == [row[1:] for row in case["want"]], case["gloss"]


@cases("abbreviations")
def test_abbreviations(case):
    assert [[a.short, a.long] for a in find_abbreviations(case["text"])] == case["want"], case["gloss"]


@given(st.text("《》〈〉〔〕（）[]0123456789年号国办发令第简称以下“”，。x \n", max_size=60))
def test_offsets_are_true(text):
    for found in find_references(text):
        assert text[found.start : found.end] == found.text
    for short in find_abbreviations(text):
        assert text[short.start : short.end] == short.short


@pytest.mark.parametrize("name", ["abbreviations", "festivals", "issuers", "year_words"])
def test_tables_are_sorted_without_doubles_or_stray_spaces(name):
    rows = [tuple(row.values()) for row in read_table("extract", name)]
    assert rows == sorted(set(rows))
    assert all(value == value.strip() for row in rows for value in row)
    assert all(row[-1] for row in rows), "each row names its source"


def test_no_abbreviation_stands_for_itself():
    assert all(short != long for short, long in common_abbreviations().items())
