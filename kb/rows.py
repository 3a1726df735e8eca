"""A settled document and its facts as rows of the knowledge base, ready to be inserted.

Runs in the building workers, so that the one process that writes has only inserts to do.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.model import Document, Note, Plan, Repair, Section
from extract.records import Date, Measure, Place, Reference, Role
from extract.sentences import sentence_span
from kb.grams import storable
from kb.packing import checksum, cut_provisions, pack_text, sha256_text
from kb.product import Product
from kb.schema import BY_NAME, own_columns

Row = dict[str, Any]
_LETTER = {"measure": "m", "date": "d", "role": "r"}
_TABLE = {"measure": "measure_facts", "date": "date_facts", "role": "role_facts"}
_NOTE, _REPAIR = (tuple(one.name for one in dataclasses.fields(kind)) for kind in (Note, Repair))
HAS = {"measure": 1, "target": 2, "deadline": 4, "role": 8}


@dataclass(frozen=True, slots=True)
class Mention:
    """An indicator named without a number of its own; ``start:end`` in Plan.text."""

    start: int
    end: int
    text: str
    indicator_id: str
    reason: str
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one plan."""

    facts: Sequence[Measure | Date | Role] = ()
    mentions: Sequence[Any] = ()  # Mention, or anything with its fields
    places: Sequence[Place] = ()
    references: Sequence[Reference] = ()
    place: str | None = None  # code of the jurisdiction
    place_name: str | None = None
    place_level: str | None = None
    place_evidence: str = ""
    provision_places: dict[int, tuple[str, str, str | None]] = field(default_factory=dict)  # ordinal: code, name, level
    topics: Sequence[str | None] = ()  # one a provision
    notes: Sequence[Note] = ()


def name_source(name: str, sha256: str) -> str:
    """The stable identity of a source: the same file under the same name always has it."""
    return hashlib.sha256(f"{name}\0{sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def rows_of(document: Document, found: Sequence[Found], settings: str) -> Product:
    """All rows of a document whose plans gave these findings, in the same order."""
    source = document.source
    clean = [dataclasses.replace(plan, text=storable(plan.text)) for plan in document.plans]
    source_id = name_source(source.name, source.sha256)
    rows: dict[str, list[Row]] = {name: [] for name in BY_NAME}
    notes: list[tuple[str | None, Note]] = [(None, note) for note in (*source.notes, *document.notes)]
    for plan, finds in zip(clean, found, strict=True):
        plan_id = f"{source_id}-{plan.ordinal}"
        notes += [(plan_id, note) for note in (*plan.notes, *finds.notes)]
        _PlanRows(source.original, source_id, plan_id, plan, finds, rows).add()
    for plan_id_or_none, note in dict.fromkeys(notes):
        rows["notes"].append({"source_id": source_id, "plan_id": plan_id_or_none, **_fields(note, _NOTE)})
    rows["repairs"] = [{"source_id": source_id, **_fields(repair, _REPAIR)} for repair in document.repairs]
    if storable(source.original) != source.original:
        for kept in (one for table_rows in rows.values() for one in table_rows):
            kept |= {key: storable(value) for key, value in kept.items() if isinstance(value, str)}
    for name, table in BY_NAME.items():
        if rows[name] and "checksum" in table.names:
            for found_row in rows[name]:
                found_row["checksum"] = checksum(name, found_row)
    several = len(document.plans) > 1
    told = list(dict.fromkeys(notes))
    row: Row = {
        "source_id": source_id,
        "name": source.name,
        "sha256": source.sha256,
        "size": source.size,
        "state": "warned" if told else "ok",
        "reason": "; ".join(
            (f"plan {plan_id.rpartition('-')[2]} {note.code}: " if several and plan_id else f"{note.code}: ")
            + note.message
            for plan_id, note in told
        ),
        "remedy": "; ".join(dict.fromkeys(note.remedy for _, note in told if note.remedy)),
        "reader": source.reader,
        "encoding": source.encoding,
        "evidence": source.evidence,
        "metadata": json.dumps(source.metadata, ensure_ascii=False, sort_keys=True),
        "pages": json.dumps(list(source.pages)),
        "characters": len(source.original),
        "original": pack_text(source.original),
        "original_sha256": sha256_text(source.original),
        "settings": settings,
    }
    return Product.make(row, rows)


def _fields(record: Any, names: tuple[str, ...]) -> Row:
    return {name: getattr(record, name) for name in names}


class _PlanRows:
    """Writes the rows of one plan; the working memory of ``rows_of``."""

    def __init__(
        self,
        original: str, source_id: str, plan_id: str, plan: Plan, found: Found, rows: dict[str, list[Row]],
    ) -> None:  # fmt: skip
        self.original, self.source_id, self.plan_id = original, source_id, plan_id
        self.plan, self.found, self.rows = plan, found, rows
        self.starts = [provision.start for provision in plan.provisions]
        self.ids = _provision_ids(plan_id, plan)
        self.taken: dict[str, int] = {}
        self.headings: dict[int | None, str] = {}  # by section

    def add(self) -> None:
        """Add the plan, its sections, provisions and findings."""
        self._add_plan()
        for number, section in enumerate(self.plan.sections):
            self._add_section(number, section)
        has = self._add_facts()
        self._add_provisions(has)
        for mention in self.found.mentions:
            row, index = self._spot(mention)
            row |= {"indicator_id": mention.indicator_id, "reason": mention.reason}
            row["status"] = getattr(mention, "status", None)
            self._add_sentence(row, index)
            self.rows["mention_facts"].append(row)
        for place in self.found.places:
            row, _ = self._spot(place)
            row |= _fields(place, ("code", "name", "level", "rule")) | {"candidates": " ".join(place.candidates)}
            self.rows["places"].append(row)
        for reference in self.found.references:
            row, _ = self._spot(reference)
            row |= _fields(reference, ("title", "number", "issuer", "alias", "rule"))
            self.rows["citations"].append(row)
            if reference.alias and reference.title:
                short = {"short": reference.alias, "long": reference.title, "plan_id": self.plan_id}
                self.rows["abbreviations"].append(short)

    def _add_plan(self) -> None:
        header, found, plan = self.plan.header, self.found, self.plan
        row: Row = {
            "plan_id": self.plan_id,
            "source_id": self.source_id,
            "plan": plan.ordinal,
            "title": header.title,
            "place": found.place,
            "place_name": found.place_name,
            "place_level": found.place_level,
            "place_evidence": found.place_evidence,
            "issuer": header.issuer,
            "number": header.number,
            "date": header.date,
            "year": header.year,
            "kind": header.kind,
            "border": plan.border,
            "characters": len(plan.text),
            "rest": pack_text(cut_provisions(plan.text, sorted((p.start, p.end) for p in plan.provisions))),
            "text_sha256": sha256_text(plan.text),
            "alignment": zlib.compress(json.dumps([list(run) for run in plan.alignment.runs]).encode(), 6),
        }
        self.rows["plans"].append(row)
        if found.place and found.place_name:
            division = {"place": found.place, "name": found.place_name, "level": found.place_level}
            self.rows["divisions"].append(division)

    def _add_section(self, index: int, section: Section) -> None:
        row: Row = {"plan_id": self.plan_id, "section": index, "parent": section.parent, "level": section.level}
        row |= {"label": section.label, "heading": section.text, "address": section.address}
        row |= {"heading_end": section.heading_end} | self._span(section.start, section.end)
        self.rows["sections"].append(row)

    def _add_facts(self) -> Counter[tuple[int, str]]:
        """Add the facts; returns which provision has what."""
        has: Counter[tuple[int, str]] = Counter()
        taken = self.taken
        for fact in self.found.facts:
            row, index = self._spot(fact)
            letter = f"{self.source_id}:{_LETTER[fact.kind]}{row['original_start']}"
            again = taken[letter] = taken.get(letter, 0) + 1
            row["fact_id"] = letter if again == 1 else f"{letter}.{again}"
            raw = self.original[row["original_start"] : row["original_end"]]
            row["raw"] = raw if raw != row["text"] else None
            row["rule"] = fact.rule
            for name in own_columns(fact.kind):
                row[name] = getattr(fact, name, None)
            if isinstance(fact, Date):
                row["working_days"] = int(fact.working_days)
                spot = self.plan.original_span(*fact.resolved_from) if fact.resolved_from else (None, None)
                row["resolved_start"], row["resolved_end"] = spot
            self._add_sentence(row, index)
            self.rows[_TABLE[fact.kind]].append(row)
            if index is not None:
                has[index, _bit(fact)] += 1
                if fact.kind == "measure":
                    has[index, "measure"] += 1
        return has

    def _add_provisions(self, has: Counter[tuple[int, str]]) -> None:
        for index, provision in enumerate(self.plan.provisions):
            text = self.plan.text[provision.start : provision.end]
            code, name, level = self.found.provision_places.get(
                provision.ordinal, (self.found.place, self.found.place_name, self.found.place_level)
            )
            if code and name and code != self.found.place:
                self.rows["divisions"].append({"place": code, "name": name, "level": level})
            row: Row = {
                "provision_id": self.ids[index],
                "plan_id": self.plan_id,
                "provision": provision.ordinal,
                "section": provision.section,
                "address": provision.address,
                "heading": self._heading(provision.section),
                "text": text,
                "topic": self.found.topics[index] if index < len(self.found.topics) else None,
                "place": code,
                "has": sum(bit for what, bit in HAS.items() if has[index, what]),
            }
            row |= self._span(provision.start, provision.end)
            self.rows["provisions"].append(row)

    def _heading(self, section: int | None) -> str:
        """The headings above a provision, outermost first."""
        if section not in self.headings:
            path: list[str] = []
            above = section
            while above is not None:
                path.append(self.plan.sections[above].text)
                above = self.plan.sections[above].parent
            self.headings[section] = " / ".join(text for text in reversed(path) if text)
        return self.headings[section]

    def _provision(self, start: int, end: int) -> int | None:
        index = bisect_right(self.starts, start) - 1
        return index if index >= 0 and end <= self.plan.provisions[index].end else None

    def _span(self, start: int, end: int) -> Row:
        first, last = self.plan.original_span(start, end)
        return {"start": start, "end": end, "original_start": first, "original_end": last}

    def _spot(self, found: Any) -> tuple[Row, int | None]:
        """Where something was found, and which of the plan's provisions holds it."""
        start, end = found.start, found.end
        index = self._provision(start, end)
        first, last = self.plan.alignment.to_original(start, end)
        row: Row = {
            "plan_id": self.plan_id,
            "provision": None if index is None else self.plan.provisions[index].ordinal,
            "start": start,
            "end": end,
            "original_start": first,
            "original_end": last,
            "text": self.plan.text[start:end],
        }
        return row, index

    def _add_sentence(self, row: Row, index: int | None) -> None:
        start, end = sentence_span(self.plan.text, row["start"], row["end"])
        inside = False
        if index is not None:
            provision = self.plan.provisions[index]
            inside = provision.start <= start and end <= provision.end
        row["sentence_start"], row["sentence_end"] = start, end
        row["outside"] = None if inside else self.plan.text[start:end]


def _bit(fact: Measure | Date | Role) -> str:
    if isinstance(fact, Measure):
        return "target" if fact.status == "target" else "measure"
    if isinstance(fact, Date):
        return "deadline" if fact.type == "deadline" else "date"
    return "role"


def _provision_ids(plan_id: str, plan: Plan) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for provision in plan.provisions:
        seen[provision.address] += 1
        again = seen[provision.address]
        ids.append(f"{plan_id}/{provision.address}" + (f"~{again}" if again > 1 else ""))
    return ids
