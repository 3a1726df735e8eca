"""References: cases as data, true offsets, and tables in order."""

import json
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import read_table
from extract.abbreviations import common_abbreviations
from extract.references import find_references

FILE = pathlib.Path(__file__).resolve().parents[1] / "cases" / "references_invented.json"


@pytest.mark.parametrize("case", json.loads(FILE.read_text(encoding="utf-8")), ids=lambda case: case["id"])
def test_references(case):
    found = [[r.title, r.number, r.issuer, r.alias] for r in find_references(case["text"])]
    assert found == [row[1:] for row in case["want"]], case["gloss"]


@given(st.text("《》〈〉〔〕（）[]0123456789年号国办发令第简称以下“”，。x \n", max_size=60))
def test_offsets_are_true(text):
    for found in find_references(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("name", ["abbreviations", "festivals", "issuers", "year_words"])
def test_tables_are_sorted_without_doubles_or_stray_spaces(name):
    rows = [tuple(row.values()) for row in read_table("extract", name)]
    assert rows == sorted(set(rows))
    assert all(value == value.strip() for row in rows for value in row)
    assert all(row[-1] for row in rows), "each row names its source"


def test_no_abbreviation_stands_for_itself():
    assert all(short != long for short, long in common_abbreviations().items())
