"""The search index written piece by piece as FTS5 itself lays it out, many rows at once.

FTS5 takes half a microsecond a token, and a provision has three hundred: half of a build. Here all characters and
pairs of some thousand rows are sorted as numbers and go into the index's own tables as one finished segment, the
unit in which FTS5 keeps them: its queries, merges and integrity check cannot tell the difference.
Format: https://sqlite.org/src/file/ext/fts5/fts5_index.c (version 4 of the format, ``detail=none``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.grams import fold, split_grams
from kb.segments import Bytes, Numbers, Structure, pack_numbers, unpack_numbers

ROWS = 8000  # of one segment: no list of rows then takes more than four pages, which would need an index of its own
_PAGE = 4000  # bytes
_LEAF_BITS = 37  # of a page's number below its segment's
_AVERAGES = 1  # row of the table _data
_MANY = 32  # segments of the newest level: then some are joined
_MAIN = 0x30  # "0" begins every term of the main index
_CHAR_BITS = 16

_SPACES = np.zeros(0x3001, dtype=bool)
_SPACES[[0, *(code for code in range(0x3001) if chr(code).isspace())]] = True
# What FTS5 surely takes as it is: no capitals, no characters that its old tables may know otherwise.
_SOUND = np.zeros(0x10000, dtype=bool)
for _first, _last in (
    (0x00, 0x40), (0x5B, 0x7E), (0xB7, 0xB7), (0xD7, 0xD7), (0x2010, 0x2027), (0x2030, 0x203E), (0x2103, 0x2103),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x249B), (0x2500, 0x25FF), (0x3000, 0x303F), (0x4E00, 0x9FA5),
    (0xFF5F, 0xFF64), (0xFFE0, 0xFFE6),
):  # fmt: skip
    _SOUND[_first : _last + 1] = True
_SOUND[[*range(1, 9), *range(0xE, 0x1C), 0x7F]] = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in order: their bytes (seven columns), how many of these count, and the rows of all, packed."""

    letters: NDArray[np.uint8]
    lengths: Numbers
    shared: Numbers  # bytes that a term begins with as the one before does
    lists: Bytes  # row numbers of all terms: the first in full, then steps
    starts: Numbers  # where the list of each term begins in these, and the end
    counts: Numbers  # rows of each


def add_postings(db: sqlite3.Connection, table: str, column: str, rows: Sequence[tuple[int, str]]) -> None:
    """Put texts under their row numbers, which rise and are new to the index.

    The caller holds the transaction, has not deleted from the index in it, and calls ``forget_index``
    before FTS5 itself changes the index in a later one.
    """
    odd: list[tuple[int, str]] = []
    for begin in range(0, len(rows), ROWS):
        odd += _add_segment(db, table, rows[begin : begin + ROWS])
    if odd:
        forget_index(db, table)
        db.executemany(f"INSERT INTO {table} (rowid, {column}) VALUES (?, ?)", ((n, split_grams(t)) for n, t in odd))


def forget_index(db: sqlite3.Connection, table: str) -> None:
    """Make FTS5 read anew what it remembers of the index; call it before the transaction has used the index."""
    db.execute("SAVEPOINT forget")
    db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', 4)")
    db.execute("ROLLBACK TO forget")
    db.execute("RELEASE forget")


def tidy_index(db: sqlite3.Connection, table: str) -> None:
    """After a transaction that put texts in: FTS5 reads the index anew, and joins segments when there are many."""
    forget_index(db, table)
    if len(next(iter(Structure.read(db, table).levels), (0, ()))[1]) >= _MANY:
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', 2000)")


def _add_segment(db: sqlite3.Connection, table: str, rows: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Write what is sound of these rows as one more segment; returns the others."""
    joined = fold("\n".join([text for _, text in rows]))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    lengths = np.fromiter((len(text) + 1 for _, text in rows), dtype=np.int64, count=len(rows))
    lengths[-1] -= 1
    row = np.repeat(np.arange(len(rows)), lengths)
    odd = np.unique(row[~_SOUND[np.minimum(codes, 0xFFFF)]])
    keep = np.ones(len(rows), dtype=bool)
    keep[odd] = False
    kept = keep[row]
    numbers = np.fromiter((number for number, _ in rows), dtype=np.int64, count=len(rows))
    terms = _sort_terms(codes[kept], row[kept], numbers)
    if len(terms.lengths):
        structure = Structure.read(db, table)
        segment = structure.free_segment()
        pages, openings = lay_out(terms)
        blobs = (((segment << _LEAF_BITS) + number, page) for number, page in enumerate(pages, 1))
        db.executemany(f"INSERT INTO {table}_data (id, block) VALUES (?, ?)", blobs)
        marks = ((segment, opening, number << 1) for opening, number in openings)
        db.executemany(f"INSERT INTO {table}_idx (segid, term, pgno) VALUES (?, ?, ?)", marks)
        structure.add(segment, len(pages)).write(db, table)
    _add_totals(db, table, int(keep.sum()), int(terms.counts.sum()))
    return [rows[index] for index in odd]


def _sort_terms(codes: Numbers, row: Numbers, numbers: Numbers) -> Terms:
    """All characters and neighbouring pairs of the texts, as ``split_grams`` gives them, with their rows."""
    held = ~_SPACES[np.minimum(codes, 0x3000)] | (codes > 0x3000)
    both = held[:-1] & held[1:] & (row[:-1] == row[1:])
    short, places = codes.astype(np.uint16), row.astype(np.uint16)
    first, second = np.concatenate((short[held], short[:-1][both])), short[1:][both]
    row = np.concatenate((places[held], places[:-1][both]))
    alone = len(row) - len(second)
    # By the second character, then the first, rows staying in order: short numbers sort fast.
    order = np.concatenate((np.arange(alone), np.argsort(second, kind="stable") + alone))
    order = order[np.argsort(first[order], kind="stable")]
    after = np.concatenate((np.zeros(alone, np.uint16), second))[order]
    term, row = first[order].astype(np.int64) << _CHAR_BITS | after, row[order]
    opens = np.ones(len(term), dtype=bool)
    opens[1:] = term[1:] != term[:-1]
    once = opens.copy()
    once[1:] |= row[1:] != row[:-1]
    term, row, first = term[once], row[once], np.flatnonzero(opens[once])
    values = numbers[row]
    steps = np.diff(values, prepend=0)
    steps[first] = values[first]
    lists, starts = pack_numbers(steps)
    counts = np.diff(np.append(first, len(term)))
    letters, sizes = _spell(term[first])
    shared = np.zeros(len(first), dtype=np.int64)
    same = np.cumprod(letters[1:] == letters[:-1], axis=1).sum(axis=1)
    shared[1:] = np.minimum(same, np.minimum(sizes[1:], sizes[:-1]))
    return Terms(letters, sizes, shared, lists, starts[np.append(first, len(term))], counts)


def _spell(terms: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """UTF-8 of the terms, each with FTS5's mark in front, and their lengths."""
    letters = np.zeros((len(terms), 7), dtype=np.uint8)
    letters[:, 0] = _MAIN
    sizes = np.ones(len(terms), dtype=np.int64)
    rows = np.arange(len(terms))
    for codes in (terms >> _CHAR_BITS, terms & ((1 << _CHAR_BITS) - 1)):
        size = np.where(codes == 0, 0, 1 + (codes >= 0x80) + (codes >= 0x800))
        lead = np.array((0, 0, 0xC0, 0xE0))[size]
        for place in range(3):
            some = rows[size > place]
            left = size[some] - 1 - place
            bits = codes[some] >> 6 * left
            letters[some, sizes[some] + place] = np.where(place == 0, bits | lead[some], bits & 0x3F | 0x80)
        sizes += size
    return letters, sizes


def lay_out(terms: Terms) -> tuple[list[bytes], list[tuple[bytes, int]]]:
    """The pages of a segment, and for each that a term opens the letters that tell it from the term before."""
    sizes = np.diff(terms.starts)
    heads = 2 + terms.lengths - terms.shared
    stream, starts = _join_terms(terms, heads, sizes)
    steps, step_starts = pack_numbers(heads + sizes)
    room = np.cumsum(heads + sizes + 2)
    pages: list[bytes] = []
    openings: list[tuple[bytes, int]] = [(b"", 1)]
    term, last = 0, len(sizes)
    while term < last:
        length = int(terms.lengths[term])
        word = terms.letters[term, :length].tobytes()
        if term:
            openings.append((word[: int(terms.shared[term]) + 1], len(pages) + 1))
        head = bytes((length,)) + word
        own = len(head) + int(sizes[term])
        if own > _PAGE:
            pages += _long_list(head, terms, term)
            term += 1
            continue
        end = int(np.searchsorted(room, room[term] + _PAGE - own, side="right"))
        body = head + stream[starts[term] + heads[term] : starts[end]].tobytes()
        offsets = b"\x04"
        if end > term + 1:
            offsets += pack_numbers(np.array([own]))[0].tobytes()
            offsets += steps[step_starts[term + 1] : step_starts[end - 1]].tobytes()
        pages.append(b"\0\0" + (4 + len(body)).to_bytes(2, "big") + body + offsets)
        term = end
    return pages, openings


def _long_list(head: bytes, terms: Terms, term: int) -> list[bytes]:
    """The pages of a term whose rows do not fit on one: each goes on with a row number in full."""
    packed = terms.lists[terms.starts[term] : terms.starts[term + 1]]
    ends = np.flatnonzero(packed < 0x80) + 1  # of each number
    values = np.cumsum(unpack_numbers(packed, ends))
    pages: list[bytes] = []
    done = begin = 0
    while done < len(ends):
        if done:
            head = pack_numbers(values[done : done + 1])[0].tobytes()
            begin = int(ends[done])
            done += 1
        fits = max(int(np.searchsorted(ends, begin + _PAGE - len(head), side="right")), done)
        body = head + packed[begin : ends[fits - 1] if fits else 0].tobytes()
        size = (4 + len(body)).to_bytes(2, "big")
        pages.append((b"\0\4" if pages else b"\0\0") + size + body + (b"" if pages else b"\4"))
        done, begin = fits, int(ends[fits - 1])
    return pages


def _join_terms(terms: Terms, heads: Numbers, sizes: Numbers) -> tuple[Bytes, Numbers]:
    """Heads (letters shared, letters of its own, these) and lists of all terms in one, and where each begins."""
    starts = np.concatenate(([0], np.cumsum(heads + sizes)))
    stream = np.empty(starts[-1], dtype=np.uint8)
    own = terms.lengths - terms.shared
    stream[starts[:-1]] = terms.shared
    stream[starts[:-1] + 1] = own
    for place in range(int(own.max())):
        some = np.flatnonzero(own > place)
        stream[starts[some] + 2 + place] = terms.letters[some, terms.shared[some] + place]
    stream[np.repeat(np.cumsum(heads), sizes) + np.arange(len(terms.lists))] = terms.lists
    return stream, starts


def _add_totals(db: sqlite3.Connection, table: str, rows: int, tokens: int) -> None:
    """How many rows and tokens the index holds."""
    data = db.execute(f"SELECT block FROM {table}_data WHERE id = {_AVERAGES}").fetchone()[0]
    packed = np.frombuffer(data, dtype=np.uint8)
    held = unpack_numbers(packed, np.flatnonzero(packed < 0x80) + 1).tolist() if len(packed) else []
    numbers = np.array(held or [0, 0], dtype=np.int64) + np.array([rows, tokens])
    db.execute(f"UPDATE {table}_data SET block = ? WHERE id = {_AVERAGES}", (pack_numbers(numbers)[0].tobytes(),))
