"""Old Word files, Kingsoft WPS, RTF and OpenDocument: turned into docx by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from corpus.errors import Unreadable, Unsupported
from corpus.files.limits import FOLDER, RESAVE, Limits
from corpus.readers.docx import read_docx
from corpus.readers.result import ReaderText

REMEDY = "install LibreOffice (Debian: libreoffice-writer-nogui), or save the file as .docx"
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("WordDocument", "EncryptedPackage", "Workbook", "PowerPoint Document")
# No macro, no linked picture or text, no network: a document is data.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501


def find_office() -> str | None:
    """The LibreOffice program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def read_office(data: bytes, name: str, limits: Limits) -> ReaderText:
    """The text of a file that LibreOffice can open, read from the docx that it makes of it.

    Raises Unsupported without LibreOffice, Unreadable when it cannot open the file or takes too long.
    """
    _check_ole(data, name)
    program = find_office()
    if program is None:
        raise Unsupported(name, "needs LibreOffice to be read", remedy=REMEDY)
    if data.startswith(b"PK"):
        from corpus.readers.archive import Archive

        Archive(data, name, limits).check_all()
    with _workplace() as folder:
        made = _convert(program, data, name, folder, limits)
    got = read_docx(made, name, limits)
    return replace(got, reader="office", metadata={}, evidence="docx made by LibreOffice")


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder of our own; in a reading child the one that the parent removes even if the child is killed."""
    named = os.environ.get(FOLDER)
    if not named:
        with tempfile.TemporaryDirectory(prefix="junxian-") as made:
            yield Path(made)
        return
    folder = Path(named)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_ole(data: bytes, name: str) -> None:
    """LibreOffice takes any bytes for text: an old Office file must at least name its stream of text."""
    if not data.startswith(_OLE):
        return
    streams = {stream for stream in _STREAMS if stream.encode("utf-16-le") in data}
    if "EncryptedPackage" in streams:
        raise Unreadable(name, "is protected with a password", remedy="save it without the password")
    if "WordDocument" in streams:
        return
    if streams:
        raise Unsupported(name, "is a spreadsheet or slides, not a text", remedy="save it as .pdf")
    raise Unreadable(name, "is a damaged or unknown Office file", remedy=RESAVE)


def _convert(program: str, data: bytes, name: str, folder: Path, limits: Limits) -> bytes:
    profile, output = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    source = folder / ("source" + PurePosixPath(_suffix(data, name)).suffix)
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nodefault",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(output), str(source),
    ]  # fmt: skip
    environment = {
        "HOME": str(folder),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    with _ends_with_parent():
        try:
            done = subprocess.run(
                command,
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=0.9 * limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unreadable(name, "kept LibreOffice busy for too long", remedy="save the file as .docx") from None
    made = output / "source.docx"
    if not made.exists():
        raise Unreadable(name, f"cannot be opened by LibreOffice (exit status {done.returncode})", remedy=RESAVE)
    if made.stat().st_size > limits.file_bytes:
        raise Unreadable(name, "grows beyond the size limit when converted", remedy="save the file as .docx")
    return made.read_bytes()


def _suffix(data: bytes, name: str) -> str:
    """A name with the suffix that makes LibreOffice choose the right filter, whatever the file is called."""
    if data.startswith(b"{\\rtf"):
        return "a.rtf"
    if data.startswith(b"PK"):
        return "a.odt"
    return "a.doc"


@contextmanager
def _ends_with_parent() -> Iterator[None]:
    """While LibreOffice runs, the parent's end must end it too: it shares our process group."""
    if not hasattr(signal, "SIGIO"):
        yield
        return
    before = signal.signal(signal.SIGIO, lambda *_: os.killpg(0, signal.SIGKILL))
    try:
        yield
    finally:
        signal.signal(signal.SIGIO, before)
