"""Workbooks: numbers as cells show them, merged cells, heads of several rows, hidden parts, bad files."""

import io
import pathlib
import random
import struct
import zipfile
from datetime import date

import badfiles
import openpyxl
import pytest
import xlwt
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SourceError, TooLarge, Unreadable, Unsupported
from corpus.files.limits import Limits
from corpus.pipeline import settle
from corpus.readers.choose import read_any
from corpus.readers.result import ReaderText
from corpus.readers.sheets.grid import Sheet, print_sheet
from corpus.readers.sheets.numbers import show_number
from corpus.sources import read_source
from extract.pipeline import extract_facts
from extract.records import Measure, Role

NUMBERS = read_cases("readers_numbers")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DUTIES = [
    ["云河县2025年重点工作责任清单"],
    [],
    ["序号", "工作任务", "责任分工", None, "完成时限", "备注"],
    [None, None, "牵头单位", "配合单位", None, None],
    ["一、民生实事"],
    [1, "新建学校3所", "县教育局", "县财政局、县住建局", date(2025, 11, 1), None],
    [2, "新增学位600个", None, None, None, None],
    [3, "修复水渠8公里", "县水利局", "各乡镇人民政府", "2025年12月底前", "续建"],
    ["注：时限以县政府通知为准。"],
]
MERGED = ["A1:F1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "A5:F5", "C6:C7", "D6:D7", "E6:E7"]
WANT = """云河县2025年重点工作责任清单
序号\t工作任务\t责任分工牵头单位\t责任分工配合单位\t完成时限\t备注
一、民生实事\t\t\t\t\t
1\t新建学校3所\t县教育局\t县财政局、县住建局\t2025年11月\t
2\t新增学位600个\t县教育局\t县财政局、县住建局\t2025年11月\t
3\t修复水渠8公里\t县水利局\t各乡镇人民政府\t2025年12月底前\t续建
注：时限以县政府通知为准。"""


def fill(page, rows: list, merged: list[str] = ()) -> None:
    for row in rows:
        page.append(row)
    for row in page.iter_rows():
        for cell in row:
            if cell.is_date:
                cell.number_format = 'yyyy"年"m"月"'
    for area in merged:
        page.merge_cells(area)


def save(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def duties() -> bytes:
    book = openpyxl.Workbook()
    fill(book.active, DUTIES, MERGED)
    return save(book)


def old_duties() -> bytes:
    """The same list as an old workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    month = xlwt.easyxf(num_format_str='yyyy"年"m"月"')
    ends = {(9, 9)}
    for top, left, bottom, right in (
        area
        for area in map(openpyxl.utils.range_boundaries, MERGED)
        for area in [(area[1] - 1, area[0] - 1, area[3] - 1, area[2] - 1)]
    ):
        value = DUTIES[top][left]
        page.write_merge(top, bottom, left, right, value, *([month] if isinstance(value, date) else []))
        ends |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    for row, cells in enumerate(DUTIES):
        for column, value in enumerate(cells):
            if value is not None and (row, column) not in ends:
                page.write(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_duties() -> bytes:
    """The same list as an OpenDocument spreadsheet, rows and cells repeated as its programs write them."""
    areas = {(a[1] - 1, a[0] - 1): a for a in map(openpyxl.utils.range_boundaries, MERGED)}
    body = ""
    for row, cells in enumerate(DUTIES):
        body += "<table:table-row>"
        for column, value in enumerate(cells):
            span = ""
            if (row, column) in areas:
                left, top, right, bottom = areas[row, column]
                span = (
                    f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
                )
            told = f"{value.year}年{value.month}月" if isinstance(value, date) else value
            body += f"<table:table-cell{span}>{'' if told is None else f'<text:p>{told}</text:p>'}</table:table-cell>"
        body += '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    body += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return ods(f'<table:table table:name="表1">{body}</table:table>')


def ods(tables: str, styles: str = "", **parts: bytes) -> bytes:
    names = {
        key: f"urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"
        for key in ("office", "table", "text", "style", "manifest")
    }
    spaces = " ".join(f'xmlns:{key}="{name}"' for key, name in names.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return badfiles.archive({"mimetype": kind, "content.xml": content.encode()} | parts)


def read(data: bytes, name: str = "a.xlsx", **limits: int) -> ReaderText:
    return read_any(data, name, Limits(**limits))


def book_of(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active, list(rows))
    return save(book)


def raw(rows: str, *, styles: str = "", head: str = "", tail: str = "") -> bytes:
    """A workbook around the inside of ``sheetData``, as no library would write it."""
    link = f'<Relationship Id="r1" Type="{badfiles.R}/worksheet" Target="worksheets/sheet1.xml"/>'
    link += f'<Relationship Id="r2" Type="{badfiles.R}/styles" Target="styles.xml"/>' if styles else ""
    main = f'<Relationship Id="r1" Type="{badfiles.R}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{badfiles.PACKAGE}/relationships">{main}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{badfiles.PACKAGE}/relationships">{link}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{badfiles.R}"><sheets>'
        '<sheet name="表1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>',
    } | ({"xl/styles.xml": styles} if styles else {})
    return badfiles.archive({name: text.encode() for name, text in parts.items()})


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case["id"])
def test_a_number_is_read_as_it_is_shown(case: dict) -> None:
    assert show_number(case["value"], case["format"], from_1904=case.get("from_1904", False)) == case["want"]


@given(st.floats(), st.text(alphabet='0#?.,%;@"\\_*[]$-EMdyhsa年/: ', max_size=20))
def test_no_number_and_no_format_is_too_much(value: float, code: str) -> None:
    assert isinstance(show_number(value, code), str)


@given(st.decimals(-(10**9), 10**9, places=3), st.integers(0, 4))
def test_what_is_shown_is_the_number(value, places: int) -> None:
    shown = show_number(float(value), "0." + "0" * places if places else "0")
    assert abs(float(shown) - float(value)) <= 0.5 * 10**-places + 1e-6


@pytest.mark.parametrize(
    ("data", "name"), [(duties, "a.xlsx"), (old_duties, "a.xls"), (old_duties, "a.et"), (open_duties, "a.ods")]
)
def test_a_list_of_duties(data, name: str) -> None:
    got = read(data(), name)
    assert got.text == WANT
    assert got.notes == () and got.pages == (0,) and got.encoding is None


def test_who_leads_and_by_when(tmp_path: pathlib.Path) -> None:
    (tmp_path / "清单.xlsx").write_bytes(duties())
    document = settle(read_source(tmp_path / "清单.xlsx"))
    (plan,) = document.plans
    assert plan.title == "云河县2025年重点工作责任清单"
    facts = extract_facts(plan)
    told = [(fact.text, fact.deadline) for fact in facts if isinstance(fact, Measure)]
    assert told == [("3所", "2025-11"), ("600个", "2025-11"), ("8公里", "2025-12")]
    roles = [fact for fact in facts if isinstance(fact, Role)]
    leads = [role.text for role in roles if role.role == "lead"]
    assert leads == ["县教育局", "县教育局", "县水利局"]
    for role in roles:
        assert document.source.original[slice(*plan.original_span(role.start, role.end))] == role.text


def test_a_head_of_three_rows() -> None:
    book = openpyxl.Workbook()
    rows = [["指标", "2025年", None, None], [None, "实绩", "目标", None], [None, None, "2026年", "2030年"]]
    fill(book.active, [*rows, ["就诊率", 0.86, 0.9, 0.95]], ["A1:A3", "B1:D1", "B2:B3", "C2:D2"])
    assert read(save(book)).text == "指标\t2025年实绩\t目标2026年\t目标2030年\n就诊率\t0.86\t0.9\t0.95"


def test_a_figure_that_is_merged_counts_once() -> None:
    book = openpyxl.Workbook()
    fill(
        book.active,
        [["指标", "措施", "目标"], ["就诊率", "改造病房", "90%"], [None, "培训医生", None]],
        ["A2:A3", "C2:C3"],
    )
    assert read(save(book)).text == "指标\t措施\t目标\n就诊率\t改造病房\t90%\n\t培训医生\t"


def test_a_sheet_without_a_title_has_its_name_above_it() -> None:
    book = openpyxl.Workbook()
    fill(book.active, [["任务", "牵头单位"], ["修渠", "县水利局"]])
    book.active.title = "重点任务"
    book.create_sheet("空表")
    fill(book.create_sheet("分解"), [["云河县任务分解表"], ["任务", "责任单位"], ["植树", "县林业局"]])
    fill(book.create_sheet("Sheet4"), [["乡镇", "备注"], ["东湾镇", "无"]])
    fill(book.create_sheet("主要指标"), [["指标", "目标"], ["就诊率", 0.9]])
    book["主要指标"]["B2"].number_format = "0%"
    got = read(save(book))
    sheets = [
        "重点任务\n任务\t牵头单位\n修渠\t县水利局",
        "云河县任务分解表\n任务\t责任单位\n植树\t县林业局",
        "乡镇\t备注\n东湾镇\t无",
        "主要指标\n指标\t目标\n就诊率\t90%",
    ]
    assert got.text == "\n\n".join(sheets)
    assert [got.text[place:].strip().split("\n\n")[0] for place in got.pages] == sheets


def test_hidden_parts_are_left_out_and_told() -> None:
    book = openpyxl.Workbook()
    fill(book.active, [["任务", "内部", "单位"], ["修渠", "甲", "水利局"], ["旧事", "乙", "某局"]])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    fill(book.create_sheet("底稿"), [["草", "稿"]])
    book["底稿"].sheet_state = "hidden"
    got = read(save(book))
    assert got.text == "任务\t单位\n修渠\t水利局"
    assert [(note.code, "(3)" in note.message) for note in got.notes] == [("hidden parts", True)]


def test_hidden_parts_of_an_open_document() -> None:
    row = "<table:table-row{}>" + "<table:table-cell><text:p>甲</text:p></table:table-cell>" * 2 + "</table:table-row>"
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    shown = f'<table:table table:name="一">{column}{row.format("")}'
    shown += row.format(' table:visibility="filter"') + "</table:table>"
    away = f'<table:table table:name="二" table:style-name="t">{row.format("")}</table:table>'
    style = '<style:style style:name="t"><style:table-properties table:display="false"/></style:style>'
    got = read(ods(shown + away, style), "a.ods")
    assert (got.text, [note.code for note in got.notes]) == ("甲", ["hidden parts"])


def test_cells_in_pieces() -> None:
    rows = """<row r="2"><c t="inlineStr"><is><r><t>新建</t></r><rPh><t>xin</t></rPh><r><t>学校_x000D_</t></r></is></c>
      <c t="str"><f>A1</f><v>县教育局</v></c><c><f>1+1</f></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c></row>"""
    got = read(raw(rows))
    assert got.text == "新建学校\t县教育局\t#REF!\tTRUE"
    assert [note.code for note in got.notes] == ["unsolved"]


def test_paragraphs_of_a_cell_become_one_line() -> None:
    assert (
        read(book_of(["任务", "措施"], ["修渠", "1.勘察\n2.施工\t3.验收"])).text
        == "任务\t措施\n修渠\t1.勘察 2.施工 3.验收"
    )


def test_a_workbook_by_another_name(tmp_path: pathlib.Path) -> None:
    for data, name, kind in (
        (duties(), "a.xls", "xlsx"),
        (old_duties(), "b.doc", "xls"),
        (open_duties(), "c.odt", "ods"),
    ):
        (tmp_path / name).write_bytes(data)
        source = read_source(tmp_path / name)
        assert source.reader == kind and [note.code for note in source.notes] == ["wrong suffix"]
    page = badfiles.page("<table><tr><td>任务</td><td>牵头单位</td></tr></table>" + badfiles.paragraphs())
    assert read(page, "a.xls").reader == "html"


def protected() -> bytes:
    """An old workbook whose first record after the beginning says that the rest is encrypted."""
    data = old_duties()
    at = data.index(struct.pack("<HH", 0x0809, 16))
    return data[: at + 20] + struct.pack("<HHH", 0x2F, 2, 0) + data[at + 26 :]


GOOD = duties()
BAD = {
    "protected.xlsx": (badfiles.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password"),
    "protected.xls": (protected(), "password|damaged"),
    "protected.ods": (ods("", **{"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "password"),
    "flagged.xlsx": (badfiles.flag_encrypted(GOOD), "password"),
    "cut.xlsx": (GOOD[: len(GOOD) // 2], "damaged"),
    "cut.xls": (old_duties()[:2000], "damaged"),
    "malformed.xlsx": (raw("<row><c>"), "damaged"),
    "binary.xlsb": (badfiles.archive({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b""}), "not read"),
    "empty.xlsx": (book_of(), "no text"),
    "bomb.xlsx": (raw("<row/>" * 20_000_000), "zip bombs"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_workbooks_say_what_is_wrong_and_what_to_do(name: str) -> None:
    data, reason = BAD[name]
    with pytest.raises(SourceError, match=reason) as caught:
        read(data, name)
    assert caught.value.remedy


def test_no_entity_is_ever_followed() -> None:
    row = '<row><c t="str"><v>&{};</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    with zipfile.ZipFile(io.BytesIO(raw(""))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    passwords = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for declared, entity, reason in ((passwords, "x", "DTD"), (badfiles.LAUGHS, "a9", "DTD|damaged")):
        asked = (declared + sheet.format(entity)).encode()
        with pytest.raises(Unreadable, match=reason):
            read(badfiles.archive(parts | {"xl/worksheets/sheet1.xml": asked}))


def test_a_million_empty_rows_and_a_cell_at_the_end_of_the_world() -> None:
    empty = "".join(
        f'<row r="{row}" ht="{13 + row % 97 / 7}"><c r="A{row}" s="{row % 89}"/></row>' for row in range(3, 10**6, 5)
    )
    last = '<row r="1048576"><c r="A1048576" t="str"><v>甲</v></c><c r="XFD1048576" t="str"><v>乙</v></c></row>'
    assert read(raw(empty + last), zip_ratio=10**6).text == "甲\t乙"
    wide = "".join(f'<row><c r="{"ABCDEFGH"[row % 8]}{row + 1}" t="str"><v>甲</v></c></row>' for row in range(9000))
    with pytest.raises(TooLarge, match="characters"):
        read(raw(wide), zip_ratio=10**6, text_chars=10_000)
    many = "<table:table-cell table:number-columns-repeated='16384'><text:p>甲</text:p></table:table-cell>"
    rows = f'<table:table-row table:number-rows-repeated="1048576">{many}</table:table-row>'
    with pytest.raises(TooLarge, match="characters"):
        read(ods(f'<table:table table:name="一">{rows}</table:table>'), "a.ods", text_chars=100_000)


TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=6)


@given(st.dictionaries(st.tuples(st.integers(0, 12), st.integers(0, 8)), TEXT, min_size=1))
def test_each_cell_stands_in_its_row_and_column(cells: dict[tuple[int, int], str]) -> None:
    sheet = Sheet("")
    for (row, column), text in sorted(cells.items()):
        sheet.put(row, column, text)
    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    lines = list(print_sheet(sheet))
    assert len(lines) == len(rows)
    for (row, column), text in cells.items():
        parts = lines[rows.index(row)].split("\t")
        assert parts == [text] or parts[columns.index(column)] == text


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_overturned_bytes_end_in_a_stated_error(name: str) -> None:
    data = {"a.xlsx": duties, "a.xls": old_duties, "a.ods": open_duties}[name]()
    if name != "a.xls":  # so that what is overturned is read
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {part: file.read(part) for part in file.namelist()}
        told = sorted(parts.keys() - {"mimetype"})  # without it LibreOffice is asked
    dice = random.Random(11)
    for _ in range(60):
        if name == "a.xls":
            changed = overturn(data, dice)
        else:
            part = dice.choice(told)
            changed = badfiles.archive(parts | {part: overturn(parts[part], dice)})
        try:
            assert read(changed, name).text
        except SourceError as error:
            assert error.reason and error.remedy


def overturn(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        changed[dice.randrange(len(changed))] = dice.choice(b'0123456789AZaz <>/:"\x00\xff')
    return bytes(changed)


def test_slides_and_unknown_are_refused_still() -> None:
    with pytest.raises(Unsupported):
        read(
            badfiles.archive({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"<a/>"}),
            "a.odp",
        )


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_as_plain_text_reads_as_a_workbook(mark, encoding):
    rows = [
        ["云河县任务清单"],
        ["任务", "牵头单位", "备注"],
        ['"修渠\n修路"', "县水利局", ""],
        ["栽树", "县林业局", "续建"],
    ]
    data = "\r\n".join(mark.join(row) for row in rows).encode(encoding)
    name = "a.tsv" if mark == "\t" else "a.csv"
    want = "云河县任务清单\n任务\t牵头单位\t备注\n修渠修路\t县水利局\t\n栽树\t县林业局\t续建"
    got = read_any(data, name, Limits())
    assert (got.text, got.notes) == (want, ())


def test_a_table_of_figures_is_told_as_such():
    data = "\n".join(f"{n},{n * 2},{n * 3}" for n in range(400)).encode()
    assert [note.code for note in read_any(b"a,b,c\n" + data, "a.csv", Limits()).notes] == ["figures only"]
