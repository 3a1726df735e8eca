"""Public cases of other extractors, read as `junxian facts - --lines` reads them.

    python benchmarks/public_cases.py FOLDER [--errors] [--left-out]

Their sentences are not ours to pass on, so FOLDER holds them: one table a source, ``NAME.tsv``, each line a text, a
tab and what is wanted, apart by spaces: ``30%``, ``>=300元``, ``5..8人``, ``12p`` (百分点), a date in EDTF
(``XXXX-03/XXXX-05``), a duration (``P3M``), a recurrence (``R:P1Y``), codes of places in a table with “location”
in its name, ``-`` for nothing. A line that begins with ``!`` names a class that is left out, and its texts, apart
by ``|``.
"""

from __future__ import annotations

import argparse
import pathlib
import re

from corpus.simplify import simplify
from extract.pipeline import extract_lines
from extract.places import find_places
from extract.records import Date, Fact, Measure

_DATE = re.compile(r"[0-9X]{4}(?:[-/]|$)|R:|P[0-9]")
_MEASURE = re.compile(r"(~|>=|<=|<|>)?(-?[0-9.]+?)(?:\.\.([0-9.]+))?(%|p|[^0-9.%-].*)?")


def is_measure(want: str, measure: Measure) -> bool:
    found = _MEASURE.fullmatch(want)
    if found is None:
        return False
    value, high = float(found[2]), float(found[3]) if found[3] else None
    unit = {"p": "百分点", "台币": "新台币", "港币": "港元"}.get(found[4] or "", found[4] or "")
    has = -measure.value if value < 0 < measure.value and measure.change == "decrease" else measure.value
    return (
        abs(has - value) <= 1e-4 * max(1.0, abs(value) * 1e-4)
        and (measure.value_max is None) == (high is None)
        and (high is None or measure.value_max == high)
        and (not unit or unit == measure.unit)
        and (not found[1] or found[1] == measure.comparator)
    )


def is_date(want: str, date: Date) -> bool:
    if want.startswith("R:"):
        return date.every == want[2:]
    return date.length == want if want[0] == "P" else date.edtf == want


def check(text: str, want: str) -> tuple[bool, str]:
    facts: list[Fact] = [found.fact for found in extract_lines([text])]
    left = [fact for fact in facts if isinstance(fact, Measure | Date)]
    said = " ".join(f"[{fact.text}]" for fact in left)
    if want == "-":
        return not any(isinstance(fact, Measure) or fact.type != "duration" for fact in left), said
    for item in want.split():
        same = is_date if _DATE.match(item) else is_measure
        kind = Date if _DATE.match(item) else Measure
        hit = next((fact for fact in left if isinstance(fact, kind) and same(item, fact)), None)  # type: ignore[arg-type]
        if hit is None:
            return False, said
        left.remove(hit)
    return True, said


def check_place(text: str, want: str) -> tuple[bool, str]:
    places = find_places(simplify(text))
    codes = {place.code for place in places} | {code for place in places for code in place.candidates}
    return set(want.split()) <= codes, " ".join(f"[{place.text}]" for place in places)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=pathlib.Path)
    args.add_argument("--errors", action="store_true")
    args.add_argument("--left-out", action="store_true")
    given = args.parse_args()
    print(f"{'source':50} {'cases':>6} {'compared':>9} {'right':>6} {'share':>7}")
    cases, compared, right = 0, 0, 0
    for path in sorted(given.folder.glob("*.tsv")):
        rows = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines() if line]
        out = [(row[0][1:], len(row[1].split("|"))) for row in rows if row[0].startswith("!")]
        done = [(row, (check_place if "location" in path.stem else check)(*row)) for row in rows if row[0][0] != "!"]
        good = sum(same for _, (same, _) in done)
        everything = len(done) + sum(count for _, count in out)
        print(f"{path.stem:50} {everything:6} {len(done):9} {good:6} {good / len(done):7.1%}")
        for (text, want), (same, said) in done:
            if given.errors and not same:
                print(f"    {text}   wanted {want}   found {said or 'nothing'}")
        for reason, count in out if given.left_out else ():
            print(f"    left out {count:4}: {reason}")
        cases, compared, right = cases + everything, compared + len(done), right + good
    print(f"{'all':50} {cases:6} {compared:9} {right:6} {right / compared:7.1%}")


if __name__ == "__main__":
    main()
