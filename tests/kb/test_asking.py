"""Two places, two years, an absence: copies, changes and what nobody says; evidence behind any row."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb
from corpus.errors import QueryError
from kb.answers.views import show_evidence, show_plan, show_provision
from kb.cli import main
from kb.desk import choose_base

# Two invented counties, a year apart; the second took over a provision and changed who and how many.
TEXTS = {
    "a.txt": "青禾县2025年紧密型医共体建设方案\n一、工作目标\n"
    "到2025年底前，县域就诊率达到88%以上，基层就诊率达到60%左右。\n"
    "二、人才下沉\n县卫生健康局牵头，县医院每年向每个乡镇卫生院派驻医师不少于3名，派驻时间不少于一年。\n"
    "三、急救能力\n2025年新建乡镇急救站点3个、改建门诊2处。\n",
    "b.txt": "青禾县2026年紧密型医共体建设方案\n一、工作目标\n"
    "到2026年底前，县域就诊率达到90%以上，家庭医生签约率达到55%。\n"
    "二、人才下沉\n县卫生健康局牵头，县医院每年向每个乡镇卫生院派驻医师不少于5名，派驻时间不少于一年。\n"
    "三、急救能力\n2026年新建乡镇急救站点5个，购置救护车4辆。\n"
    "四、任务分工\n任务 | 牵头单位 | 完成时限\n改造病房12间 | 县财政局 | 2026年10月底\n"
    "改造手术室3间 |  | 2026年11月底\n",
}
OTHER = (
    "云岭县2026年紧密型医共体建设方案\n一、人才下沉\n县卫生健康局牵头，县医院每年向每个乡镇卫生院派驻医师不少于2名，"
    "派驻时间不少于半年。\n二、总额付费\n医保基金按人头打包，结余留用。\n"
    "三、基层能力\n（一）培训骨干。2026年培训村医60名。\n牵头单位：县卫生健康局；配合单位：县财政局\n"
    "（二）更新设备。2026年购置救护车12辆。\n"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> kb.KnowledgeBase:
    folder = tmp_path_factory.mktemp("in")
    places = {"青禾县": "安吉县", "云岭县": "平江县"}  # real names, so that the gazetteer knows them
    for name, text in {**TEXTS, "c.txt": OTHER}.items():
        for invented, real in places.items():
            text = text.replace(invented, real)
        (folder / name).write_text(text, encoding="utf-8")
    return kb.read_folder(folder, folder.parent / "asking.db", progress=False)


def test_changes_between_two_years(base: kb.KnowledgeBase) -> None:
    table = base.changes("安吉县", 2025, 2026)
    told = {row["indicator"]: (row["what"], row["before_cell"], row["after_cell"]) for _, row in table.iterrows()}
    assert told["县域就诊率"] == ("raised", "≥88%", "≥90%")
    assert told["基层就诊率"][0] == "dropped" and told["基层就诊率"][2] == "〔未提及〕"
    assert base.changes("安吉县", 2025, 2030).empty  # nothing collected is no change


def test_changes_of_what_is_no_standard_indicator(base: kb.KnowledgeBase) -> None:
    """Posts of first aid are named in both years in the same words; what one year alone names is no change."""
    table = base.changes("安吉县", 2025, 2026).set_index("indicator")
    (name,) = [name for name in table.index if "急救站点" in name]
    assert table.loc[name, ["what", "before_cell", "after_cell"]].tolist() == ["raised", "3个", "5个"]
    assert not any("救护车" in name or "门诊" in name for name in table.index)
    (row,) = base.changes("安吉县", 2025, 2026, indicators=name).to_dict("records")
    assert row["difference"] == 2


def test_differences_are_told_with_their_unit(base: kb.KnowledgeBase, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["changes", "安吉县", "2025", "2026", "--kb", str(base.path)])
    assert "+2个百分点" in capsys.readouterr().out
    assert base.changes("安吉县", 2025, 2026).set_index("indicator")["difference"]["县域就诊率"] == 2


def test_who_leads_stands_in_the_comparison(base: kb.KnowledgeBase) -> None:
    assert "leads" in base.compare("县域就诊率").columns


def test_who_leads_may_stand_in_a_paragraph_below(base: kb.KnowledgeBase) -> None:
    """牵头单位：… below a task names who leads it, and not the next one."""
    table = base.compare(["村医", "救护车"], place="平江县").set_index("indicator")
    assert table["leads"].fillna("").to_dict() == {"村医": "县卫生健康局", "救护车": ""}


def test_copies_lead_from_the_earlier_to_the_later(base: kb.KnowledgeBase) -> None:
    table = base.copies("平江县", of="安吉县")
    (row,) = [row for _, row in table.iterrows() if "派驻医师" in row["text"]]
    assert row["of_place_name"] == "安吉县" and row["of_year"] in (2025, 2026)
    assert any("2" in change for change in row["differs"]) and "⟦" in row["template"]
    assert base.copies("安吉县", of="平江县", year=2025).empty  # the later plan was no model
    own = base.copies("安吉县", of="安吉县")
    assert set(own["year"]) == {2026} and set(own["of_year"]) == {2025}


def test_what_a_table_says_is_due(base: kb.KnowledgeBase) -> None:
    """A date alone in a column 完成时限 is on the timeline, and who leads stands beside it."""
    table = base.timeline(place="安吉县", year=2026)
    (row,) = [row for _, row in table.iterrows() if row["text"] == "2026年10月底"]
    assert (row["ends"], row["leads"]) == ("2026-10-31", "县财政局")
    (cell,) = base.compare("病房", place="安吉县", year=2026).to_dict("records")
    assert (cell["value"], cell["deadline"], cell["leads"]) == (12, "2026-10", "县财政局")
    (merged,) = base.compare("手术室", place="安吉县", year=2026).to_dict("records")
    assert (merged["value"], merged["deadline"], merged["leads"]) == (3, "2026-11", "县财政局")


def test_who_has_no_such_provision(base: kb.KnowledgeBase) -> None:
    assert set(base.lacking("医保基金 打包")["place_name"]) == {"安吉县"}
    assert base.lacking("派驻医师").empty
    assert len(base.lacking("这句话谁也没有写过")) == 3  # "nobody ever wrote this sentence"
    with pytest.raises(QueryError, match="no words to look for"):
        base.lacking(" ")


def test_evidence_behind_any_row(base: kb.KnowledgeBase) -> None:
    table = base.compare(["县域就诊率", "基层就诊率"])
    page = show_evidence(base, table).html
    assert "<mark" in page and "〔未提及〕" in page
    assert page.count("<mark") == table["fact_id"].notna().sum()
    changed = base.changes("安吉县", 2025, 2026)
    assert show_evidence(base, changed[changed["what"] == "raised"].iloc[0]).html.count("<mark") == 2
    assert "在先 earlier" in show_evidence(base, base.copies("平江县", of="安吉县").iloc[0]).html
    assert "派驻" in show_evidence(base, base.search("派驻医师").iloc[0]).html
    assert "no rows" in show_evidence(base, table.iloc[:0]).html
    with pytest.raises(QueryError, match="neither"):
        show_evidence(base, base.report().iloc[0])


def test_views_and_citations_take_rows(base: kb.KnowledgeBase) -> None:
    hits = base.search("派驻医师")
    assert "派驻" in show_provision(base, hits).html and "派驻" in show_plan(base, hits.iloc[0]).html
    assert "no rows" in show_plan(base, hits.iloc[:0]).html
    with pytest.raises(QueryError, match="has no column provision_id"):
        show_provision(base, base.plans())
    assert base.cite(hits).count("\n") == hits["plan_id"].nunique() - 1
    assert base.cite(hits["plan_id"].iloc[0], "bibtex").startswith("@misc")
    assert base.cite(hits.iloc[:0]) == ""


def test_a_folder_has_a_base_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one/plans", "two/plans"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.txt").write_text(TEXTS["a.txt"].replace("青禾县", "安吉县"), encoding="utf-8")
    with kb.read_folder("one/plans", progress=False) as first:
        assert first.path.name == "plans.db" and first.built and first.built.read == 1
    with kb.read_folder("two/plans", progress=False) as second:
        assert second.path.name == "plans-2.db" and len(second.report()) == 1
    with kb.read_folder("one/plans", progress=False) as again:
        assert again.path.name == "plans.db" and again.built and again.built.unchanged == 1
    (tmp_path / "other.db").write_text("no base", encoding="utf-8")
    assert choose_base([tmp_path / "other"], tmp_path).name == "other-2.db"
