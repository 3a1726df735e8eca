"""Find the files of a corpus, know them by their SHA-256, and read each one behind limits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import SourceError
from corpus.files.discovery import Found, find_sources
from corpus.files.kinds import SUFFIXES, sniff_head
from corpus.files.limits import DEFAULT, Limits
from corpus.files.opening import hash_file, look_inside, read_regular
from corpus.isolation.pool import POOL
from corpus.model import Note, Source
from corpus.readers.result import ReaderText
from corpus.readers.text import read_text

__all__ = ["Found", "Limits", "Outcome", "State", "find_sources", "hash_file", "read_source", "try_source"]

State = Literal["ok", "warned", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one state that a source ends in, with the reason and what to do about it.

    >>> judge_notes("a.txt", (Note("ocr", "read by text recognition"),))
    Outcome(name='a.txt', state='warned', reason='read by text recognition', remedy='', error='')
    """

    name: str
    state: State
    reason: str = ""
    remedy: str = ""
    error: str = ""  # name of the SourceError class, for failed sources


def read_source(path: Path, *, name: str | None = None, limits: Limits = DEFAULT) -> Source:
    """One file as a Source, or the SourceError that says why not.

    Parsers run in a child process with limits. Plain text up to ``limits.in_process_bytes`` is decoded
    here: it needs no parser, decoding is linear and takes a few times its size, and a child costs more
    than most plans do.
    """
    path = Path(path)
    name = path.name if name is None else name
    if SUFFIXES.get(path.suffix.strip().lower()) == "text":
        start, size = look_inside(path, name, limits)
        if size <= limits.in_process_bytes and not sniff_head(start):
            data = read_regular(path, name, limits)
            return _settle(name, hashlib.sha256(data).hexdigest(), len(data), read_text(data, name=name))
    return _settle(name, *POOL.read(path, name, limits))


def try_source(found: Found, *, limits: Limits = DEFAULT) -> tuple[Outcome, Source | None]:
    """The outcome of one found file, and its Source unless it was skipped or failed. Never raises SourceError."""
    if found.skipped:
        return Outcome(found.name, "skipped", found.skipped, found.remedy), None
    try:
        source = read_source(found.path, name=found.name, limits=limits)
    except SourceError as error:
        return judge_error(found.name, error), None
    return judge_notes(found.name, source.notes), source


def judge_error(name: str, error: SourceError) -> Outcome:
    """The outcome of a file whose reading ended in an error."""
    reason = f"{error.reason} ({error.where})" if error.where else error.reason
    return Outcome(name, "failed", reason, error.remedy, type(error).__name__)


def judge_notes(name: str, notes: Sequence[Note]) -> Outcome:
    """The outcome of a file that was read: warned when there is something to know, else ok."""
    if not notes:
        return Outcome(name, "ok")
    remedy = next((note.remedy for note in notes if note.remedy), "")
    return Outcome(name, "warned", "; ".join(note.message for note in notes), remedy)


def _settle(name: str, sha256: str, size: int, got: ReaderText) -> Source:
    return Source(
        name=name,
        sha256=sha256,
        size=size,
        original=got.text,
        encoding=got.encoding,
        reader=got.reader,
        evidence=got.evidence,
        metadata=got.metadata,
        pages=got.pages,
        notes=got.notes,
        stretches=got.stretches,
    )
