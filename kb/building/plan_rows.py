"""One plan and what was found in it as rows: lists of values in the order of their tables' columns.

No dicts: a report comes to thousands of rows, and naming each value takes longer than finding it.
"""

from __future__ import annotations

import dataclasses
import json
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any

from corpus.model import Note, Plan, Section
from extract.mentions import Mention
from extract.records import Date, Measure, Place, Reference, Role
from extract.references import Abbreviation
from extract.text.sentences import sentence_span
from kb.building.batches import Values
from kb.packing import cut_provisions, pack_text, sha256_text
from kb.schema import KINDS, own_columns, stored_names

_LONG = 20_000  # characters of a provision out of which SQLite cuts a sentence slowly
_SENTENCE = 2000  # characters; a longer one is not worth keeping beside its provision
_LETTER = {"measure": "m", "date": "d", "role": "r"}
_RECORDS: dict[str, type] = {"measure": Measure, "date": Date, "role": Role}
MEASURE, TARGET, DEADLINE, ROLE = 1, 2, 4, 8  # bits of the column ``has``
_WORKING = stored_names("date_facts").index("working_days")
_SECTION = attrgetter("parent", "level", "label", "text", "address", "heading_end", "start", "end")
_PLACE = attrgetter("code", "name", "level")
_REFERENCE = attrgetter("title", "number", "issuer", "alias", "rule")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one plan."""

    facts: Sequence[Measure | Date | Role] = ()
    mentions: Sequence[Mention] = ()
    places: Sequence[Place] = ()
    references: Sequence[Reference] = ()
    abbreviations: Sequence[Abbreviation] = ()
    place: str | None = None  # code of the jurisdiction
    place_name: str | None = None
    place_level: str | None = None
    place_evidence: str = ""
    statement_places: Sequence[tuple[int, int, str]] = ()  # stretches of the text about a place below: start, end, code
    provision_places: dict[int, str] = field(default_factory=dict)  # ordinal: code of what most of it is about
    divisions: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # name and level of these codes
    topics: Sequence[str | None] = ()  # one a provision
    notes: Sequence[Note] = ()


class PlanRows:
    """Writes the rows of one plan; the working memory of ``kb.building.rows.rows_of``."""

    def __init__(
        self,
        original: str, source_id: str, plan_id: str, plan: Plan, found: Found, rows: dict[str, list[Values]],
    ) -> None:  # fmt: skip
        self.original, self.source_id, self.plan_id = original, source_id, plan_id
        self.plan, self.found, self.rows = plan, found, rows
        self.text = plan.text
        self.starts = [provision.start for provision in plan.provisions]
        self.ids = _provision_ids(plan_id, plan)
        self.about = [start for start, _, _ in found.statement_places]
        self.taken: dict[str, int] = {}
        self.headings: dict[int | None, str] = {}  # by section

    def add(self) -> None:
        """Add the plan, its sections, provisions and findings."""
        self._add_plan()
        for number, section in enumerate(self.plan.sections):
            self._add_section(number, section)
        self._add_provisions(self._add_facts())
        for mention in self.found.mentions:
            spot, index = self._spot(mention.start, mention.end)
            status = getattr(mention, "status", None)
            sentence = self._sentence(mention.start, mention.end, index)
            row = [*spot, mention.indicator_id, mention.reason, status, *sentence, self._own_place(mention.start)]
            self.rows["mention_facts"].append(row)
        for place in self.found.places:
            spot, _ = self._spot(place.start, place.end)
            self.rows["places"].append([*spot, *_PLACE(place), " ".join(place.candidates), place.rule])
        for reference in self.found.references:
            spot, _ = self._spot(reference.start, reference.end)
            self.rows["citations"].append([*spot, *_REFERENCE(reference)])
        self._add_abbreviations()

    def _add_abbreviations(self) -> None:
        """Short names of cited documents, and those that the plan introduces: 医共体 for 县域医疗卫生共同体."""
        pairs = [(cited.alias, cited.title) for cited in self.found.references if cited.alias and cited.title]
        pairs += [(own.short, own.long) for own in self.found.abbreviations if own.is_contracted]
        self.rows["abbreviations"] += [[short, long, self.plan_id] for short, long in dict.fromkeys(pairs)]

    def _add_plan(self) -> None:
        header, found, plan = self.plan.header, self.found, self.plan
        rest = cut_provisions(plan.text, sorted((p.start, p.end) for p in plan.provisions))
        runs = json.dumps([list(run) for run in plan.alignment.runs]).encode()
        row = [self.plan_id, self.source_id, plan.ordinal, header.title]
        row += [found.place, found.place_name, found.place_level, found.place_evidence]
        row += [header.issuer, header.number, header.date, header.year, header.kind, plan.border]
        row += [len(plan.text), pack_text(rest), sha256_text(plan.text), zlib.compress(runs, 6)]
        self.rows["plans"].append(row)
        if found.place and found.place_name:
            self.rows["divisions"].append([found.place, found.place_name, found.place_level])
        self.rows["divisions"] += [[code, *told] for code, told in sorted(found.divisions.items())]

    def _add_section(self, index: int, section: Section) -> None:
        spot = self.plan.original_span(section.start, section.end)
        self.rows["sections"].append([self.plan_id, index, *_SECTION(section), *spot])

    def _add_facts(self) -> list[int]:
        """Add the facts; returns which provision has what."""
        has = [0] * len(self.starts)
        original, taken = self.original, self.taken
        letters = {kind: f"{self.source_id}:{letter}" for kind, letter in _LETTER.items()}
        for fact in self.found.facts:
            (plan_id, ordinal, start, end, first, last, text), index = self._spot(fact.start, fact.end)
            fact_id = f"{letters[fact.kind]}{first}"
            again = taken[fact_id] = taken.get(fact_id, 0) + 1
            if again > 1:
                fact_id += f".{again}"
            raw: str | None = original[first:last]
            if raw == text:
                raw = None
            sentence = self._sentence(start, end, index)
            row = [plan_id, fact_id, ordinal, start, end, first, last, text, raw, *sentence]
            row += [self._own_place(fact.start), fact.rule]
            row += _own_getter(fact.kind)(fact)
            if fact.kind == "date":
                row[_WORKING] = int(fact.working_days)
                row += self.plan.original_span(*fact.resolved_from) if fact.resolved_from else (None, None)
            self.rows[KINDS[fact.kind]].append(row)
            if index is not None:
                has[index] |= _bits(fact)
        return has

    def _add_provisions(self, has: Sequence[int]) -> None:
        found, to_original = self.found, self.plan.alignment.to_original
        topics = [*found.topics, *[None] * (len(has) - len(found.topics))]
        for index, provision in enumerate(self.plan.provisions):
            start, end = provision.start, provision.end
            code = found.provision_places.get(provision.ordinal, found.place)
            row = [self.ids[index], self.plan_id, provision.ordinal, provision.section, provision.address]
            row += [self._heading(provision.section), self.text[start:end], topics[index], code, has[index]]
            row += [start, end, *to_original(start, end)]
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

    def _spot(self, start: int, end: int) -> tuple[tuple[Any, ...], int | None]:
        """Where something was found, as most tables begin, and which of the plan's provisions holds it."""
        index: int | None = bisect_right(self.starts, start) - 1
        ordinal = None
        if index is not None and index >= 0 and end <= (provision := self.plan.provisions[index]).end:
            ordinal = provision.ordinal
        else:
            index = None
        first, last = self.plan.alignment.to_original(start, end)
        return (self.plan_id, ordinal, start, end, first, last, self.text[start:end]), index

    def _own_place(self, start: int) -> str | None:
        """The code of the place that a statement is about, where it is another than its plan's."""
        index = bisect_right(self.about, start) - 1
        if index < 0 or start >= self.found.statement_places[index][1]:
            return None
        return self.found.statement_places[index][2]

    def _sentence(self, start: int, end: int, index: int | None) -> tuple[int, int, str | None]:
        """The sentence around a fact: where it begins and ends, and its text where no provision holds it, or where
        cutting it out of the provision for each of many facts would take time by the square of its length."""
        first, last = sentence_span(self.text, start, end)
        if index is not None:
            provision = self.plan.provisions[index]
            easy = provision.end - provision.start <= _LONG or last - first > _SENTENCE
            if provision.start <= first and last <= provision.end and easy:
                return first, last, None
        return first, last, self.text[first:last]


@cache
def _own_getter(kind: str) -> Callable[[Any], tuple[Any, ...]]:
    """The values of the columns that only facts of this kind have, as far as its record gives them."""
    held = {one.name for one in dataclasses.fields(_RECORDS[kind])}
    get: Callable[[Any], tuple[Any, ...]] = attrgetter(*(name for name in own_columns(kind) if name in held))
    return get


def _bits(fact: Measure | Date | Role) -> int:
    if isinstance(fact, Measure):
        return MEASURE | TARGET if fact.status == "target" else MEASURE
    if isinstance(fact, Date):
        return DEADLINE if fact.type == "deadline" else 0
    return ROLE


def _provision_ids(plan_id: str, plan: Plan) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for provision in plan.provisions:
        seen[provision.address] += 1
        again = seen[provision.address]
        ids.append(f"{plan_id}/{provision.address}" + (f"~{again}" if again > 1 else ""))
    return ids
