"""A prefecture's plan that sets targets for its counties: who is spoken of, and who says so, are both kept."""

from pathlib import Path

import pytest

import kb
from kb.questions.facts import fact_keys

SCHOOLS = "幼儿园"
CITY = (
    "保定市2025年学前教育工作方案\n一、工作目标\n2025年全市财政投入9亿元。\n"
    "二、任务分解\n清苑区新建幼儿园12所；满城区新建幼儿园8所；易县新建幼儿园6所。\n"
    "三、保障\n市教育局牵头，2025年11月底前完成验收。\n"
)
COUNTY = "清苑区2025年学前教育工作方案\n一、工作目标\n2025年新建幼儿园14所，学前三年毛入园率达到93%。\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> kb.KnowledgeBase:
    folder = tmp_path_factory.mktemp("in")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    return kb.read_folder(folder, folder.parent / "places.db", progress=False)


def test_a_target_stands_under_its_county_and_says_who_set_it(base: kb.KnowledgeBase) -> None:
    table = base.compare(SCHOOLS).set_index("place_name")
    assert {name: table.loc[name, "value"] for name in ("清苑区", "满城区", "易县")} == {
        "清苑区": 14, "满城区": 8, "易县": 6
    }  # fmt: skip
    assert table.loc["满城区", "said_by"] == "保定市"
    assert table.loc["清苑区", "said_by"] is None and table.loc["清苑区", "others"] == 1  # its own plan comes first
    assert table.loc["保定市", "gap"] == "below only" and "12所" in table.loc["保定市", "sentence"]


@pytest.mark.parametrize(
    ("place", "names"), [("保定市", {"保定市", "清苑区", "满城区", "易县"}), ("满城区", {"满城区"})]
)
def test_places_that_only_another_plan_speaks_of_are_found(base: kb.KnowledgeBase, place: str, names: set[str]) -> None:
    assert set(base.compare(SCHOOLS, place=place)["place_name"]) == names
    assert set(base.compare(place=place)["place_name"]) == names  # without an indicator: what these places give


def test_facts_of_a_place_are_those_about_it(base: kb.KnowledgeBase) -> None:
    facts = base.facts(kind="measure", place="满城区")
    assert facts[["text", "place", "plan_place", "said_by"]].values.tolist() == [["8所", "130607", "130600", "保定市"]]
    own = base.facts(kind="measure", place="清苑区")
    assert own["text"].tolist() == ["12所", "14所", "93%"]
    whole = base.facts(kind="measure", place="保定市")
    assert {"9亿元", "12所", "8所", "6所", "14所"} <= set(whole["text"])
    assert base.facts(kind="date", place="满城区").empty


def test_a_file_read_alone_says_the_same(base: kb.KnowledgeBase, tmp_path: Path) -> None:
    from corpus.pipeline import read_plans
    from kb.building.produce import find_all
    from kb.building.rows import rows_of
    from kb.questions.facts import facts_of_product

    (tmp_path / "city.txt").write_text(CITY, encoding="utf-8")
    document = read_plans(tmp_path / "city.txt")
    rows = facts_of_product(rows_of(document, [find_all(plan, document.source) for plan in document.plans], ""))
    keys = ("text", "place", "place_name", "plan_place", "said_by")
    stored = base.facts(kind="measure")
    stored = stored[stored["source"] == "city.txt"]
    told = [tuple(row[key] for key in keys) for row in rows if row["kind"] == "measure"]
    assert told == [tuple(row) for row in stored[list(keys)].itertuples(index=False)]
    assert set(keys) <= set(fact_keys())


def test_the_cell_in_words_says_who_said_it(base: kb.KnowledgeBase) -> None:
    from kb.answers.wide import widen
    from kb.questions.typed import compare_rows

    with base.limited() as db:
        rows, columns = widen(list(compare_rows(db, [SCHOOLS])))
    assert {row["place_name"]: row[columns[-1]] for row in rows} == {
        "保定市": "〔仅有下辖地区数〕", "满城区": "8所（据保定市）", "清苑区": "14所", "易县": "6所（据保定市）"
    }  # fmt: skip
