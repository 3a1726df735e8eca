"""Finding sources: names, links, kinds of files."""

import os
import pathlib

import badfiles
import pytest
from badfiles import write
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.files.discovery import clean_name
from corpus.files.kinds import name_archive, sniff_head
from corpus.sources import find_sources, read_source

TEXT = badfiles.PARAGRAPHS


# Finding


def test_names_are_relative_sorted_and_the_same_for_any_order(tmp_path: pathlib.Path) -> None:
    for name in ("b/二.txt", "b/一.txt", "a.html", "c/d/e.pdf"):
        write(tmp_path / "x" / name)
    write(tmp_path / "y" / "z.txt")
    found = find_sources([tmp_path / "x", tmp_path / "y"])
    assert [each.name for each in found] == ["a.html", "b/一.txt", "b/二.txt", "c/d/e.pdf", "z.txt"]
    for folders in ([tmp_path / "y", tmp_path / "x"], [str(tmp_path / "y"), str(tmp_path / "x")]):
        assert find_sources(folders) == found


def test_names_that_collide_are_told_apart(tmp_path: pathlib.Path) -> None:
    for folder in ("甲县", "乙县"):
        write(tmp_path / folder / "plan.txt")
    write(tmp_path / "乙县" / "other.txt")
    names = [each.name for each in find_sources([tmp_path / "甲县", tmp_path / "乙县"])]
    assert names == ["other.txt", "乙县/plan.txt", "甲县/plan.txt"]
    for folder in ("1/data", "2/data"):
        write(tmp_path / folder / "plan.txt")
    names = [each.name for each in find_sources([tmp_path / "1" / "data", tmp_path / "2" / "data"])]
    assert len(set(names)) == 2 and all(name.startswith("data/plan.txt~") for name in names)


def test_a_folder_given_twice_or_within_another_is_found_once(tmp_path: pathlib.Path) -> None:
    write(tmp_path / "in" / "plan.txt")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    for folders in ([tmp_path, tmp_path / "in"], [tmp_path, tmp_path]):
        assert [each.name for each in find_sources(folders) if not each.skipped] == ["in/plan.txt"]
    assert [each.name for each in find_sources([tmp_path / "link", tmp_path / "in"])] == ["plan.txt"]


def test_a_file_may_be_given(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path / "plan.txt")
    write(tmp_path / "other.txt")
    assert [each.name for each in find_sources([path])] == ["plan.txt"]


def test_a_missing_folder_is_an_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(Unreadable, match="does not exist"):
        find_sources([tmp_path / "none"])


def test_names_that_differ_only_in_their_bytes_stay_apart(tmp_path: pathlib.Path) -> None:
    write(tmp_path / "县.txt")
    try:
        write(pathlib.Path(os.fsdecode(os.fsencode(tmp_path) + "/县.txt".encode("gb18030"))))
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    names = [each.name for each in find_sources([tmp_path])]
    assert len(set(names)) == 2 and all(name.startswith("县.txt~") for name in names)


@given(st.binary(min_size=1, max_size=40))
def test_shown_names_are_valid_and_unseen_characters_are_shown(raw: bytes) -> None:
    name = clean_name(os.fsdecode(raw))
    assert name.encode() and not {"\n", "\r", "\x1b", "\u202e", "\x00", "\u200b"} & set(name)


def test_an_unreadable_folder_is_listed(tmp_path: pathlib.Path) -> None:
    write(tmp_path / "closed" / "plan.txt")
    write(tmp_path / "open.txt")
    (tmp_path / "closed").chmod(0)
    try:
        if os.access(tmp_path / "closed", os.R_OK):
            pytest.skip("root may read everything")
        found = {each.name: each.skipped for each in find_sources([tmp_path])}
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert found["open.txt"] == "" and "cannot be opened" in found["closed"]


# Kinds


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\x00\x01junk%PDF-1.4", "pdf"),
        (b"PK\x03\x04", "zip"),
        (badfiles.OLE, "ole"),
        (b"{\\rtf1", "rtf"),
        (b"  \n<!doctype HTML>", "html"),
        (b"<!-- saved -->\r\n<html>", "html"),
        ("<html>".encode("utf-16"), "html"),
        ("<html>".encode("utf-16-le"), "html"),
        (b"<?xml version='1.0'?><html>", "html"),
        (b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "spreadsheet"),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel">', "html"),
        (b"MIME-Version: 1.0\r\n", "mht"),
        (b"From: <a>\r\nSubject: b\r\n c\r\nMIME-Version: 1.0\r\n", "mht"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"BM is how this note begins", ""),
        (b"MZ is how this one begins", ""),
        (b"# Markdown\n<div align=center>", ""),
        ("一、总体要求".encode("gb18030"), ""),
        (b"", ""),
    ],
)
def test_kinds_by_first_bytes(head: bytes, kind: str) -> None:
    assert sniff_head(head) == kind


def test_archives_by_their_parts() -> None:
    assert name_archive({"[Content_Types].xml", "xl/workbook.xml"}) == "xlsx"
    assert name_archive({"[Content_Types].xml", "xl/workbook.bin"}) == "spreadsheet"
    assert name_archive({"OFD.xml", "Doc_0/Document.xml"}) == "ofd"
    assert name_archive({"mimetype", "content.xml"}) == "odt"


@given(st.binary(max_size=4096))
def test_sniffing_never_fails(head: bytes) -> None:
    assert isinstance(sniff_head(head), str)


def test_a_blank_behind_the_suffix_hides_no_file(tmp_path: pathlib.Path) -> None:
    """As downloads and archives leave it; Windows shows such a name like any other."""
    for name in ("plan.txt ", "plan.HTML\u3000", " plan .txt"):
        (tmp_path / name).write_text("安吉县养老服务方案\n一、目标\n到2026年，床位达到300张。\n", encoding="utf-8")
    found = find_sources([tmp_path])
    assert len(found) == 3 and not [one for one in found if one.skipped]
    assert all("300张" in read_source(one.path, name=one.name).original for one in found)
