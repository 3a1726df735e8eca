"""Reuse: which provisions are shared between plans, as templates with slots, and who had them first.

A provision is compared by its masked form: numbers become one sign, the ranks 县 区 市 … another, and
punctuation goes, so that a copy that only fills in other figures is the same template. Copies are found by
the smallest hashes of its four-character shingles and confirmed by the longest common subsequence.
Provisions are taken in the order of their dates: the first of a template leads it, the others are compared
with leaders only, so a passage that ten thousand counties share costs ten thousand comparisons, not their square.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import Indel

from extract.gazetteer import load_gazetteer
from kb.database import Database
from kb.questions.slots import fill_slots

Row = dict[str, Any]
KEYS = (
    "reuse_id", "template", "copies", "places", "first", "similarity", "differs", "place", "place_name", "date", "year",
    "title", "text", "source", "start", "end", "address", "plan_id", "provision_id",
)  # fmt: skip

SHORTEST = 16  # characters of the masked form: below, set phrases meet by chance
LIKENESS = 0.66  # share of characters in common (2·LCS / both lengths) that makes a copy
SKETCH = 16  # smallest shingle hashes kept of a provision
SHINGLE = 4
_CANDIDATES = 12  # leaders that are compared in full, those with most shingles in common first
_CROWD = 384  # leaders looked up by common shingles; rare shingles are asked first

_NUMBER = re.compile(
    r"[0-9０-９零〇一二三四五六七八九十百千万亿两]+(?:[.．][0-9０-９]+)?[%％‰]?|[xX×*＊]{1,4}(?=[年月日县区市镇])"
)
_DROP = re.compile(r"[^\u4e00-\u9fff\u3400-\u4dbf0A-Za-z]+")
_ZEROS = re.compile("00+")  # 7:30 and 7.30 are one figure
_RANK = str.maketrans(dict.fromkeys("县区市州旗盟省", "县"))


def mask(text: str) -> str:
    """The form in which copies meet: figures and ranks made one, punctuation gone.

    >>> mask("2025年底前，县域就诊率达到90%以上。") == mask("2026年底前,区域就诊率达到 85% 以上")
    True
    """
    return _ZEROS.sub("0", _DROP.sub("", _NUMBER.sub("0", text).translate(_RANK)))


def shingle_hashes(masked: str) -> np.ndarray[Any, Any]:
    """The ``SKETCH`` smallest distinct hashes of its shingles, uint64, ascending.

    >>> len(shingle_hashes(mask("建立健全共同体联席会议制度")))     # "set up joint meetings of the community"
    10
    """
    codes = np.frombuffer(masked.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < SHINGLE:
        return np.empty(0, np.uint64)
    rolled = np.zeros(len(codes) - SHINGLE + 1, np.uint64)
    for n in range(SHINGLE):
        rolled = rolled * np.uint64(0x100000001B3) ^ codes[n : len(codes) - SHINGLE + 1 + n]
    rolled = (rolled ^ (rolled >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    rolled = (rolled ^ (rolled >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.unique(rolled)[:SKETCH]


@dataclass(slots=True)
class Template:
    """A leader and the provisions that share its wording, the leader first."""

    masked: str
    members: list[tuple[int, float]]  # (index of the provision, likeness with the leader)


def find_templates(provisions: Iterable[tuple[int, str]]) -> list[Template]:
    """Group (index, text) pairs into templates; texts come in the order in which they may lead.

    >>> a = "县医院每年向乡镇卫生院派驻医师不少于3名，工作时间不少于一年。"    # doctors sent to township hospitals
    >>> b = a.replace("3", "5").replace("县医院", "市医院")
    >>> found = find_templates(enumerate([a, "全面推进依法行政，建设法治政府和服务型政府。", b]))
    >>> [[number for number, _ in template.members] for template in found]
    [[0, 2], [1]]
    """
    return group_forms((number, mask(text), None) for number, text in provisions)


def group_forms(forms: Iterable[tuple[int, str, Sequence[int] | None]]) -> list[Template]:
    """As ``find_templates``, of (index, masked form, its shingle hashes if they are known).

    >>> form = mask("县医院每年向乡镇卫生院派驻医师不少于3名，工作时间不少于一年。")
    >>> [[number for number, _ in template.members] for template in group_forms([(0, form, None), (7, form, None)])]
    [[0, 7]]
    """
    templates: list[Template] = []
    exact: dict[str, tuple[int, float]] = {}
    index: dict[int, list[int]] = defaultdict(list)
    for number, masked, known in forms:
        if len(masked) < SHORTEST:
            continue
        if masked in exact:
            leader, likeness = exact[masked]
            templates[leader].members.append((number, likeness))
            continue
        hashes = shingle_hashes(masked).tolist() if known is None else known
        found = _best(masked, _candidates(hashes, index), templates)
        if found:
            leader, likeness = found
            templates[leader].members.append((number, likeness))
            exact[masked] = found
            continue
        exact[masked] = (len(templates), 1.0)
        for value in hashes:
            index[value].append(len(templates))
        templates.append(Template(masked, [(number, 1.0)]))
    return templates


def _candidates(hashes: Sequence[int], index: dict[int, list[int]]) -> list[int]:
    """Leaders that share shingles, most in common first; rare shingles are asked before common ones."""
    shared: Counter[int] = Counter()
    asked = 0
    for bucket in sorted((index[h] for h in hashes if h in index), key=len):
        if asked and asked + len(bucket) > _CROWD:
            break
        shared.update(bucket)
        asked += len(bucket)
    return [leader for leader, _ in shared.most_common(_CANDIDATES)]


def _best(masked: str, candidates: Sequence[int], templates: Sequence[Template]) -> tuple[int, float] | None:
    best: tuple[int, float] | None = None
    for leader in candidates:
        floor = best[1] if best else LIKENESS
        likeness = Indel.normalized_similarity(masked, templates[leader].masked, score_cutoff=floor)
        if likeness >= floor and (best is None or likeness > best[1]):
            best = leader, likeness
    return best


def find_reuse(
    db: Database,
    *,
    places: Sequence[str] = (),
    topics: Sequence[str] = (),
    across: str = "plans",
    least: int = 2,
) -> list[Row]:
    """One row a provision that is shared by at least ``least`` plans (or, with ``across="places"``, places).

    ``template`` is the first provision's wording with ⟦…⟧ where others differ; ``differs`` lists this copy's
    fillings as "theirs→ours"; ``first`` marks the earliest by date of issue. Undated plans come last.
    ``places`` keeps templates in which one of these places takes part.
    """
    rows = list(read_rows(db, topics))
    answer: list[Row] = []
    for template in find_templates((n, row["text"]) for n, row in enumerate(rows)):
        answer += rows_of_template([(rows[n], likeness) for n, likeness in template.members], places, across, least)
    return sorted(answer, key=order_of)


def order_of(row: Row) -> tuple[Any, ...]:
    """Where a row stands in the answer: what most share first, and of a template the first that had it."""
    return -row["places"], -row["copies"], row["reuse_id"], not row["first"], row["date"] or "~", row["source"]


def rows_of_template(
    members: Sequence[tuple[Row, float]], places: Sequence[str], across: str = "plans", least: int = 2
) -> list[Row]:
    """The rows of a template whose members, (row, likeness) in their order, are shared as was asked; else none."""
    shared_by = {row["place"] if across == "places" else row["plan_id"] for row, _ in members} - {None}
    within = load_gazetteer().within
    asked = not places or any(row["place"] and within(row["place"], code) for row, _ in members for code in places)
    return _template_rows(members) if len(shared_by) >= least and asked else []


def _template_rows(members: Sequence[tuple[Row, float]]) -> list[Row]:
    leader = members[0][0]
    wording, fillings = fill_slots([row["text"] for row, _ in members])
    count = len({row["place"] for row, _ in members if row["place"]})
    return [
        {
            **{key: row.get(key) for key in KEYS},
            "reuse_id": leader["provision_id"], "template": wording, "copies": len(members), "places": count,
            "first": row is leader, "similarity": round(likeness, 3),
            "differs": [f"{theirs}→{ours}" for theirs, ours in filling],
        }
        for (row, likeness), filling in zip(members, fillings, strict=True)
    ]  # fmt: skip


_SELECT = """
SELECT p.provision_id, p.plan_id, p.text, p.address, p.original_start AS start, p.original_end AS "end", p.topic,
  coalesce(p.place, l.place) AS place, coalesce(d.name, l.place_name) AS place_name, l.year, l.date, l.title,
  s.name AS source, l.plan, p.provision
FROM provisions p JOIN plans l ON l.plan_id = p.plan_id JOIN sources s ON s.source_id = l.source_id
  LEFT JOIN divisions d ON d.place = p.place
ORDER BY coalesce(l.date, l.year || '', '9999'), s.name, l.plan, p.provision"""


def read_rows(db: Database, topics: Sequence[str] = ()) -> Iterator[Row]:
    """The provisions in the order in which they may lead: by date of issue; of some topics."""
    cursor = db.execute(_SELECT)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        if not topics or row["topic"] in topics:
            yield row
