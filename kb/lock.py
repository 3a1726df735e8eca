"""The right to build a knowledge base: held by one process at a time, and gone with it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import StoreError
from kb.address import check_file


@contextlib.contextmanager
def lock_builder(path: str | Path) -> Iterator[None]:
    """Hold the right to build this knowledge base; raises StoreError that says who holds it.

    The lock dies with its process, so a killed build leaves none behind.
    """
    import fcntl

    check_file(path)
    file = Path(f"{os.fspath(path)}.lock")
    while True:
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            reason = f"cannot be written ({error.strerror})"
            missing = isinstance(error, FileNotFoundError)
            remedy = "check the path of the folder" if missing else "choose a folder that you may write to"
            raise StoreError(os.fspath(path), reason, remedy=remedy) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _read_holder(descriptor)
            os.close(descriptor)
            who = f"process {holder} is building it" if holder else "another process is building it"
            raise StoreError(
                os.fspath(path), "is locked", where=who, remedy="wait until that build has ended"
            ) from None
        # The holder before us may have removed the file between our open and our lock.
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_ino == os.fstat(descriptor).st_ino:
                break
        os.close(descriptor)
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            file.unlink()
        os.close(descriptor)


def _read_holder(descriptor: int) -> str:
    """The process that holds the lock; a moment may pass between its locking and its saying so."""
    holder = ""
    for _ in range(20):
        holder = os.pread(descriptor, 64, 0).decode("ascii", "replace").strip()
        with contextlib.suppress(OSError):
            if holder.isdecimal():
                os.kill(int(holder), 0)  # what a killed build left in the file names nobody
                break
        time.sleep(0.025)
    return holder
