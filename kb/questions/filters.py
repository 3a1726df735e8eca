"""Which provisions a question is about: place with all below it, year, level, topic, kind, what they hold."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl

from kb.database import marks_of
from kb.questions.names import find_codes, read_topic
from kb.questions.places import about_places, place_within, span_of_place
from kb.questions.values import read_value

_HOLDS = {"measure": 1, "target": 2, "deadline": 4, "role": 8}


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a provision must meet; those of one kind are alternatives."""

    places: tuple[str, ...] = ()  # codes or names
    years: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    has: tuple[str, ...] = ()  # target, deadline, role, measure: all of them

    def conditions(self) -> tuple[list[str], list[Any]]:
        """SQL conditions over ``p`` (provisions) and ``l`` (plans), with their values."""
        where: list[str] = []
        values: list[Any] = []
        if self.places:
            codes = [code for place in self.places for code in find_codes(place)]
            spans = [span_of_place(code) for code in codes]
            where.append("(" + " OR ".join(["p.place >= ? AND p.place < ?"] * len(spans)) + ")")
            values += [end for span in spans for end in span]
        levels = tuple(read_value("level", level) for level in self.levels)
        kinds = tuple(read_value("document", kind) for kind in self.kinds)
        for column, wanted in (("l.year", self.years), ("l.place_level", levels), ("l.kind", kinds)):
            if wanted:
                where.append(f"{column} IN ({marks_of(wanted)})")
                values += wanted
        if self.topics:
            where.append(f"p.topic IN ({marks_of(self.topics)})")
            values += [read_topic(topic) for topic in self.topics]
        if self.has:
            bits = sum({_HOLDS[read_value("has", name)] for name in self.has})
            where.append("p.has & ? = ?")
            values += [bits, bits]
        return where, values


NOTHING_FILTERED = Filters()


def narrow_facts(filters: Filters) -> tuple[str, list[Any]]:
    """SQL condition over a view of facts, with its values: by whom each is about, and by what its provision meets.

    >>> narrow_facts(Filters(years=(2025,)))[1], narrow_facts(NOTHING_FILTERED)
    ([2025], ('1', []))
    """
    narrow: list[str] = []
    values: list[Any] = []
    where, met = replace(filters, places=()).conditions()
    if where:
        inner = (
            f"SELECT p.provision_id FROM provisions p JOIN plans l ON l.plan_id = p.plan_id WHERE {' AND '.join(where)}"
        )
        narrow.append(f"provision_id IN ({inner})")
        values += met
    if filters.places:
        codes = [code for place in filters.places for code in find_codes(place)]
        about, spans = about_places(codes)
        within, own = place_within("place", codes)
        narrow.append(f"plan_id IN ({about}) AND {within}")
        values += [*spans, *own]
    return " AND ".join(narrow) or "1", values


_ESCAPES = str.maketrans({char: f"%{ord(char):02X}" for char in "%&=+#;\n\r\t\x00"} | {" ": "+"})


def write_saved(query: str, filters: Filters, **options: bool) -> str:
    """The question as one line that ``read_saved`` turns back.

    >>> write_saved("医保", Filters(years=(2025, 2026)))    # "medical insurance"
    'q=医保&years=2025&years=2026'
    """
    pairs = [("q", query)]
    pairs += [(f.name, str(value)) for f in fields(filters) for value in getattr(filters, f.name)]
    pairs += [(name, "1") for name, chosen in sorted(options.items()) if chosen]
    return "&".join(f"{name}={value.translate(_ESCAPES)}" for name, value in pairs)


def read_saved(saved: str) -> tuple[str, Filters, dict[str, bool]]:
    """The query, filters and options of a saved line.

    >>> read_saved("q=医保&years=2025&expert=1")
    ('医保', Filters(places=(), years=(2025,), levels=(), topics=(), kinds=(), has=()),
     {'expert': True, 'literal': False})
    """
    query, given, options = "", dict[str, list[Any]](), dict.fromkeys(("expert", "literal"), False)
    names = {f.name for f in fields(Filters)}
    for name, value in parse_qsl(saved, keep_blank_values=True):
        if name == "q":
            query = value
        elif name in names:
            given.setdefault(name, []).append(int(value) if name == "years" else value)
        elif name in options:
            options[name] = True
    return query, Filters(**{name: tuple(values) for name, values in given.items()}), options
