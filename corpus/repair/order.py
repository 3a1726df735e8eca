"""The order in which repairs are made, written once, and the way back through all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from corpus.alignment import Alignment, Edit, apply_edits
from corpus.model import Repair
from corpus.repair.byteshift import find_lost_bytes
from corpus.repair.change import Change
from corpus.repair.compose import Written, compose
from corpus.repair.encodings.escapes import find_escapes
from corpus.repair.encodings.mojibake import RULES as STRETCHES
from corpus.repair.encodings.mojibake import find_mojibake, suspicious
from corpus.repair.gates import Gates, Need
from corpus.repair.glosses import GLOSS, find_glosses
from corpus.repair.lines.blanks import INNER_BLANK, find_blanks
from corpus.repair.lines.breaks import INDENT, find_lost_breaks
from corpus.repair.lines.digits import GAP, find_split_numbers
from corpus.repair.lines.parts import find_parts
from corpus.repair.lines.stamps import find_stamps
from corpus.repair.lines.wrapped import find_wrapped_lines
from corpus.repair.lost_bytes.torn import find_torn_characters
from corpus.repair.lost_bytes.torn_marks import MARK
from corpus.repair.signs.brackets import LOST_BRACKET, find_brackets, find_dates
from corpus.repair.signs.commas import DOUBLE_COMMA, find_stray_commas
from corpus.repair.signs.decimals import find_lost_points
from corpus.repair.signs.forms import FORM, find_forms
from corpus.repair.signs.glyphs import HANGUL, find_glyphs
from corpus.repair.signs.invisible import INVISIBLE, find_invisible
from corpus.repair.signs.losses import LOST, find_losses
from corpus.repair.signs.marks import (
    BULLET,
    LETTER_ZERO,
    find_bullets,
    find_stops_for_brackets,
    find_watermarks,
    find_zeros,
)
from corpus.repair.signs.numerals import EMPTY, find_joined_dates, find_lost_labels
from corpus.repair.signs.quotes import QUOTE, find_turned_quotes
from corpus.simplify import simplify

Find = Callable[[str], list[Change]]

# Each sees the text as the ones before it left it; the second name is the character that it needs, or two side by side.
ORDER: tuple[tuple[Find, Callable[[], Need] | None], ...] = (
    (find_torn_characters, lambda: MARK),  # set apart when the file was decoded
    (find_mojibake, suspicious),  # a stretch in another encoding hides everything else
    (find_invisible, lambda: INVISIBLE),
    (find_escapes, None),
    (find_lost_bytes, None),  # its stray signs (` ^ \\) are bytes of characters, no marks
    (find_glosses, lambda: GLOSS),
    (find_glyphs, lambda: HANGUL),
    (find_forms, lambda: FORM),  # in misread text these are other characters still
    (find_turned_quotes, lambda: QUOTE),  # a watermark may be the same sign
    (find_watermarks, None),
    (find_zeros, lambda: LETTER_ZERO),
    (find_bullets, lambda: BULLET),
    (find_stops_for_brackets, None),
    (find_brackets, lambda: LOST_BRACKET),
    (find_dates, None),
    (find_joined_dates, None),
    (find_lost_labels, lambda: EMPTY),
    (find_lost_points, None),
    (find_split_numbers, lambda: GAP),  # where no blank stands for a point
    (find_parts, None),  # before the lines are joined: its numbers begin lines
    (find_stamps, None),  # before the lines are joined: it stands at their ends
    (find_blanks, lambda: INNER_BLANK),
    (find_stray_commas, lambda: DOUBLE_COMMA),
    (find_wrapped_lines, None),
    (find_lost_breaks, lambda: INDENT),
    (find_losses, lambda: LOST),  # only reports what none of the others could restore
)
_ANY = re.compile(r"[\s\S]")
ROUNDS = 6  # one repair may bring another to light (an escape in garbled text)


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text, not yet simplified; each repair in original offsets; the way back."""

    text: str
    repairs: tuple[Repair, ...]
    alignment: Alignment


@cache
def _gates() -> Gates:
    return Gates([chars() if chars else _ANY for _, chars in ORDER])


def repair_text(text: str) -> Repaired:
    """Undo what page makers, filters and wrong encodings did to a text; sound text comes back as it is.

    What cannot be restored stays in place and is reported with the verdict ``lossy``. ``restored``
    in a repair is simplified, as it will stand in the clean text.

    >>> done = repair_text("ÏØÓò¾¼Ã·¢Õ¹".replace("¾¼", "¾\xad¼"))   # "county development", GBK read as Latin-1
    >>> done.text, done.repairs[0].verdict
    ('县域经济发展', 'exact')
    """
    state = _State(text, text, [], {}, _gates().look(text))
    for _ in range(ROUNDS):
        before = state.current
        for number, (find, _) in enumerate(ORDER):
            if not state.seen & 1 << number:
                continue
            # What was misread several times must be undone to the end before anything else looks at it.
            for _ in range(ROUNDS if find is find_mojibake else 1):
                if not state.apply(find):
                    break
        if state.current == before:
            break
    current, written, marked = state.current, state.written, state.marked
    if current == text and not marked:
        return Repaired(text, (), Alignment.identity(len(text)))
    alignment = _alignment(text, written)
    return Repaired(current, _report(text, current, _settle(text, written, list(marked.values()))), alignment)


@dataclass(slots=True)
class _State:
    """The text as it stands, the edits that led to it, and what is marked as lost."""

    original: str
    current: str
    written: list[Written]
    marked: dict[tuple[int, int], Written]
    seen: int  # which rule families may find something

    def apply(self, find: Callable[[str], list[Change]]) -> bool:
        """Make the changes that one rule family finds; False when the text stays as it is."""
        changes = _drop_overlaps(find(self.current))
        if not changes:
            return False
        edits = [change for change in changes if change.new != self.current[change.start : change.end]]
        if len(edits) < len(changes):
            for mark in _place_marks(changes, self.current, _alignment(self.original, self.written)):
                self.marked.setdefault((mark.start, mark.end), mark)
        if not edits:
            return False
        self.written = compose(self.written, self.current, edits)
        self.current = apply_edits(self.current, [Edit(edit.start, edit.end, edit.new) for edit in edits])
        self.seen = _gates().look(self.current)
        return True


def _drop_overlaps(changes: list[Change]) -> list[Change]:
    """Sorted changes; where two claim the same characters, or the same place, the first has them."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if not kept or change.start > kept[-1].end or change.start == kept[-1].end < change.end:
            kept.append(change)
    return kept


def _alignment(text: str, written: list[Written]) -> Alignment:
    return Alignment.identity(len(text)).then([Edit(edit.start, edit.end, edit.new) for edit in written])


def _place_marks(changes: list[Change], current: str, alignment: Alignment) -> list[Written]:
    """Changes that change nothing say that something there is lost: where it stands in the original."""
    marks = []
    for change in changes:
        old = current[change.start : change.end]
        if change.new == old and old:
            start, end = alignment.to_original(change.start, change.end)
            marks.append(Written(start, end, old, (change.rule,), "lossy"))
    return marks


def _settle(text: str, written: list[Written], marks: list[Written]) -> list[Written]:
    """Edits and marks in one row; an edit within a mark is lossy, a mark over an edit says no more."""
    row = [edit for edit in written if edit.new != text[edit.start : edit.end]]
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        over = [i for i, edit in enumerate(row) if edit.start < mark.end and mark.start < edit.end]
        for i in over:
            row[i] = replace(row[i], verdict="lossy")
        if not over:
            row.append(replace(mark, new=text[mark.start : mark.end]))
    return sorted(row, key=lambda edit: (edit.start, edit.end))


def _report(text: str, current: str, row: list[Written]) -> tuple[Repair, ...]:
    """The repairs, a garbled stretch as one, with the text that will stand in their place."""
    clean = simplify(current)
    repairs: list[Repair] = []
    shift = 0
    last_rules: tuple[str, ...] = ()
    for edit in row:
        at = edit.start + shift
        restored = clean[at : at + len(edit.new)]
        shift += len(edit.new) - (edit.end - edit.start)
        raw = text[edit.start : edit.end]
        previous = repairs[-1] if repairs else None
        same = previous and previous.end == edit.start and (previous.verdict, last_rules) == (edit.verdict, edit.rules)
        if previous and same and edit.rules[0] in STRETCHES:
            repairs[-1] = replace(
                previous,
                end=edit.end,
                raw=previous.raw + raw,
                restored=previous.restored + restored,
            )
        else:
            repairs.append(Repair("+".join(edit.rules), edit.start, edit.end, raw, restored, edit.verdict))
        last_rules = edit.rules
    return tuple(repairs)
