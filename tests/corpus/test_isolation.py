"""The child process that parses files: its limits, its end, and who shares it."""

import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import badfiles
import pytest
from badfiles import write

from corpus.errors import TooLarge, Unreadable
from corpus.files.limits import Limits
from corpus.isolation import pool as isolation
from corpus.isolation.pool import Pool
from corpus.sources import read_source

TEXT = badfiles.PARAGRAPHS


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
