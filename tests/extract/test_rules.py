"""Every named rule of dates and references matches its example and leaves its counter-example alone."""

import pathlib
import re

import pytest

from corpus.tables import read_table
from extract.dates import find_dates
from extract.references import find_references

EXTRACT = pathlib.Path(__file__).resolve().parents[2] / "extract"
FINDERS = {"date_rules": find_dates, "reference_rules": find_references}
ROWS = [(table, row) for table in FINDERS for row in read_table("extract", table)]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[row["rule"] for _, row in ROWS])
def test_rule_matches_its_example(table, row):
    assert [(f.rule, f.text) for f in FINDERS[table](row["match"])] == [(row["rule"], row["text"])]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[row["rule"] for _, row in ROWS])
def test_rule_leaves_its_counter_example_alone(table, row):
    assert row["rule"] not in {found.rule for found in FINDERS[table](row["miss"])}


@pytest.mark.parametrize(
    ("table", "modules"),
    [
        ("date_rules", ("dates", "times/points", "times/bounds", "times/durations")),
        ("reference_rules", ("references",)),
    ],
)
def test_every_rule_in_the_code_is_in_the_table(table, modules):
    named = {row["rule"] for row in read_table("extract", table)}
    code = "".join((EXTRACT / f"{module}.py").read_text(encoding="utf-8") for module in modules)
    missing = {rule for rule in named if f'"{rule}"' not in code}
    assert not missing
    quoted = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', code))
    assert {word for word in quoted if word in named} == {rule for rule in named if "_" in rule}
