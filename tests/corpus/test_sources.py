"""Finding and reading sources: names, links, kinds, limits, and the child process that parses."""

import hashlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

import badfiles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Empty, SourceError, TooLarge, Unreadable, Unsupported
from corpus.files.discovery import clean_name
from corpus.files.kinds import name_archive, sniff_head
from corpus.files.limits import Limits
from corpus.isolation import pool as isolation
from corpus.isolation.pool import Pool
from corpus.sources import find_sources, hash_file, read_source, try_source

TEXT = badfiles.PARAGRAPHS


def write(path: pathlib.Path, data: bytes | str = TEXT) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


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
    assert name_archive({"[Content_Types].xml", "xl/workbook.xml"}) == "spreadsheet"
    assert name_archive({"OFD.xml", "Doc_0/Document.xml"}) == "ofd"
    assert name_archive({"mimetype", "content.xml"}) == "odt"


@given(st.binary(max_size=4096))
def test_sniffing_never_fails(head: bytes) -> None:
    assert isinstance(sniff_head(head), str)


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


# The child process


def slow_page() -> bytes:
    """A Word file whose reading takes far longer than a second of processor time, by honest work."""
    rows = "<w:tr>" + "<w:tc><w:p><w:r><w:t>县</w:t></w:r></w:p></w:tc>" * 400 + "</w:tr>"
    return badfiles.word("<w:tbl>" + rows * 1_200 + "</w:tbl>")


GENEROUS = {"zip_ratio": 10**6}


def test_slow_files_end_and_neighbours_are_unaffected(tmp_path: pathlib.Path) -> None:
    slow = write(tmp_path / "slow.docx", slow_page())
    good = write(tmp_path / "good.docx", badfiles.word(badfiles.para()))
    with pytest.raises(TooLarge, match=r"not read within 0\.5 s") as caught:
        read_source(slow, limits=Limits(wall_seconds=0.5, **GENEROUS))
    assert "split the file" in caught.value.remedy
    assert read_source(good).original == badfiles.SENTENCE
    with pytest.raises(TooLarge, match="more than 0 s of processor time"):
        read_source(slow, limits=Limits(cpu_seconds=0, **GENEROUS))
    assert read_source(good).original == badfiles.SENTENCE


def test_memory_is_limited_in_the_child_only(tmp_path: pathlib.Path) -> None:
    large = write(tmp_path / "large.docx", badfiles.word("<w:p/>" * 3_000_000))
    with pytest.raises(TooLarge, match="needs more than 300 MB of memory"):
        read_source(large, limits=Limits(memory_bytes=300 << 20, **GENEROUS))
    assert read_source(write(tmp_path / "good.docx", badfiles.word(badfiles.para()))).original == badfiles.SENTENCE


def test_a_child_that_is_killed_is_reported_and_replaced(tmp_path: pathlib.Path) -> None:
    good = write(tmp_path / "good.docx", badfiles.word(badfiles.para()))
    pool = Pool()
    pool.read(good, "good.docx", Limits())
    (child,) = pool._idle
    child.process.send_signal(signal.SIGKILL)
    child.process.wait()
    assert pool.read(good, "good.docx", Limits())[2].text == badfiles.SENTENCE  # an idle one: quietly replaced
    slow = write(tmp_path / "slow.docx", slow_page())
    (child,) = pool._idle
    threading.Timer(0.3, child.process.send_signal, [signal.SIGSEGV]).start()
    with pytest.raises(Unreadable, match=r"stopped its reader \(SIGSEGV\)"):
        pool.read(slow, "slow.docx", Limits(**GENEROUS))
    assert pool.read(good, "good.docx", Limits())[2].text == badfiles.SENTENCE
    pool.close()


def test_one_child_serves_many_files_and_is_replaced_in_time(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = write(tmp_path / "good.docx", badfiles.word(badfiles.para()))
    monkeypatch.setattr(isolation, "MAX_FILES", 3)
    pool = Pool()
    seen = set()
    for _ in range(6):
        pool.read(good, "good.docx", Limits())
        seen |= {child.process.pid for child in pool._idle}
    pool.close()
    assert len(seen) == 2


def test_threads_share_the_pool(tmp_path: pathlib.Path) -> None:
    good = write(tmp_path / "good.docx", badfiles.word(badfiles.para()))
    pool = Pool()
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda: texts.extend(pool.read(good, "a", Limits())[2].text for _ in range(5)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert texts == [badfiles.SENTENCE] * 15


def test_a_forked_process_has_children_of_its_own(tmp_path: pathlib.Path) -> None:
    good = write(tmp_path / "good.docx", badfiles.word(badfiles.para()))
    code = f"""
import os, sys
from corpus.sources import read_source
first = read_source({str(good)!r})
pid = os.fork()
if pid == 0:
    os._exit(0 if read_source({str(good)!r}) == first else 1)
status = os.waitpid(pid, 0)[1]
sys.exit(status or (read_source({str(good)!r}) != first))
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def alive(pid: int) -> bool:
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return stat.rpartition(b")")[2].split()[0] != b"Z"


@pytest.mark.skipif(not pathlib.Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_child_outlives_its_parent(tmp_path: pathlib.Path, ending: signal.Signals) -> None:
    slow = write(tmp_path / "slow.docx", slow_page())
    code = f"""
import threading, time
from corpus.isolation import pool as isolation
from corpus.files.limits import Limits
from corpus.sources import read_source
def tell():
    while not isolation.POOL._lent: time.sleep(0.01)
    time.sleep(0.2)
    print(*(child.process.pid for child in isolation.POOL._lent), flush=True)
threading.Thread(target=tell, daemon=True).start()
read_source({str(slow)!r}, limits=Limits(zip_ratio=10**6))
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.send_signal(ending)
    parent.wait(timeout=20)
    for _ in range(100):
        if not alive(child):
            break
        time.sleep(0.05)
    assert not alive(child)
    parent.stdout.close()


def test_a_conversion_that_is_cut_short_leaves_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    fake = tmp_path / "bin" / "soffice"
    write(fake, "#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 60\n").chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    pool = Pool()
    with pytest.raises((TooLarge, Unreadable), match=r"not read within|too long"):
        pool.read(write(tmp_path / "a.rtf", "{\\rtf1 x}"), "a.rtf", Limits(wall_seconds=1))
    pool.close()
    assert not list((tmp_path / "temporary").iterdir())
    assert not alive(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(not pathlib.Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_conversion_ends_with_its_parent(tmp_path: pathlib.Path) -> None:
    fake = tmp_path / "bin" / "soffice"
    write(fake, "#!/bin/sh\nsleep 60 &\necho $! > " + str(tmp_path / "pid") + "\nwait\n").chmod(0o755)
    path = write(tmp_path / "a.rtf", "{\\rtf1 x}")
    code = f"from corpus.sources import read_source; read_source({str(path)!r})"
    parent = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PATH": f"{fake.parent}:/usr/bin:/bin"})
    for _ in range(400):
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip():
            break
        time.sleep(0.05)
    grandchild = int((tmp_path / "pid").read_text())
    assert alive(grandchild)
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not alive(grandchild):
            break
        time.sleep(0.05)
    assert not alive(grandchild)


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


def test_a_blank_behind_the_suffix_hides_no_file(tmp_path: pathlib.Path) -> None:
    """As downloads and archives leave it; Windows shows such a name like any other."""
    for name in ("plan.txt ", "plan.HTML\u3000", " plan .txt"):
        (tmp_path / name).write_text("安吉县养老服务方案\n一、目标\n到2026年，床位达到300张。\n", encoding="utf-8")
    found = find_sources([tmp_path])
    assert len(found) == 3 and not [one for one in found if one.skipped]
    assert all("300张" in read_source(one.path, name=one.name).original for one in found)
