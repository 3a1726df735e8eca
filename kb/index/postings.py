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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.index.grams import FOLD, split_grams
from kb.index.segments import Bytes, Numbers, Structure, pack_numbers, unpack_numbers

ROWS = 8000  # of one segment: no list of rows then takes more than four pages, which would need an index of its own
_PAGE = 4000  # bytes
_LEAF_BITS = 37  # of a page's number below its segment's
_AVERAGES = 1  # row of the table _data
_MANY = 32  # segments of the newest level: then some are joined
_MAIN = 0x30  # "0" begins every term of the main index
_ROW_BITS = 13
_LOW = 0xFFFF

_FOLDED = np.arange(0x10000, dtype=np.uint16)
_FOLDED[list(FOLD)] = [ord(plain) for plain in FOLD.values()]
_FOLDED[0x2160:0x2170] += 16  # Ⅲ: FTS5 makes Roman numerals small ones, in what it is asked too
_SPACES = np.zeros(0x10000, dtype=bool)
_SPACES[[0, *(code for code in range(0x3001) if chr(code).isspace())]] = True
# What FTS5 surely takes as it is: no capitals, no characters that its old tables may know otherwise.
_SOUND = np.zeros(0x10000, dtype=bool)
for _first, _last in (
    (0x00, 0x40), (0x5B, 0x7E), (0xA0, 0xB4), (0xB6, 0xBF), (0xD7, 0xD7), (0xDF, 0xFF), (0x200B, 0x2027),
    (0x2030, 0x205E), (0x2100, 0x2125), (0x2170, 0x217F), (0x2190, 0x24B5), (0x2500, 0x2BFF), (0x2E80, 0x2FFF),
    (0x3000, 0xA4CF), (0xAC00, 0xD7A3), (0xE000, 0xFAFF), (0xFE30, 0xFE6F), (0xFF5F, 0xFFDC), (0xFFE0, 0xFFE6),
    (0xFFFD, 0xFFFD),
):  # fmt: skip
    _SOUND[_first : _last + 1] = True
_SOUND[[*range(1, 9), *range(0xE, 0x1C), 0x7F]] = False
_SOUND[[ord(char) for char in "āēěīłńňōūǎǐǒǔǖǘǚǜǹɑɡ"]] = True


def _spell_all() -> tuple[Numbers, NDArray[np.uint8]]:
    """How many bytes each character takes in UTF-8 (0 for none), and these."""
    codes = np.arange(0x10000)
    sizes = 1 + (codes >= 0x80) + (codes >= 0x800)
    letters = np.zeros((len(codes), 3), dtype=np.uint8)
    letters[:0x80, 0] = codes[:0x80]
    letters[0x80:0x800, 0], letters[0x80:0x800, 1] = codes[0x80:0x800] >> 6 | 0xC0, codes[0x80:0x800] & 0x3F | 0x80
    high = codes[0x800:]
    letters[0x800:] = np.stack((high >> 12 | 0xE0, high >> 6 & 0x3F | 0x80, high & 0x3F | 0x80), axis=1)
    sizes[0] = 0
    return sizes.astype(np.int64), letters


_SIZES, _LETTERS = _spell_all()


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in order: their bytes (eight columns), how many of these count, and the rows of all, packed."""

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
    joined = "\n".join([text for _, text in rows])
    codes = np.minimum(np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4"), _LOW).astype(np.uint16)
    codes = _FOLDED[codes]
    lengths = np.fromiter((len(text) + 1 for _, text in rows), dtype=np.int64, count=len(rows))
    lengths[-1] -= 1
    row = np.repeat(np.arange(len(rows), dtype=np.uint16), lengths)
    odd = np.unique(row[~_SOUND[codes]])
    if len(odd):
        kept = ~np.isin(row, odd)
        codes, row = codes[kept], row[kept]
    numbers = np.fromiter((number for number, _ in rows), dtype=np.int64, count=len(rows))
    short = numbers if numbers[-1] >> 31 else numbers.astype(np.int32)  # half the bytes to move
    terms = _sort_terms(codes, row, short)
    if len(terms.lengths):
        structure = Structure.read(db, table)
        segment = structure.free_segment()
        pages, openings = lay_out(terms)
        blobs = (((segment << _LEAF_BITS) + number, page) for number, page in enumerate(pages, 1))
        db.executemany(f"INSERT INTO {table}_data (id, block) VALUES (?, ?)", blobs)
        marks = ((segment, opening, number << 1) for opening, number in openings)
        db.executemany(f"INSERT INTO {table}_idx (segid, term, pgno) VALUES (?, ?, ?)", marks)
        structure.add(segment, len(pages)).write(db, table)
    _add_totals(db, table, len(rows) - len(odd), int(terms.counts.sum()))
    return [rows[index] for index in odd]


def _sort_terms(codes: NDArray[np.uint16], row: NDArray[np.uint16], numbers: NDArray[np.integer[Any]]) -> Terms:
    """All characters and neighbouring pairs of the texts, as ``split_grams`` gives them, with their rows."""
    held = ~_SPACES[codes]
    both = held[:-1] & held[1:] & (row[:-1] == row[1:])
    # Two numbers each: the first character, and the second (none: 0) with the row.
    second = codes[1:][both]
    by_second = np.argsort(second, kind="stable")  # then by the first, rows staying in order: short numbers sort fast
    pairs = row[:-1][both] | second.astype(np.uint32) << _ROW_BITS
    first = np.concatenate((codes[held], codes[:-1][both][by_second]))
    rest = np.concatenate((row[held].astype(np.uint32), pairs[by_second]))
    order = np.argsort(first, kind="stable")
    first, rest = first[order], rest[order]
    once = np.ones(len(rest), dtype=bool)
    once[1:] = (rest[1:] != rest[:-1]) | (first[1:] != first[:-1])
    first, rest = first[once], rest[once]
    second = (rest >> _ROW_BITS).astype(np.uint16)
    opens = np.ones(len(rest), dtype=bool)
    opens[1:] = (second[1:] != second[:-1]) | (first[1:] != first[:-1])
    begins = np.flatnonzero(opens)
    values = numbers[rest & (1 << _ROW_BITS) - 1]
    steps = np.empty_like(values)
    np.subtract(values[1:], values[:-1], out=steps[1:])
    steps[begins] = values[begins]
    lists, starts = pack_numbers(steps)
    ends = np.append(begins, len(rest))
    letters, sizes = _spell(first[begins], second[begins])
    return Terms(letters, sizes, _count_shared(letters, sizes), lists, starts[ends], np.diff(ends))


def _spell(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> tuple[NDArray[np.uint8], Numbers]:
    """UTF-8 of the terms (characters and pairs), each with FTS5's mark in front, and their lengths."""
    letters = np.zeros((len(first), 8), dtype=np.uint8)
    letters[:, 0] = _MAIN
    sizes = _SIZES[first]
    for size in (1, 2, 3):
        some = np.flatnonzero(sizes == size)
        letters[some, 1 : 1 + size] = _LETTERS[first[some], :size]
        letters[some, 1 + size : 4 + size] = _LETTERS[second[some]]
    return letters, 1 + sizes + _SIZES[second]


def _count_shared(letters: NDArray[np.uint8], sizes: Numbers) -> Numbers:
    """With how many bytes each term begins as the one before does."""
    whole = letters.view(">u8")[:, 0].astype(np.uint64)
    differ = whole[1:] ^ whole[:-1]
    shared = np.zeros(len(sizes), dtype=np.int64)
    for place in range(1, 8):
        shared[1:] += differ < np.uint64(1 << 64 - 8 * place)
    shared[1:] = np.minimum(shared[1:], np.minimum(sizes[1:], sizes[:-1]))
    return shared


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
            offsets += bytes((own,)) if own < 0x80 else bytes((own >> 7 | 0x80, own & 0x7F))
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
