"""Facts of single lines: a filter from text to jsonl."""

from __future__ import annotations

from collections.abc import Iterator

from kb.building.rows import Row
from kb.questions.facts import fact_keys

LINE_KEYS = ("source", "line", *(key for key in fact_keys() if key != "source"))


def facts_of_lines(data: bytes) -> Iterator[Row]:
    """Facts of each line as a text of its own, offsets into the line; ``line`` counts from 1."""
    from corpus.encoding import decode
    from extract.pipeline import extract_lines, fact_row

    if not data:
        return
    text = decode(data).text
    for found in extract_lines(text.split("\n")):
        yield fact_row(found.fact, found.plan, found.source, line=found.line)
