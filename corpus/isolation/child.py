"""The child's side of ``corpus.isolation.pool``: set limits, then answer one request after the other.

Answers are JSON and UTF-8, never pickles: a file that took over a parser could otherwise run code
in the parent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import signal
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO

from corpus.errors import SourceError, TooLarge, Unreadable, Unsupported
from corpus.files.limits import MB, RESAVE, SPLIT, Limits
from corpus.files.opening import read_regular
from corpus.isolation.pool import LENGTH
from corpus.readers.result import ReaderText

try:
    import fcntl
    import resource
except ImportError:  # Windows: the parent's clock is the only limit there
    fcntl = resource = None  # type: ignore[assignment]

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # differs from run to run; the report must not


def main() -> None:
    """Serve requests from stdin until it closes."""
    answers = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)  # a library that prints must not garble the answers
    _follow_parent(int(sys.argv[2]))
    requests = os.fdopen(os.dup(0), "rb")
    os.dup2(quiet, 0)
    while request := _receive(requests):
        header, text = _answer(json.loads(request))
        header |= {"resident": _resident_bytes(), "text": text is not None}
        _send(answers, json.dumps(header).encode())
        if text is not None:
            _send(answers, text.encode("utf-8", "surrogatepass"))
        del header, text


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    limits = Limits(**request["limits"])
    name = request["name"]
    try:
        _set_limits(limits)
        data = read_regular(Path(os.fsdecode(bytes.fromhex(request["path"]))), name, limits)
        got = _read(data, name, limits)
        return _describe(got, data), got.text
    except SourceError as error:
        return _describe_error(error), None
    except MemoryError:
        memory = f"needs more than {limits.memory_bytes // MB} MB of memory"
        return _describe_error(TooLarge(name, memory, remedy=SPLIT)) | {"worn": True}, None
    except ImportError as error:
        missing = Unsupported(
            name, f"needs a library that is not installed ({error.name})", remedy="install junxian anew"
        )
        return _describe_error(missing), None
    except RecursionError:
        return _describe_error(TooLarge(name, "is nested too deeply", remedy=RESAVE)), None
    except Exception as error:  # whatever a parser raises, the file is listed and the build goes on
        said = _ADDRESS.sub("", " ".join(str(error).split())[:200])
        reason = f"cannot be parsed ({type(error).__name__}: {said})"
        return _describe_error(Unreadable(name, reason, remedy=RESAVE)) | {"worn": True}, None


def _read(data: bytes, name: str, limits: Limits) -> ReaderText:
    from corpus.readers.choose import read_any

    got = read_any(data, name, limits)
    if len(got.text) > limits.text_chars:
        raise TooLarge(name, f"holds {len(got.text):,} characters, more than {limits.text_chars:,}", remedy=SPLIT)
    return got


def _describe(got: ReaderText, data: bytes) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "reader": got.reader,
        "metadata": got.metadata,
        "pages": got.pages,
        "notes": [astuple(note) for note in got.notes],
        "encoding": got.encoding,
        "evidence": got.evidence,
        "stretches": [astuple(stretch) for stretch in got.stretches],
    }


def _describe_error(error: SourceError) -> dict[str, Any]:
    kind = type(error).__name__
    return {
        "error": kind,
        "subject": error.subject,
        "reason": error.reason,
        "where": error.where,
        "remedy": error.remedy,
    }


def _set_limits(limits: Limits) -> None:
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    # The soft limit moves on with each file; the kernel ends the child at it.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + limits.cpu_seconds + 1, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _resident_bytes() -> int:
    """Memory that this process holds now (where the system tells), else its peak."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 if resource else 0


def _follow_parent(lifeline: int) -> None:
    """End with the parent: the kernel sends SIGIO when its end of the pipe closes, busy or not."""
    if fcntl is None or not hasattr(os, "O_ASYNC"):
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)  # the default ends us even inside a parser
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    with contextlib.suppress(BlockingIOError):
        if os.read(lifeline, 1) == b"":  # gone before we listened
            os._exit(1)


def _receive(stream: BinaryIO) -> bytes:
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


def _send(stream: BinaryIO, data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()
