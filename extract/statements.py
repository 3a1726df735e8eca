"""Which part of a plan is about which place: an article on a prefecture treats county after county."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.model import Plan
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.jurisdiction import Jurisdiction, deepest
from extract.places import level_of
from extract.records import Place

_AND = ("、", "和", "与", "及")
_OPENS = re.compile(
    r"(?:^|[。！？；\n])[ \u3000\t]*"
    r"(?:[（(][一二三四五六七八九十0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、])?"
    r"(?:目前|其中|截至目前|近年来|今年|去年)?[，,]?\Z"
)


def find_statement_places(plan: Plan, whole: Jurisdiction, places: Sequence[Place]) -> list[tuple[int, int, str]]:
    """Stretches of a plan that are about a place below its jurisdiction: (start, end, code), in order.

    An article on a prefecture treats county after county: where a sentence, or a part of one behind a semicolon,
    opens with a county's name, it and the rest of its paragraph are that county's, until the next one. Where several
    are named in a row the stretch is nobody's.
    """
    if whole.level == "county":
        return []
    inside = [
        p for p in deepest(places)
        if p.code and p.level == "county" and (whole.code is None or Gazetteer.within(p.code, whole.code))
    ]  # fmt: skip
    opening = [p for p in inside if _opens_sentence(plan.text, p.start)]
    found = []
    for index, place in enumerate(opening):
        line = plan.text.find("\n", place.end)
        end = line if line >= 0 else len(plan.text)
        if index + 1 < len(opening):
            end = min(end, opening[index + 1].start)
        if plan.text[place.end : place.end + 1] not in _AND:
            found.append((place.start, end, str(place.code)))
    return found


def _opens_sentence(text: str, start: int) -> bool:
    return start == 0 or _OPENS.search(text, max(0, start - 16), start) is not None


def find_provision_places(
    plan: Plan, whole: Jurisdiction, places: Sequence[Place]
) -> dict[int, tuple[str, str, str | None]]:
    """Ordinal of a provision → (code, name, level) of the place that most of it is about, other than the plan's."""
    stretches = find_statement_places(plan, whole, places)
    gazetteer = load_gazetteer()
    found: dict[int, tuple[str, str, str | None]] = {}
    for provision in plan.provisions if stretches else ():
        covered: Counter[str] = Counter()
        for start, end, code in stretches:
            covered[code] += max(0, min(end, provision.end) - max(start, provision.start))
        code, characters = covered.most_common(1)[0]
        if characters * 2 > provision.end - provision.start:
            found[provision.ordinal] = (code, gazetteer.full_name(code) or code, level_of((code,)))
    return found
