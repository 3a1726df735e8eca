"""Regular files opened and read within limits: no pipe or device is waited on, no error of the disk is left bare.

In comes a path, out go its bytes, their SHA-256 and size, or the SourceError that says why not and what to do.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from corpus.errors import Empty, TooLarge, Unreadable, Unsupported
from corpus.files.limits import DEFAULT, MB, SPLIT, Limits

_CHUNK = MB


def hash_file(path: Path, *, name: str | None = None, limits: Limits = DEFAULT) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a regular file, read in pieces.

    Raises Unreadable, Unsupported (no regular file) or TooLarge.
    """
    name = path.name if name is None else name
    digest, size = hashlib.sha256(), 0
    descriptor = _open_regular(path, name, limits)
    try:
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)
            size += len(chunk)
    except OSError as error:
        raise _explain_os_error(name, error) from None
    finally:
        os.close(descriptor)
    return digest.hexdigest(), size


def read_regular(path: Path, name: str, limits: Limits) -> bytes:
    """All bytes of a regular file within the size limit; never waits on a pipe or a device.

    Raises Unreadable, Unsupported, Empty or TooLarge.
    """
    descriptor = _open_regular(path, name, limits)
    with os.fdopen(descriptor, "rb") as stream:
        try:
            data = stream.read(limits.file_bytes + 1)
        except OSError as error:
            raise _explain_os_error(name, error) from None
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits)
    if not data:
        raise Empty(name, "is empty (0 bytes)", remedy="fetch the file again")
    return data


def _open_regular(path: Path, name: str, limits: Limits) -> int:
    """A descriptor of a regular file within the size limit; opening never waits."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _explain_os_error(name, error) from None
    seen = os.fstat(descriptor)
    if not stat.S_ISREG(seen.st_mode):
        os.close(descriptor)
        raise Unsupported(name, "is no regular file", remedy="remove it from the folder")
    if seen.st_size > limits.file_bytes:
        os.close(descriptor)
        raise _too_large(name, seen.st_size, limits)
    return descriptor


def look_inside(path: Path, name: str, limits: Limits) -> tuple[bytes, int]:
    """The first bytes of a regular file, and its size; nothing more of it is read."""
    descriptor = _open_regular(path, name, limits)
    try:
        return os.read(descriptor, 4096), os.fstat(descriptor).st_size
    except OSError as error:
        raise _explain_os_error(name, error) from None
    finally:
        os.close(descriptor)


def _too_large(name: str, size: int, limits: Limits) -> TooLarge:
    return TooLarge(name, f"has {size / MB:,.0f} MB, more than {limits.file_bytes // MB} MB", remedy=SPLIT)


def _explain_os_error(name: str, error: OSError) -> Unreadable:
    remedies = {"PermissionError": "give yourself the right to read the file", "FileNotFoundError": "build again"}
    remedy = remedies.get(type(error).__name__, "check the disk and copy the file again")
    return Unreadable(name, f"cannot be opened ({error.strerror or type(error).__name__})", remedy=remedy)
