"""Reading sources: the text to the letter, or an error that says what and what to do."""

import hashlib
import os
import pathlib
import random

import badfiles
import pytest
from badfiles import write

from corpus.errors import Empty, SourceError, TooLarge, Unreadable, Unsupported
from corpus.files.limits import Limits
from corpus.sources import find_sources, hash_file, read_source, try_source

TEXT = badfiles.PARAGRAPHS


# Reading


def test_text_is_read_to_the_letter_and_known_by_its_hash(tmp_path: pathlib.Path) -> None:
    data = ("\ufeff一、目标\r\n\t就诊率  90%\u3000\n").encode()
    path = write(tmp_path / "plan.txt", data)
    source = read_source(path, name="县/plan.txt")
    assert source.name == "县/plan.txt" and source.reader == "text"
    assert source.original == path.open(encoding=source.encoding, newline="").read()
    assert (source.sha256, source.size) == (hashlib.sha256(data).hexdigest(), len(data)) == hash_file(path)


def test_large_text_is_read_in_the_child_with_the_same_result(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path / "plan.txt", (TEXT + "\n𠮷\n").encode("gb18030"))
    assert read_source(path) == read_source(path, limits=Limits(in_process_bytes=10))


def test_a_wrong_suffix_goes_to_the_right_reader(tmp_path: pathlib.Path) -> None:
    page = write(tmp_path / "plan.doc", badfiles.page(badfiles.paragraphs()))
    source = read_source(page)
    assert source.reader == "html" and source.encoding is None
    assert [(note.code, note.remedy) for note in source.notes] == [("wrong suffix", "rename the file")]
    assert read_source(write(tmp_path / "b.txt", badfiles.word(badfiles.para()))).reader == "docx"


@pytest.mark.parametrize(
    ("name", "data", "error", "reason"),
    [
        ("a.txt", b"", Empty, "0 bytes"),
        ("a.txt", b" \n", Empty, "white space"),
        ("a.txt", bytes(range(1, 32)) * 100, Unreadable, "is no text|is not utf-8"),
        ("a.txt", badfiles.archive({"b": b"c"}), Unsupported, "zip"),
        ("a.txt", b"x" * 2000, TooLarge, "more than 0 MB"),
        ("a.doc", badfiles.OLE + bytes(3000), Unreadable, "Office"),
        ("a.html", b"<html></html>", Empty, "no text"),
    ],
)
def test_errors_say_what_and_what_to_do(
    tmp_path: pathlib.Path, name: str, data: bytes, error: type[SourceError], reason: str
) -> None:
    with pytest.raises(error, match=reason) as caught:
        read_source(write(tmp_path / name, data), limits=Limits(file_bytes=1999 if b"xx" in data else 10**6))
    assert caught.value.remedy and caught.value.subject == name


def test_pipes_and_folders_are_refused_at_once(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    for name in ("pipe.txt", "folder.txt"):
        for act in (read_source, hash_file):
            with pytest.raises(Unsupported, match="no regular file"):
                act(tmp_path / name)


def test_a_file_that_went_away_is_reported(tmp_path: pathlib.Path) -> None:
    found = find_sources([write(tmp_path / "plan.txt"), write(tmp_path / "page.html", badfiles.page("<p>县"))])
    for each in found:
        each.path.unlink()
        outcome, source = try_source(each)
        assert (outcome.state, outcome.error, source) == ("failed", "Unreadable", None)


def test_without_office_the_remedy_names_it(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.readers import office

    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(Unsupported) as caught:
        office.read_office(b"{\\rtf1 x}", "a.rtf", Limits())
    assert "libreoffice-writer-nogui" in caught.value.remedy


def test_old_word_files_through_libreoffice(tmp_path: pathlib.Path) -> None:
    from corpus.readers.office import find_office

    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    escaped = "".join(f"\\u{ord(char)}?" for char in badfiles.SENTENCE)
    deleted = "{\\deleted " + "".join(f"\\u{ord(char)}?" for char in "删去") + "}"
    rtf = "{\\rtf1\\ansi{\\*\\revtbl{x;}}" + escaped + deleted + "\\par}"
    for name in ("a.rtf", "a.doc"):
        source = read_source(write(tmp_path / name, rtf))
        assert (source.original, source.reader) == (badfiles.SENTENCE, "office")
    assert not list(tmp_path.glob("*.docx"))


def test_mutated_files_end_in_a_stated_error(tmp_path: pathlib.Path) -> None:
    """Thousands of bytes overturned: a SourceError or a text, never anything else."""
    files = {
        "a.docx": badfiles.word(badfiles.para() * 20),
        "a.pdf": badfiles.pdf_pages([badfiles.show(badfiles.SENTENCE)] * 3),
        "a.html": badfiles.page(badfiles.paragraphs()),
    }
    dice = random.Random(11)
    for name, data in files.items():
        for _ in range(25):
            changed = bytearray(data)
            for _ in range(dice.randint(1, 30)):
                changed[dice.randrange(len(changed))] = dice.randrange(256)
            path = write(tmp_path / name, bytes(changed[: dice.randint(1, len(changed))]))
            try:
                source = read_source(path)
            except SourceError as error:
                assert error.reason and error.remedy
            else:
                source.original.encode("utf-8", "surrogatepass")
