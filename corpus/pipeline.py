"""File → sound, outlined plans. The order of the steps is written here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from corpus.alignment import Alignment, Edit, apply_edits
from corpus.frame import find_frame
from corpus.header import read_header
from corpus.headings.flattened import unfold_lines
from corpus.matching import compiled  # noqa: F401  first: it spares the others to compile their patterns
from corpus.model import Document, Frame, Note, Plan, Source
from corpus.outline import outline
from corpus.quality import find_notes
from corpus.repair import repair_text
from corpus.simplify import simplify
from corpus.sources import read_source
from corpus.split import PlanSpan, free_lines, split_plans

_ESCAPED = re.compile(r"\\r\\n|\\n")


def read_plans(path: str | Path, *, name: str | None = None) -> Document:
    """The document of one file, parsed in a child process with limits; raises SourceError subclasses.

    ``name`` is what the source is called from then on; without it the file's own name.
    """
    place = Path(path)
    return settle(read_source(place, name=name or place.name))


def settle(source: Source) -> Document:
    """The document of a source: repaired, simplified, freed of its page frame, split and outlined.

    >>> text = "某縣造林計劃\\n一、目標。到2025年造林2萬畝。\\n二、保障。各鄉鎮落實責任。"    # a county's forestry plan
    >>> document = settle(Source("a.txt", "0" * 64, len(text.encode()), text, "utf-8", "text"))
    >>> [(plan.title, [section.address for section in plan.sections]) for plan in document.plans]
    [('某县造林计划', ['一', '二'])]
    """
    repaired = repair_text(source.original)
    text = simplify(repaired.text)
    frame = find_frame(text)
    spans = split_plans(text, frame)
    plans = tuple(
        _make_plan(source, text, repaired.alignment, frame, span, ordinal) for ordinal, span in enumerate(spans, 1)
    )
    notes = () if plans else (Note("frame only", "no text of a document was found", "look for the document itself"),)
    return Document(source, text, repaired.alignment, repaired.repairs, frame, plans, source.notes + notes)


def _make_plan(
    source: Source, text: str, alignment: Alignment, frame: Sequence[Frame], span: PlanSpan, ordinal: int
) -> Plan:
    """One plan of a settled text: without the frame of its page, with its header, outline and notes."""
    picked = _pick(span, frame)
    plan_text = "".join(text[start:end] for start, end in picked)
    way = alignment.pick(picked)
    within = Alignment.identity(len(text)).pick(picked)
    # Some exports wrote the characters \r\n for a line break: in a plan they become one.
    edits = (
        [Edit(found.start(), found.end(), "\n") for found in _ESCAPED.finditer(plan_text)] if "\\n" in plan_text else []
    )
    if edits:
        plan_text, way, within = apply_edits(plan_text, edits), way.then(edits), within.then(edits)
    lines = unfold_lines(free_lines(text, frame, span.start, span.end))
    header = read_header(text, span, frame, source.metadata, lines=lines)
    title = next(((start, end) for field, start, end in header.evidence if field == "title"), (0, 0))
    title = (within.to_clean(title[0]), within.to_clean(title[1])) if span.start <= title[0] else (0, 0)
    sections, provisions = outline(plan_text, title=title)
    pages = "\n".join(text[part.start : part.end] for part in frame if part.rule == "page links")
    notes = find_notes(lines, header, frame, pages)
    return Plan(ordinal, plan_text, way, header, sections, provisions, notes, span.border)


def _pick(span: PlanSpan, frame: Sequence[Frame]) -> list[tuple[int, int]]:
    """The stretches of a plan outside the frame."""
    picked: list[tuple[int, int]] = []
    place = span.start
    for part in frame:
        if part.end <= place or part.start >= span.end:
            continue
        if part.start > place:
            picked.append((place, part.start))
        place = max(place, part.end)
    if place < span.end:
        picked.append((place, span.end))
    return picked
