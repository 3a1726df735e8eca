"""Title, issuer, number, date, year, kind and the quality notes of a plan."""

import pathlib

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.frame import find_frame
from corpus.header import read_header
from corpus.imprint.numbers import NUMBER, read_date, write_number
from corpus.lines import narrow_digits, read_lines
from corpus.model import Header
from corpus.quality import find_notes
from corpus.split import PlanSpan, free_lines, split_plans

CASES = read_cases("header_invented")


def read(text: str, metadata: dict[str, str] | None = None) -> tuple[Header, list[str]]:
    frame = find_frame(text)
    span = split_plans(text, frame)[0]
    header = read_header(text, span, frame, metadata)
    lines = free_lines(text, frame, span.start, span.end)
    return header, [note.code for note in find_notes(lines, header, frame)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_header(case: dict) -> None:
    header, notes = read(case["text"], case.get("metadata"))
    for field, value in case["want"].items():
        assert (notes if field == "notes" else getattr(header, field)) == value, (field, case["gloss"])


def test_a_piece_of_a_compilation_goes_by_its_own_title() -> None:
    """Below the number that the compiler gave stands whose plan it is; a second line without a place is none."""
    body = "一、目标。到2025年造林两万亩，带动农户增收。\n二、保障。各乡镇落实责任，年底组织验收。\n"
    pieces = f"造林方案 篇1\n清水县造林实施方案\n{body}造林方案 篇2\n青禾县造林实施方案\n{body}"
    text = f"造林方案2篇\n{pieces}"
    frame = find_frame(text)
    titles = [read_header(text, span, frame, None).title for span in split_plans(text, frame)]
    assert titles == ["清水县造林实施方案", "青禾县造林实施方案"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_evidence_lies_in_the_text(case: dict) -> None:
    header, _ = read(case["text"])
    text = narrow_digits(case["text"])  # ２０２４ is told as 2024
    for field, start, end in header.evidence:
        assert 0 <= start < end <= len(text)
        if field == "number" and header.number:
            found = NUMBER.search(text[start:end]) or NUMBER.search(text[start:end] + "号")  # lost there
            assert found and write_number(found) == header.number
        if field == "date":
            assert read_date(text[start:end]) == header.date
        if field == "title":
            assert header.title[:4].replace(" ", "") in text[start:end].replace(" ", "")


def test_a_timestamp_is_kept_as_evidence() -> None:
    text = "某县造林方案\n发布时间：2024-02-10 09:00\n一、目标。造林两万亩。"
    header, _ = read(text)
    assert [text[start:end] for field, start, end in header.evidence if field == "page date"] == ["2024-02-10 09:00"]


def test_links_to_other_pages_are_noted() -> None:
    text = "清水县造林方案\n一、目标。造林两万亩，带动农户增收。\n二、保障。各乡镇落实责任。\n上一页\n1\n2\n3\n下一页"
    frame = find_frame(text)
    lines = free_lines(text, frame)
    pages = "\n".join(text[part.start : part.end] for part in frame if part.rule == "page links")
    assert [note.message for note in find_notes(lines, Header("清水县造林方案"), frame, pages)] == [
        "one page of 3: the page links to others"
    ]


@given(st.text("某县人民政府〔2024〕3号年月日《》关于印发方案的通知\n 一、。：", max_size=200))
def test_any_text_has_a_header(text: str) -> None:
    header = read_header(text, PlanSpan(0, len(text), "whole source"))
    for _, start, end in header.evidence:
        assert 0 <= start <= end <= len(text)


def test_reports_of_counties(shared: pathlib.Path) -> None:
    """The year in a file's name is the year of the report; no page timestamp becomes a date of issue."""
    wrong = []
    for path in sorted((shared / "counties").glob("*.txt")):
        header, _ = read(path.read_text(encoding="utf-8"))
        year = int(path.stem.rsplit("_", 1)[1])
        if header.year not in (year, None) or (header.date and not header.date.startswith(str(year))):
            wrong.append((path.name, header.year, header.date))
    assert not wrong


def test_attack_strings_are_read() -> None:
    """Long runs of one sign: linear patterns only, so that none of them takes long."""
    for part in (
        "x",
        "×",
        "*",
        "某",
        " ",
        "县",
        "一",
        "〔2021〕",
        "《",
        "第1页共",
        "来源：",
        "小编",
        "年",
        "—",
        "记者",
    ):
        for text in (part * 20_000, "某县造林方案\n" + part * 20_000, "县" + part * 20_000 + "号\n一、目标。"):
            assert all(header.title == "" or header.title in text for header in read_any(text))


def read_any(text: str) -> list[Header]:
    frame = find_frame(text)
    headers = []
    for span in split_plans(text, frame):
        header = read_header(text, span, frame)
        find_notes(free_lines(text, frame, span.start, span.end), header, frame)
        headers.append(header)
    return headers


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("清水县造林方案\n" + "锟斤拷全锟斤拷" * 12, ["unreadable"]),  # UTF-8 replaced, then read as GBK
        ("[t^~~N!k!h~VfNoAm;mR^zePhQ" * 5, ["unreadable"]),  # bytes of an old Office file
        ("全县造林2.5万亩，\ufffd山县栽植油茶。" * 12, ["characters lost"]),  # the name of the county is gone
        ("全县造林2.5万亩。" * 12, []),  # "25,000 mu of trees planted in the whole county"
        ("2023\t12.5\t88.1%\t4,200\n" * 12, []),  # a table of figures
    ],
)
def test_what_cannot_be_read_is_told(text: str, codes: list[str]) -> None:
    assert [
        note.code for note in find_notes(read_lines(text), Header("造林方案"), ()) if note.code != "truncated"
    ] == codes
