"""Places in the text, and whose plan it is: cases, real pages and reports, and the gazetteer against another."""

import csv
import dataclasses
import pathlib
import re

import pytest
from casefiles import read_cases

from corpus.alignment import Alignment
from corpus.model import Header, Plan, Provision, Source
from corpus.simplify import simplify
from extract.gazetteer import load_gazetteer
from extract.places import find_places
from extract.scopes.jurisdiction import find_jurisdiction
from extract.scopes.statements import find_provision_places, find_statement_places

CASES = read_cases("jurisdiction")


def plan_of(text: str, title: str = "", year: int | None = None, number: str | None = None) -> Plan:
    text = simplify(text)
    return Plan(1, text, Alignment.identity(len(text)), Header(title=simplify(title), year=year, number=number))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_jurisdiction(case: dict) -> None:
    found = find_jurisdiction(plan_of(case["text"], case["title"], case["year"], case.get("number")))
    assert found.code == case["want"]
    if "candidates" in case:
        assert list(found.candidates) == case["candidates"]
    if "then" in case:
        assert found.name_then == case["then"]


def test_a_misnamed_file_goes_by_its_text() -> None:
    plan = plan_of("高唐县十八届人大二次会议文件，2023年1月", "政府工作报告", 2023)
    found = find_jurisdiction(plan, Source("130627_唐县_2023.txt", "", 0, "", "utf-8", "text"))
    assert (found.code, [note.code for note in found.notes]) == ("371526", ["misnamed"])


def test_an_article_on_several_counties() -> None:
    text = "安康市推进共同体建设。\n白河县组建9个教共体。覆盖教师1326名。\n宁陕县优化三级资源。"
    plan = plan_of(text, "安康市建设共同体")
    whole = find_jurisdiction(plan)
    parts = [(text[s:e], c) for s, e, c in find_statement_places(plan, whole, find_places(text))]
    assert whole.code == "610900"
    assert parts == [("白河县组建9个教共体。覆盖教师1326名。", "610929"), ("宁陕县优化三级资源。", "610923")]


def test_counties_behind_labels_and_semicolons() -> None:
    """A county in a numbered heading, clause after clause, and two named in a row, whose figures are nobody's."""
    text = "安康市2025年教育工作方案\n（一）白河县。新建学校3所。\n宁陕县新建学校2所；石泉县改建5所；"
    text += "汉阴县、岚皋县各建1所。"
    plan = plan_of(text, "安康市2025年教育工作方案")
    parts = find_statement_places(plan, find_jurisdiction(plan), find_places(text))
    told = [(text[start:end], code) for start, end, code in parts]
    assert told[:2] == [("白河县。新建学校3所。", "610929"), ("宁陕县新建学校2所；", "610923")]
    assert told[2:] == [("石泉县改建5所；", "610922")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("科左中旗", "150521"),
        ("前郭县", "220721"),
        ("察布查尔县", "654022"),
        ("鄂温克旗", "150724"),
        ("东乡县", "622926"),
    ],
)
def test_short_names_of_autonomous_divisions(name: str, code: str) -> None:
    """Banners and counties by the short names that their own offices use."""
    text = f"{name}人民政府办公室\n2025年3月1日"
    assert find_jurisdiction(plan_of(text, f"{name}养老服务实施方案", 2025)).code == code


def test_a_county_of_two_letters_behind_a_year() -> None:
    assert [p.code for p in find_places("2024年夏县政府工作报告")] == ["140828"]
    assert not find_places("2023年建成县级医院，2024年全县增产")


def test_places_point_at_their_text() -> None:
    text = "从北京市朝阳区到广东省台山市，再到湖北省恩施土家族苗族自治州咸丰县"
    found = find_places(text)
    assert [text[p.start : p.end] for p in found] == [p.text for p in found]
    assert [p.code for p in found] == ["110000", "110105", "440000", "440781", "420000", "422800", "422826"]


def test_gazetteer_agrees_with_another_list(shared: pathlib.Path) -> None:
    with (shared / "divisions" / "areacodes.csv").open(encoding="utf-8-sig", newline="") as lines:
        theirs = {(r["代码"], r["名称"]) for r in csv.DictReader(lines) if r["状态"] == "在用"}
    ours = {(d.code, d.name) for d in load_gazetteer().divisions if d.last is None}
    assert len(ours ^ theirs) <= 10


def test_a_number_of_a_provincial_government() -> None:
    plan = plan_of("各县（市、区）人民政府：为加快我省乡村道路建设，提出如下意见。", "关于加快乡村道路建设的意见", 2021)
    plan = dataclasses.replace(plan, header=dataclasses.replace(plan.header, number="粤府〔2021〕88号"))
    assert find_jurisdiction(plan).code == "440000"
    county = dataclasses.replace(plan, text=plan.text.replace("我省", "我县"))
    assert find_jurisdiction(county).code is None


def test_former_divisions_join_what_took_their_place(shared: pathlib.Path) -> None:
    """Of divisions that ended since 2000; some were shared out among several, of which the list names all."""
    with (shared / "divisions" / "areacodes.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ended = [r for r in rows if r["状态"] != "在用" and r["新代码"]]
    used = {r["代码"] for r in rows if r["状态"] == "在用"}

    def follow(row: dict[str, str]) -> set[str]:
        codes = {part.split("[")[0] for part in row["新代码"].split(";")}
        later = [r for r in ended if r["代码"] in codes and r["变更/弃用时间"] > row["变更/弃用时间"]]
        return (codes & used).union(*map(follow, later))

    gazetteer = load_gazetteer()
    ours = {(d.code, d.name) for d in gazetteer.divisions if d.last and d.last > 2000}
    told = [bool(set(gazetteer.named(r["名称"])) & follow(r)) for r in ended if (r["代码"], r["名称"]) in ours]
    assert len(told) > 250
    assert sum(told) / len(told) > 0.97


# What each page is about, by reading it (code of GB/T 2260).
PAGES = {"P01": "632500", "P02": "150600", "P05": "340825", "P06": "610728", "P07": "330683", "P08": "321023",
         "P09": "321182", "P10": "330424", "P12": "420304", "P16": "330302", "P17": "430121", "P18": "532323",
         "P19": "431230", "P20": "422826"}  # fmt: skip


def test_pages(shared: pathlib.Path) -> None:
    seen = {}
    for path in sorted((shared / "pages").glob("P*.txt")):
        text = path.read_text(encoding="utf-8")
        title = next(line.strip() for line in text.splitlines() if line.strip())
        seen[path.name[:3]] = find_jurisdiction(plan_of(text, title)).code
    assert seen == PAGES


@pytest.mark.parametrize("folder", ["counties", "provinces"])
def test_reports(shared: pathlib.Path, folder: str) -> None:
    """Five files hold another county's reports; all go by their text."""
    wrong = {}
    for path in sorted((shared / folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8").replace("\\r\\n", "\n")
        if folder == "counties" and "内容摘要" in text[:900]:  # the page's own title and abstract
            text = text[text.index("内容摘要") :].split("\n", 2)[-1]
        name = path.stem.split("_")
        want = name[0] if folder == "counties" else load_gazetteer().find(name[0])[0]
        if re.match(r"130627_唐县_202[1-5]", path.stem):
            want = "371526"
        found = find_jurisdiction(plan_of(text)).code
        if found != want:
            wrong[path.name] = found
    assert wrong == {}


def test_provisions_of_an_article_go_to_their_county() -> None:
    text = "安康市推进共同体建设。\n“五共”路径。白河县组建9个教共体，覆盖教师1326名，惠及学生两万余名。"
    provisions = (Provision(1, "¶1", 0, 11, None), Provision(2, "¶2", 12, len(text), None))
    plan = Plan(1, text, Alignment.identity(len(text)), Header(title="安康市建设共同体"), provisions=provisions)
    found = find_provision_places(plan, find_statement_places(plan, find_jurisdiction(plan), find_places(text)))
    assert found == {2: "610929"}
