"""One spaCy component for each kind of record. Each marks spans in ``doc.spans`` and keeps its records with the Doc.

Plain functions find; a component only wraps one of them. Usable alone, on any pipeline::

    nlp = spacy.blank("zh")
    nlp.add_pipe("junxian_dates")
    dates = facts_of(nlp("到2026年6月底完成"))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from corpus.model import Plan
from extract.dates import find_dates
from extract.measures import MeasureContext, find_measures
from extract.places import find_places
from extract.records import Date, Measure, Place, Reference, Role
from extract.references import find_references
from extract.roles import RoleContext, find_roles
from extract.times.resolve import find_evidence
from extract.tokenizer import TEXT

Record = Measure | Date | Role | Place | Reference
PLAN = "junxian_plan"  # where doc.user_data carries the plan, for what its outline and header know
KINDS: dict[str, Any] = {"dates": Date, "measures": Measure, "roles": Role, "places": Place, "references": Reference}
_GET = {key: attrgetter(*(field.name for field in fields(kind))) for key, kind in KINDS.items()}
_LABEL: dict[str, Callable[[Any], str]] = {
    "dates": attrgetter("type"),
    "measures": attrgetter("status"),
    "roles": attrgetter("role"),
    "places": lambda place: place.level or "place",
    "references": attrgetter("rule"),
}


@dataclass(frozen=True, slots=True)
class FactMarker:
    """A spaCy component: finds records of one kind, marks them in ``doc.spans[key]`` and keeps them."""

    key: str
    find: Callable[[Doc], Sequence[Record]]

    def __call__(self, doc: Doc) -> Doc:
        records = self.find(doc)
        label = _LABEL[self.key]
        spans = [doc.char_span(r.start, r.end, label=label(r), alignment_mode="expand") for r in records]
        doc.spans[self.key] = SpanGroup(doc, name=self.key, spans=[span for span in spans if span is not None])
        # Plain tuples, so that a Doc can be pickled, saved and sent between processes.
        doc.user_data[f"junxian_{self.key}"] = [_GET[self.key](record) for record in records]
        return doc


def facts_of(doc: Doc, *keys: str) -> list[Record]:
    """The records that our components found, by place; with keys (``"dates"`` …) only those kinds."""
    found: list[Record] = []
    for key in keys or KINDS:
        for values in doc.user_data.get(f"junxian_{key}", ()):
            # A Doc that was saved gives lists for tuples.
            found.append(KINDS[key](*(tuple(v) if isinstance(v, list) else v for v in values)))
    return sorted(found, key=lambda record: (record.start, record.end))


def text_of(doc: Doc) -> str:
    """The text of a Doc. spaCy puts it together from the tokens anew each time; our tokenizer keeps it."""
    text = doc.user_data.get(TEXT)
    return text if isinstance(text, str) else doc.text


def _plan(doc: Doc) -> Plan | None:
    plan = doc.user_data.get(PLAN)
    return plan if isinstance(plan, Plan) else None


def _dates(doc: Doc) -> list[Date]:
    plan = _plan(doc)
    return find_dates(text_of(doc), evidence=find_evidence(plan) if plan else None)


def _measures(doc: Doc) -> list[Measure]:
    plan = _plan(doc)
    known = [d for d in facts_of(doc, "dates") if isinstance(d, Date)] if "junxian_dates" in doc.user_data else None
    dates = None if known is None else tuple(known)
    if plan is None:
        return find_measures(text_of(doc), MeasureContext(dates=dates))
    return find_measures(text_of(doc), MeasureContext.of(plan, dates))


def _roles(doc: Doc) -> list[Role]:
    plan = _plan(doc)
    return find_roles(text_of(doc), RoleContext.of(plan) if plan else None)


@Language.factory("junxian_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> FactMarker:
    """Mark dates in doc.spans["dates"], labelled point, deadline, start, interval, recurring or duration."""
    return FactMarker("dates", _dates)


@Language.factory("junxian_measures", assigns=["doc.spans"])
def make_measures(nlp: Language, name: str) -> FactMarker:
    """Mark measures in doc.spans["measures"], labelled target, actual or standard.

    Deadlines are at their best with junxian_dates earlier in the pipeline.
    """
    return FactMarker("measures", _measures)


@Language.factory("junxian_roles", assigns=["doc.spans"])
def make_roles(nlp: Language, name: str) -> FactMarker:
    """Mark actors in doc.spans["roles"], labelled lead, support, member, responsible, oversee, approve or head."""
    return FactMarker("roles", _roles)


@Language.factory("junxian_places", assigns=["doc.spans"])
def make_places(nlp: Language, name: str) -> FactMarker:
    """Mark places in doc.spans["places"], labelled by level."""
    return FactMarker("places", lambda doc: find_places(text_of(doc)))


@Language.factory("junxian_references", assigns=["doc.spans"])
def make_references(nlp: Language, name: str) -> FactMarker:
    """Mark cited titles and document numbers in doc.spans["references"]."""
    return FactMarker("references", lambda doc: find_references(text_of(doc)))
