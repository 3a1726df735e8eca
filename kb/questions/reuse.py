"""Reuse: which provisions are shared between plans, as templates with slots, and who had them first.

A provision is compared by its masked form: numbers become one sign, the ranks 县 区 市 … another, and
punctuation goes, so that a copy that only fills in other figures is the same template. Copies are found by
the smallest hashes of its four-character shingles and confirmed by the longest common subsequence.
Provisions are taken in the order of their dates: the first of a template leads it, the others are compared
with leaders only, so a passage that ten thousand counties share costs ten thousand comparisons, not their square.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.database import Database, marks_of, rows_of
from kb.questions.grouping import LIKENESS as LIKENESS
from kb.questions.grouping import NO_HASH, group_items, hash_shingles
from kb.questions.grouping import SHORTEST as SHORTEST
from kb.questions.places import lies_within
from kb.questions.slots import fill_slots
from kb.schema import PROVISIONS

Row = dict[str, Any]
Items = np.ndarray[Any, Any]
KEYS = (
    "reuse_id", "template", "copies", "places", "first", "similarity", "differs", "place", "place_name", "date", "year",
    "title", "text", "source", "start", "end", "address", "plan_id", "provision_id",
)  # fmt: skip

LEAST = 2  # plans that share what counts as reused
_NUMBER = re.compile(
    r"[0-9０-９零〇一二三四五六七八九十百千万亿两]+(?:[.．][0-9０-９]+)?[%％‰]?|[xX×*＊]{1,4}(?=[年月日县区市镇])"
)
_DROP = re.compile(r"[^\u4e00-\u9fff\u3400-\u4dbf0A-Za-z]+")
_PLANS_AT_ONCE, _ROWS_AT_ONCE = 100, 500
# What frames a document and provides nothing: who signs and when, who prints it, who gets it or a copy of it.
_ORGAN = r"(?:政府|委|办|办公室|委员会|指挥部|领导小组|专班|[局厅部院处署会社校])"
_FRAME = re.compile(
    rf"""\s*(?:
      [^，,。；;：:、！!]{{2,40}}{_ORGAN}(?:\s+[^，,。；;：:、！!]{{2,40}}{_ORGAN})*\s*(?:[0-9〇零一二三四五六七八九十]{{2,4}}年[^，。]{{2,8}}日)?\s*(?:印发)?
    | (?:抄送|抄报|主送|报送|分送|发送)\s*[：:].*
    | 各[^。；;！!]{{4,80}}[：:]
    | [（(]此件[^（）()]{{2,40}}[）)]
    )\s*""",
    re.X | re.S,
)
_ZEROS = re.compile("00+")  # 7:30 and 7.30 are one figure
_RANK = str.maketrans(dict.fromkeys("县区市州旗盟省", "县"))


def mask(text: str) -> str:
    """The form in which copies meet: figures and ranks made one, punctuation gone.

    >>> mask("2025年底前，县域就诊率达到90%以上。") == mask("2026年底前,区域就诊率达到 85% 以上")
    True
    """
    return _ZEROS.sub("0", _DROP.sub("", _NUMBER.sub("0", text).translate(_RANK)))


def form_of(provision: str) -> str:
    """The masked form of a provision; nothing of a signature or an address, which nobody copies.

    >>> form_of("每年抄表4次。"), form_of("青禾县人民政府办公室  2025年3月6日印发")  # meters are read; issued
    ('每年抄表0次', '')
    """
    return "" if _FRAME.fullmatch(provision) else mask(provision)


def shingle_hashes(masked: str) -> np.ndarray[Any, Any]:
    """The ``SKETCH`` smallest distinct hashes of its shingles, uint64, ascending.

    >>> len(shingle_hashes(mask("建立健全共同体联席会议制度")))     # "set up joint meetings of the community"
    10
    """
    sketch = hash_shingles([masked])[0]
    few: np.ndarray[Any, Any] = sketch[sketch != NO_HASH]
    return few


@dataclass(slots=True)
class Template:
    """The provisions that share a wording, the leader first."""

    members: list[tuple[int, float]]  # (index of the provision, likeness with the leader)


def group_forms(forms: Iterable[tuple[int, str, Sequence[int] | None]]) -> list[Template]:
    """Group provisions into templates, each as (index, masked form, its shingle hashes if they are known).

    They come in the order in which they may lead.

    >>> form = mask("县医院每年向乡镇卫生院派驻医师不少于3名，工作时间不少于一年。")
    >>> [[number for number, _ in template.members] for template in group_forms([(0, form, None), (7, form, None)])]
    [[0, 7]]
    """
    numbers = array("q")

    def items() -> Iterator[tuple[str, Sequence[int] | None]]:
        for number, masked, known in forms:
            numbers.append(number)
            yield masked, known

    groups = group_items(items())
    return [Template([(numbers[n], float(groups.likeness[n])) for n in items.tolist()]) for items in groups.templates()]


def stream_reuse(db: Database, *, places: Sequence[str] = (), topics: Sequence[str] = ()) -> Iterator[Row]:
    """One row a provision that several plans share; only those of one template are held at a time.

    ``template`` is the first provision's wording with ⟦…⟧ where others differ; ``differs`` lists this copy's
    fillings as "theirs→ours"; ``first`` marks the earliest by date of issue. Undated plans come last.
    ``places`` keeps templates in which one of these places takes part.
    """
    stands = _Stands()
    groups = group_items((form_of(text), None) for text in stands.read(db, topics))
    shared: list[tuple[int, int, Items]] = []
    for items in groups.templates(LEAST):
        if stands.count_plans(items) >= LEAST and stands.within(items, places):
            shared.append((-stands.count_places(items), -len(items), items))
    names = _identities(db, [stands.numbers[items[0]] for _, _, items in shared])
    shared.sort(key=lambda one: (one[0], one[1], names[stands.numbers[one[2][0]]]))
    for _, _, items in shared:
        rows = _members(db, [stands.numbers[n] for n in items.tolist()])
        yield from sorted(_template_rows(list(zip(rows, groups.likeness[items].tolist(), strict=True))), key=order_of)


class _Stands:
    """Of each provision its number, its plan and its place, in the order in which they may lead."""

    def __init__(self) -> None:
        self.numbers, self.plans, self.places = array("q"), array("i"), array("i")
        self.codes: list[str] = []

    def read(self, db: Database, topics: Sequence[str]) -> Iterator[str]:
        """The texts; what stands beside them is noted."""
        plans = db.execute(
            "SELECT l.plan_id, l.place FROM plans l JOIN sources s ON s.source_id = l.source_id"
            " ORDER BY coalesce(l.date, l.year || '', '9999'), s.name, l.plan"
        ).fetchall()
        codes: dict[str, int] = {}
        for low in range(0, len(plans), _PLANS_AT_ONCE):
            some = plans[low : low + _PLANS_AT_ONCE]
            marks = marks_of(some)
            sql = f"SELECT plan_id, number, text, topic, place FROM provisions WHERE plan_id IN ({marks})"
            texts: dict[str, list[Any]] = defaultdict(list)
            for row in db.execute(f"{sql} ORDER BY plan_id, provision", [plan_id for plan_id, _ in some]):
                texts[row[0]].append(row)
            for n, (plan_id, above) in enumerate(some, low):
                for _, number, text, topic, place in texts[plan_id]:
                    if topics and topic not in topics:
                        continue
                    code = place or above
                    self.numbers.append(number)
                    self.plans.append(n)
                    self.places.append(codes.setdefault(code, len(codes)) if code else -1)
                    yield text
        self.codes = list(codes)

    def count_plans(self, items: Items) -> int:
        """How many plans these are in."""
        return len({self.plans[n] for n in items.tolist()})

    def count_places(self, items: Items) -> int:
        """How many places these are of."""
        return len({self.places[n] for n in items.tolist()} - {-1})

    def within(self, items: Items, places: Sequence[str]) -> bool:
        """Whether one of them is of these places."""
        held = {self.places[n] for n in items.tolist()} - {-1}
        return not places or any(lies_within(self.codes[n], places) for n in held)


def _identities(db: Database, numbers: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for low in range(0, len(numbers), _ROWS_AT_ONCE):
        some = numbers[low : low + _ROWS_AT_ONCE]
        sql = f"SELECT number, provision_id FROM provisions WHERE number IN ({marks_of(some)})"
        found.update(db.execute(sql, some).fetchall())
    return found


def _members(db: Database, numbers: Sequence[int]) -> list[Row]:
    """The rows of these provisions, in this order."""
    found: dict[int, Row] = {}
    for low in range(0, len(numbers), _ROWS_AT_ONCE):
        some = numbers[low : low + _ROWS_AT_ONCE]
        found |= {row["number"]: row for row in rows_of(db, f"{SELECT} WHERE p.number IN ({marks_of(some)})", some)}
    return [found[number] for number in numbers]


def order_of(row: Row) -> tuple[Any, ...]:
    """Where a row stands in the answer: what most share first, and of a template the first that had it."""
    return -row["places"], -row["copies"], row["reuse_id"], not row["first"], row["date"] or "~", row["source"]


def rows_of_template(members: Sequence[tuple[Row, float]], places: Sequence[str]) -> list[Row]:
    """The rows of a template whose members, (row, likeness) in their order, are shared as was asked; else none."""
    shared_by = {row["plan_id"] for row, _ in members} - {None}
    asked = not places or any(lies_within(row["place"], places) for row, _ in members)
    return _template_rows(members) if len(shared_by) >= LEAST and asked else []


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


SELECT = f"""
SELECT p.provision_id, p.plan_id, p.text, p.address, p.original_start AS start, p.original_end AS "end", p.topic,
  coalesce(p.place, l.place) AS place, coalesce(d.name, l.place_name) AS place_name, l.year, l.date, l.title,
  s.name AS source, l.plan, p.provision, p.number
FROM {PROVISIONS}"""


def read_rows(db: Database, topics: Sequence[str] = ()) -> Iterator[Row]:
    """The provisions in the order in which they may lead: by date of issue; of some topics."""
    order = "ORDER BY coalesce(l.date, l.year || '', '9999'), s.name, l.plan, p.provision"
    return (row for row in rows_of(db, f"{SELECT} {order}") if not topics or row["topic"] in topics)
