"""From settled plans to facts: the spaCy pipeline, its order, and facts as rows of the public format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.alignment import Alignment
from corpus.matching import compiled  # noqa: F401  first: it spares the others to compile their patterns
from corpus.model import Header, Plan, Source
from corpus.repair import repair_text
from corpus.simplify import simplify
from extract.dates import find_dates
from extract.measures import MeasureContext, find_measures
from extract.records import Date, Fact, Measure, Role
from extract.roles import RoleContext, find_roles
from extract.text.sentences import sentence_span
from extract.times.resolve import find_evidence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Dates come first: a measure takes its deadline from them.
COMPONENTS = ("junxian_dates", "junxian_measures", "junxian_roles")
_FIELDS = {
    kind: tuple(f.name for f in fields(kind) if f.name not in ("start", "end", "text", "rule", "kind", "resolved_from"))
    for kind in (Measure, Date, Role)
}


@dataclass(frozen=True, slots=True)
class LineFact:
    """A fact of one line of input: the line's 1-based number, the line as a plan and as a source, the fact."""

    line: int
    plan: Plan
    source: Source
    fact: Fact


@cache
def load_pipeline(components: tuple[str, ...] = COMPONENTS) -> Language:
    """A spaCy pipeline over our words with these components (names as ``nlp.add_pipe`` takes them).

    >>> nlp = load_pipeline()
    >>> doc = nlp("到2026年底，县教育局牵头新建2所学校。")     # "by 2026, led by the education bureau"
    >>> [(span.text, span.label_) for span in doc.spans["dates"]]
    [('到2026年底', 'deadline')]
    """
    from extract.tokenizer import blank

    nlp = blank()
    for component in components:
        nlp.add_pipe(component)
    return nlp


def mark_plan(plan: Plan, *, components: tuple[str, ...] = COMPONENTS) -> Doc:
    """The plan's text as a Doc with every span marked; ``facts_of`` gives the records."""
    from extract.components import PLAN

    nlp = load_pipeline(components)
    doc = nlp.tokenizer(plan.text)
    doc.user_data[PLAN] = plan
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def extract_facts(plan: Plan) -> list[Fact]:
    """Measures, dates and roles of a plan, by place; offsets into ``plan.text``.

    The same records as ``facts_of(mark_plan(plan))``, from the functions that the components wrap: a build
    needs no Doc, which costs as much as finding the dates ten times.
    """
    dates = find_dates(plan.text, evidence=find_evidence(plan))
    measures = find_measures(plan.text, MeasureContext.of(plan, tuple(dates)))
    roles = find_roles(plan.text, RoleContext.of(plan))
    found: list[Fact] = [*dates, *measures, *roles]
    return sorted(found, key=lambda fact: (fact.start, fact.end))


def extract_lines(lines: Iterable[str]) -> Iterator[LineFact]:
    """Facts of each line as a text of its own, whatever it was taken from; line ends are not part of a line.

    >>> lines = ["7月10日前完成", "由縣教育局負責"]                  # "before 10 July"; "the bureau is responsible"
    >>> [(found.line, found.fact.text) for found in extract_lines(lines)]
    [(1, '7月10日前'), (2, '县教育局')]
    """
    for number, line in enumerate(lines, 1):
        original = line.rstrip("\r\n")
        source, plan = _read_line(original)
        for fact in extract_facts(plan):
            yield LineFact(number, plan, source, fact)


def _read_line(original: str) -> tuple[Source, Plan]:
    repaired = repair_text(original)
    text = simplify(repaired.text)
    source = Source("-", "", len(original.encode("utf-8", "surrogateescape")), original, "utf-8", "text")
    alignment = repaired.alignment if repaired.repairs else Alignment.identity(len(original))
    return source, Plan(1, text, alignment, Header(title=""))


def fact_row(
    fact: Fact, plan: Plan, source: Source, *, place: str | None = None, line: int | None = None
) -> dict[str, Any]:
    """The fact as one object of the public format (docs/facts.md), its keys in the order given there."""
    start, end = plan.original_span(fact.start, fact.end)
    row: dict[str, Any] = {"source": source.name}
    if line is not None:
        row["line"] = line
    row |= {"plan": plan.ordinal, "address": find_address(plan, fact.start), "kind": fact.kind, "start": start,
            "end": end, "text": fact.text, "original": source.original[start:end],
            "sentence": plan.text[slice(*sentence_span(plan.text, fact.start, fact.end))],
            "place": place, "rule": fact.rule}  # fmt: skip
    row |= {name: getattr(fact, name) for name in _FIELDS[type(fact)]}
    if isinstance(fact, Date):
        row["resolved_from"] = list(plan.original_span(*fact.resolved_from)) if fact.resolved_from else None
    page = source.page(start)
    if page is not None:
        row["page"] = page
    return row


def find_address(plan: Plan, offset: int) -> str:
    """The outline address of the provision that holds this offset, else of its innermost section, else empty."""
    low, high = 0, len(plan.provisions)
    while low < high:
        middle = (low + high) // 2
        if plan.provisions[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    if low < len(plan.provisions) and plan.provisions[low].start <= offset:
        return plan.provisions[low].address
    holding = [section for section in plan.sections if section.start <= offset < section.end]
    return max(holding, key=lambda section: section.start).address if holding else ""
