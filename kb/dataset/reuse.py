"""Reuse at scale: forms of provisions province by province, grouped in one place, templates shuffled apart again.

What is heavy by volume (texts, masking, hashing, slots) is done where the provinces are; one task groups the
distinct masked forms, in the order of their dates as ``kb.questions.reuse`` does, and decides nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from kb.dataset.frames import make_frame, make_meta, plain_frame, rows_of_frame
from kb.dataset.layout import Row
from kb.dataset.provinces import Province
from kb.questions.reuse import (
    KEYS,
    LEAST,
    SHORTEST,
    form_of,
    group_forms,
    order_of,
    read_rows,
    rows_of_template,
    shingle_hashes,
)

if TYPE_CHECKING:
    import pandas as pd

_PLACE = ("at", "source_name", "plan", "provision")  # where a provision stands in the order of leading
_FORMS = ("form", "masked", "hashes", "copies", *_PLACE)
_GROUPED = ("form", "leader", "likeness")
_MEMBERS = ("form", *_PLACE, *KEYS)


def find_reuse(provinces: Sequence[Province], *, places: Sequence[str], topics: Sequence[str]) -> list[Row]:
    """The rows of ``kb.questions.reuse.stream_reuse`` over all provinces together."""
    import dask

    with dask.config.set({"dataframe.convert-string": False, "dataframe.shuffle.method": "tasks"}):
        forms = make_frame(partial(_read_forms, topics), provinces, _FORMS)
        grouped = forms.repartition(npartitions=1).map_partitions(_group, meta=make_meta(_GROUPED))
        members = make_frame(partial(_read_members, topics), provinces, _MEMBERS)
        shared = members.merge(grouped, on="form", how="inner")
        apart = shared.shuffle("leader", npartitions=max(1, len(provinces)))
        answer = apart.map_partitions(partial(_answer, tuple(places)), meta=make_meta(KEYS))
        return sorted(rows_of_frame(answer), key=order_of)


def _read_forms(topics: Sequence[str], province: Province) -> pd.DataFrame:
    """The distinct masked forms of a province, each with the first place where it stands."""
    forms: dict[str, Row] = {}
    for row in read_rows(province.open(), topics):  # in the order of leading, so the first is the first
        masked = form_of(row["text"])
        if len(masked) < SHORTEST:
            continue
        if masked in forms:
            forms[masked]["copies"] += 1
        else:
            hashes = shingle_hashes(masked).tolist()
            forms[masked] = {"form": _digest(masked), "masked": masked, "hashes": hashes, "copies": 1} | _stand(row)
    return plain_frame(list(forms.values()), _FORMS)


def _group(forms: pd.DataFrame) -> pd.DataFrame:
    """The leading form and the likeness of every form whose template has several members; decided in one place."""
    rows = [dict(zip(_FORMS, row, strict=True)) for row in zip(*(forms[name] for name in _FORMS), strict=True)]
    rows.sort(key=_order)
    copies: dict[str, int] = {}
    for row in rows:
        copies[row["form"]] = copies.get(row["form"], 0) + row["copies"]
    found: list[Row] = []
    for template in group_forms((n, row["masked"], row["hashes"]) for n, row in enumerate(rows)):
        members = {rows[n]["form"]: likeness for n, likeness in template.members}
        if sum(copies[form] for form in members) >= LEAST:
            leader = rows[template.members[0][0]]["form"]
            found += [{"form": form, "leader": leader, "likeness": likeness} for form, likeness in members.items()]
    return plain_frame(found, _GROUPED)


def _read_members(topics: Sequence[str], province: Province) -> pd.DataFrame:
    rows = [row | _stand(row) for row in read_rows(province.open(), topics)]
    return plain_frame([row | {"form": _digest(form_of(row["text"]))} for row in rows], _MEMBERS)


def _answer(places: Sequence[str], shared: pd.DataFrame) -> pd.DataFrame:
    """The rows of the templates of one partition."""
    names = list(shared.columns)
    templates: dict[str, list[Row]] = {}
    for values in zip(*(shared[name] for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        templates.setdefault(row["leader"], []).append(row)
    found: list[Row] = []
    for members in templates.values():
        members.sort(key=_order)
        found += rows_of_template([(row, row["likeness"]) for row in members], places)
    return plain_frame(found, KEYS)


def _stand(row: Row) -> Row:
    """As ``read_rows`` orders: by date of issue, else year, else last; then source, plan, provision."""
    when = row["date"] or (str(row["year"]) if row["year"] is not None else "9999")
    return {"at": when, "source_name": row["source"], "plan": row["plan"], "provision": row["provision"]}


def _order(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _PLACE)


def _digest(masked: str) -> str:
    return blake2b(masked.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
