"""A child process that parses files, so that no file can take the build down with it.

One child serves many files; it is replaced after a crash, a limit, or when it has grown. The child
is a fresh interpreter (never a fork: the parent may have threads), leads a process group of its own
so that what it starts dies with it, and is ended by the kernel when the parent goes, however it goes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import corpus.errors
from corpus.errors import SourceError, TooLarge, Unreadable
from corpus.files.limits import FOLDER, MB, RESAVE, SPLIT, Limits
from corpus.model import Note, Stretch
from corpus.readers.result import ReaderText

LENGTH = struct.Struct(">Q")
MAX_FILES = 500  # then a fresh child, so that what libraries keep cannot pile up
MAX_RESIDENT = 600 * MB
_BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from corpus.isolation.child import main; main()"


class _Gone(Exception):
    """The child ended before it answered."""


class Child:
    """One reading child; ``read`` may be called many times, from one thread at a time."""

    def __init__(self) -> None:
        read_end, self._lifeline = os.pipe()
        # Where LibreOffice may write: made only when needed, and removed with the child, however it ends.
        self._folder = Path(tempfile.gettempdir()) / f"junxian-{secrets.token_hex(16)}"
        path = [entry or str(Path.cwd()) for entry in sys.path]
        command = [sys.executable, "-P", "-s", "-X", "utf8", "-c", _BOOT, json.dumps(path), str(read_end)]
        own = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        own |= {"PYTHONHASHSEED": "0", FOLDER: str(self._folder)}
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | own,
                pass_fds=(read_end,),
                start_new_session=True,
            )
        finally:
            os.close(read_end)
        self.files = 0
        self.worn = False  # to be replaced before the next file
        self._stopped: str | None = None

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def read(self, path: Path, name: str, limits: Limits) -> tuple[str, int, ReaderText]:
        """SHA-256, size and text of one file, or the SourceError that its reading ended in."""
        self.files += 1
        self._stopped = None
        request = {"path": os.fsencode(path).hex(), "name": name, "limits": asdict(limits)}
        timer = threading.Timer(limits.wall_seconds, self._stop_for_time)
        timer.daemon = True
        timer.start()
        try:
            self._send(json.dumps(request).encode())
            header = json.loads(self._receive())
            text = self._receive().decode("utf-8", "surrogatepass") if header.get("text") else ""
        except (_Gone, OSError, ValueError):
            self.close()
            raise self._explain_end(name, limits) from None
        except BaseException:  # Ctrl-C in the middle of a file: the child must not live on
            self.close()
            raise
        finally:
            timer.cancel()
        self.worn = header["resident"] > MAX_RESIDENT or self.files >= MAX_FILES or header.get("worn", False)
        if "error" in header:
            raise _rebuild_error(header)
        return header["sha256"], header["size"], _rebuild_text(header, text)

    def close(self) -> None:
        """End the child and everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        self.process.wait()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        shutil.rmtree(self._folder, ignore_errors=True)

    def abandon(self) -> None:
        """Close our ends of the pipes and leave the process to its owner."""
        self.process.returncode = 0  # not ours to wait for
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def _stop_for_time(self) -> None:
        self._stopped = "time"
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _send(self, data: bytes) -> None:
        stream = self.process.stdin
        assert stream is not None
        stream.write(LENGTH.pack(len(data)) + data)
        stream.flush()

    def _receive(self) -> bytes:
        stream = self.process.stdout
        assert stream is not None
        head = stream.read(LENGTH.size)
        if len(head) < LENGTH.size:
            raise _Gone
        data = stream.read(LENGTH.unpack(head)[0])
        if len(data) < LENGTH.unpack(head)[0]:
            raise _Gone
        return data

    def _explain_end(self, name: str, limits: Limits) -> SourceError:
        code = self.process.returncode
        if self._stopped == "time":
            return TooLarge(name, f"was not read within {limits.wall_seconds:g} s", remedy=SPLIT)
        if code == -getattr(signal, "SIGXCPU", 24):
            return TooLarge(name, f"took more than {limits.cpu_seconds} s of processor time", remedy=SPLIT)
        if code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 9)):
            return TooLarge(name, f"needs more than {limits.memory_bytes // MB} MB of memory", remedy=SPLIT)
        return Unreadable(name, f"stopped its reader ({_name_end(code)})", remedy=RESAVE)


def _name_end(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit status {code}"


def _rebuild_error(header: Mapping[str, Any]) -> SourceError:
    kind = getattr(corpus.errors, str(header["error"]), Unreadable)
    if not (isinstance(kind, type) and issubclass(kind, SourceError)):
        kind = Unreadable
    return kind(header["subject"], header["reason"], where=header["where"], remedy=header["remedy"])


def _rebuild_text(header: Mapping[str, Any], text: str) -> ReaderText:
    return ReaderText(
        text=text,
        reader=header["reader"],
        metadata=dict(header["metadata"]),
        pages=tuple(header["pages"]),
        notes=tuple(Note(*note) for note in header["notes"]),
        encoding=header["encoding"],
        evidence=header["evidence"],
        stretches=tuple(Stretch(*stretch) for stretch in header["stretches"]),
    )


class Pool:
    """Idle children of this process, lent to one file at a time; safe among threads and after a fork."""

    def __init__(self) -> None:
        self._idle: list[Child] = []
        self._lent: set[Child] = set()
        self._lock = threading.Lock()

    def read(self, path: Path, name: str, limits: Limits) -> tuple[str, int, ReaderText]:
        """As ``Child.read``, by a child that is idle or new."""
        child = self._borrow()
        try:
            return child.read(path, name, limits)
        finally:
            self._return(child)

    def forget(self) -> None:
        """After a fork: the children belong to the parent, and our copies of their pipes would keep them alive."""
        for child in (*self._idle, *self._lent):
            child.abandon()
        self._idle, self._lent, self._lock = [], set(), threading.Lock()

    def close(self) -> None:
        """End all children, also those that are reading."""
        with self._lock:
            children, self._idle, self._lent = [*self._idle, *self._lent], [], set()
        for child in children:
            child.close()

    def _borrow(self) -> Child:
        with self._lock:
            child = self._idle.pop() if self._idle else None
        if child is not None and not child.alive:
            child.close()
            child = None
        child = child or Child()
        with self._lock:
            self._lent.add(child)
        return child

    def _return(self, child: Child) -> None:
        with self._lock:
            self._lent.discard(child)
            if child.alive and not child.worn:
                self._idle.append(child)
                return
        child.close()


POOL = Pool()
atexit.register(POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.forget)
