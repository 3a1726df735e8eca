"""Names that a person types for indicators, places and topics, as the knowledge base knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.errors import QueryError
from corpus.simplify import simplify
from kb.database import Database, marks_of
from kb.questions.blocks import rows_of_plans
from kb.questions.places import stated_within
from kb.questions.spelling import find_spelt
from kb.schema import current_sql

_MOST = 12  # indicators of a comparison that names none
_NEAR = 5  # names suggested for one that is not known


def read_indicators(db: Database, typed: Sequence[str]) -> list[str]:
    """Canonical names of what was typed, by any synonym and in either script, in the order typed.

    What no vocabulary holds stays as it was typed where facts of the base are called so. Raises QueryError, with what
    comes near, for a name that neither the vocabulary nor the base knows.
    """
    known: list[str] | None = None
    found = []
    for name in typed:
        canonical = find_indicator(name)
        if canonical is None:
            known = known if known is not None else _held(db)
            canonical = simplify(name) if simplify(name) in known or words_of(db, [name]) else None
        if canonical is None:
            remedy = _suggest(name, [*(known or ()), *_held_words(db)], "junxian holds indicators")
            raise QueryError(name, "is no indicator that is known", remedy=remedy)
        found.append(canonical)
    return list(dict.fromkeys(found))


def is_canonical(db: Database, name: str) -> bool:
    """Whether the vocabulary or a fact of the base has this name as a canonical one."""
    from extract.indicators import indicators

    held = "SELECT 1 FROM measure_facts WHERE indicator_id = ? LIMIT 1"
    return name in indicators() or next(iter(db.execute(held, (name,))), None) is not None


def words_of(db: Database, names: Sequence[str], plans: Sequence[str] | None = None) -> dict[str, str]:
    """How facts of no canonical indicator call what is named so: 全县老年人助餐点数量 → 老年人助餐点; of some plans.

    A bare noun stands for all that is done to it, too: 病房 → 病房, 改造病房.
    """
    from extract.indicator_names import plain_name
    from extract.subjects.short_names import bare_name

    asked = {plain_name(name): name for name in names}
    held = _held_words(db, plans) if asked else []
    plain = {words: plain_name(words) for words in held}
    meant = {words: name if name in asked else bare_name(name) for words, name in plain.items()}
    return {words: asked[name] for words, name in meant.items() if name in asked}


def near_indicators(db: Database, name: str) -> list[str]:
    """What facts of the base are called that comes near to a name: 污水处理 → 污水处理设施, 教共体 → 教育共同体."""
    return [near for near in _find_near(name, [*_held(db), *_held_words(db)]) if near != name]


def find_indicator(typed: str) -> str | None:
    """The canonical name of an indicator given by any synonym; a rate where growth is spoken of.

    >>> find_indicator("GDP增速"), find_indicator("規上工業增加值增速"), find_indicator("没有这个")
    ('地区生产总值增速', '规上工业增加值增速', None)
    """
    from extract.indicators import base_name, indicators

    name, grown = base_name(simplify(typed))
    item = indicators().get(name) if name else None
    return (item.growth or item.id if grown else item.id) if item else None


def common_indicators(db: Database, statuses: Sequence[str], *, places: Sequence[str] = ()) -> list[str]:
    """The indicators that the most places give, most first; of some places (codes) what these give."""
    return most_given(count_indicators(db, statuses, places))


def count_indicators(db: Database, statuses: Sequence[str], places: Sequence[str] = ()) -> list[tuple[str, int, int]]:
    """Canonical indicators, how many places give each and how often; of some places also what their own words name."""
    marks = marks_of(statuses)
    within, codes = stated_within(places)
    name = "coalesce(m.indicator_id, m.indicator)" if places else "m.indicator_id"
    measures = current_sql("measure", "plan_id", "indicator_id", "indicator", "status", "place")
    sql = f"""SELECT {name}, count(DISTINCT coalesce(m.place, l.place)), count(*)
      FROM {measures} m JOIN plans l USING (plan_id)
      WHERE {name} IS NOT NULL AND m.status IN ({marks}) AND {within} GROUP BY 1"""
    return [tuple(row) for row in db.execute(sql, [*statuses, *codes])]


def most_given(counted: Iterable[tuple[str, int, int]]) -> list[str]:
    """The names of ``count_indicators`` that the most places give, canonical or not; what is named alike once.

    >>> most_given([("老年人助餐点", 1, 2), ("县域就诊率", 3, 3), ("全县老年人助餐点数量", 1, 1)])
    ['县域就诊率', '老年人助餐点']
    """
    from extract.indicator_names import plain_name

    ordered = sorted(counted, key=lambda one: (-one[1], -one[2], one[0]))
    first: dict[str, str] = {}
    for name, _, _ in ordered:
        first.setdefault(plain_name(name), name)
    return list(first.values())[:_MOST]


def find_codes(place: str) -> tuple[str, ...]:
    """Codes of a place given by code or name, in either script; several when the name leaves it open.

    Raises QueryError for a place that nobody knows.
    """
    from extract.gazetteer import load_gazetteer

    codes = load_gazetteer().find(place)
    if not codes and place.isascii() and place.isdigit() and len(place) in (2, 4, 6, 9, 12):
        return (place,)
    if not codes:
        remedy = _suggest_place(place, load_gazetteer().names)
        raise QueryError(place, "is no place that is known", remedy=remedy)
    return tuple(codes)


def find_topic(typed: str) -> str | None:
    """The known topic of this name, or of the one name that it is part of; None for any other words.

    >>> find_topic("醫保支付"), find_topic("考核"), find_topic("村卫生室")     # payment; assessment; village clinics
    ('医保支付', '考核监督', None)
    """
    from extract.topics import read_topics

    name = simplify(typed.strip())
    names = [pattern.topic for pattern in read_topics()]
    parts = [topic for topic in names if len(name) > 1 and name in topic]
    return name if name in names else parts[0] if len(parts) == 1 else None


def read_topic(typed: str) -> str:
    """The topic of this name or of the one name that it is part of, in either script.

    Raises QueryError, with what comes near, for other words.

    >>> read_topic("醫保支付"), read_topic("考核")    # payment by health insurance; assessment
    ('医保支付', '考核监督')
    """
    found = find_topic(typed)
    if found is None:
        from extract.topics import read_topics

        remedy = _suggest(typed, [pattern.topic for pattern in read_topics()], "junxian holds topics")
        raise QueryError(typed, "is no topic that is known", remedy=remedy)
    return found


def _suggest(typed: str, known: Sequence[str], otherwise: str) -> str:
    """The known names that come near to what was typed, the nearest first; then where all of them are."""
    near = find_spelt(typed, known) or _find_near(typed, known)
    return f"{'、'.join(near)}; {otherwise}" if near else otherwise


def _suggest_place(typed: str, known: Sequence[str]) -> str:
    """The places that may have been meant, those first that begin alike, and how a place can be given.

    >>> _suggest_place("通洲区", ["东洲区", "新洲区", "通州区", "大通区"])     # 洲 for 州
    '通州区、东洲区、新洲区; the full name (保定市清苑区) or its six-digit code'
    >>> _suggest_place("Tongzhou", ["东洲区", "通州区"])
    '通州区; the full name (保定市清苑区) or its six-digit code'
    """
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import extract

    alike = extract(simplify(typed), known, scorer=JaroWinkler.normalized_similarity, limit=5, score_cutoff=0.66)
    near = find_spelt(typed, known) or [name for name, _, _ in alike]
    otherwise = "the full name (保定市清苑区) or its six-digit code"
    return f"{'、'.join(near)}; {otherwise}" if near else otherwise


def _find_near(typed: str, known: Sequence[str]) -> list[str]:
    """The names that hold what was typed, then those that hold its characters in order, then those that look alike."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    typed = simplify(typed)
    parted = re.compile(".{,4}?".join(map(re.escape, typed)))
    holding = sorted((typed not in name, len(name), name) for name in known if len(typed) > 1 and parted.search(name))
    alike = extract(typed, known, scorer=Indel.normalized_similarity, limit=_NEAR, score_cutoff=0.4)
    return list(dict.fromkeys([*(name for _, _, name in holding), *(name for name, _, _ in alike)]))[:_NEAR]


def _held_words(db: Database, plans: Sequence[str] | None = None) -> list[str]:
    """What facts of no canonical indicator are called; those of some plans."""
    sql = """SELECT DISTINCT indicator FROM measure_facts
      WHERE indicator_id IS NULL AND indicator IS NOT NULL AND status <> 'standard'"""
    if plans is None:
        return sorted(words for (words,) in db.execute(sql))
    return sorted({words for (words,) in rows_of_plans(db, f"{sql} AND plan_id IN ({{marks}})", plans)})


def _held(db: Database) -> list[str]:
    measures = current_sql("measure", "indicator_id")
    sql = f"SELECT DISTINCT indicator_id FROM {measures} m WHERE indicator_id IS NOT NULL ORDER BY 1"
    return [row[0] for row in db.execute(sql)]
