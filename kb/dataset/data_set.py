"""A data set opened for questions: the same answers as a knowledge base, province by province, with Dask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError, StoreError
from kb.dataset.frames import make_frame, make_meta, plain_frame, rows_of_frame
from kb.dataset.layout import TABLES, Row, columns_of, province_of
from kb.dataset.manifest import read_manifest
from kb.dataset.provinces import Province
from kb.questions.years import read_years
from kb.schema import PLACED

if TYPE_CHECKING:
    import pandas as pd

    from kb.frames import One

_CENSUS = ("indicator_id", "status", "place", "count")
_GIVEN = ("name", "places", "count")
_GUESTS = ("province", "home", "plan_id")


def open_dataset(folder: str | Path) -> DataSet:
    """The data set in this folder, which every worker of an active Dask client must see under the same path.

    Raises StoreError when it is missing, unfinished, damaged or of another version.
    """
    return DataSet(folder)


class DataSet:
    """Questions to a data set. They run on the Dask client that is active, else in this process.

    >>> plans = open_dataset("plans.parquet")               # doctest: +SKIP
    >>> plans.compare("县域就诊率", year=2025)                # doctest: +SKIP
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = str(Path(folder).absolute())
        self.manifest = read_manifest(folder)

    def __repr__(self) -> str:
        sources, plans = (self.manifest.count_rows(table) for table in ("sources", "plans"))
        return f"DataSet({self.folder!r}: {sources} sources, {plans} plans)"

    def table(self, name: str, columns: Sequence[str] | None = None) -> Any:
        """A table as a ``dask.dataframe``, one partition a part, with its ``province``."""
        if name not in TABLES:
            raise QueryError(name, "is no table of a data set", remedy=", ".join(TABLES))
        parts = [part for part in self.manifest.parts if part.table == name]
        wanted = list(columns or columns_of(name))
        if not parts:
            raise StoreError(self.folder, f"holds no rows of {name}", remedy="build it from folders that hold plans")
        return make_frame(partial(_read_part, self.folder, wanted), parts, (*wanted, "province"))

    def compare(
        self, indicators: One = None, *, place: One = None, year: One = None, status: One = None
    ) -> pd.DataFrame:
        """Places × indicators, as ``KnowledgeBase.compare`` gives them."""
        from kb.frames import several
        from kb.questions.compare import KEYS
        from kb.questions.typed import find_places, read_status

        statuses = tuple(read_status(str(one)) for one in several(status)) or ("target",)
        places, years = find_places(several(place)), read_years(year)
        names = self._read_names(several(indicators)) or self._common(statuses, places)
        asked = {"indicators": names, "places": places, "years": years, "statuses": statuses}
        return self._ask(partial(_compare, asked), KEYS, {province_of(code) for code in places})

    def attainment(self, indicators: One = None, *, place: One = None, year: One = None) -> pd.DataFrame:
        """Targets beside the results that later plans report, as ``KnowledgeBase.attainment`` gives them."""
        from kb.frames import several
        from kb.questions.attainment import KEYS
        from kb.questions.typed import find_places

        names = self._read_names(several(indicators)) or sorted(set(self._census["indicator_id"]))
        asked = {"indicators": names, "places": find_places(several(place)), "years": read_years(year)}
        return self._ask(partial(_attain, asked), KEYS)

    def reuse(self, *, place: One = None, topic: One = None) -> pd.DataFrame:
        """Provisions that plans share, as ``KnowledgeBase.reuse`` gives them."""
        from kb.dataset.reuse import find_reuse
        from kb.frames import frame, several
        from kb.questions.names import read_topic
        from kb.questions.reuse import KEYS
        from kb.questions.typed import find_places

        topics = tuple(read_topic(str(one)) for one in several(topic))
        provinces = Province.all_of(self.folder, self.manifest)
        return frame(find_reuse(provinces, places=find_places(several(place)), topics=topics), KEYS)

    def _ask(self, ask: Callable[[Province], Any], keys: Sequence[str], more: set[str] | None = None) -> pd.DataFrame:
        """The rows that each province answers, put together in the order of the provinces."""
        from kb.frames import frame

        provinces = [
            replace(province, guests=tuple(self._guests.get(province.code, ())))
            for province in Province.all_of(self.folder, self.manifest, more=more or ())
        ]
        return frame(rows_of_frame(make_frame(ask, provinces, keys)), keys)

    @cached_property
    def _guests(self) -> dict[str, list[tuple[str, str]]]:
        """By province: home and identity of the plans of elsewhere that speak of it."""
        guests: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table in sorted({part.table for part in self.manifest.parts} & set(PLACED) - {"plans"}):
            away = self.table(table, ["plan_id", "place"]).map_partitions(_find_guests, meta=make_meta(_GUESTS))
            for row in rows_of_frame(away.drop_duplicates()):
                guests[row["province"]].append((row["home"], row["plan_id"]))
        return {code: sorted(set(plans)) for code, plans in guests.items()}

    @cached_property
    def _census(self) -> pd.DataFrame:
        """How often each indicator is given with which status by plans of which place."""
        provinces = Province.all_of(self.folder, self.manifest)
        return plain_frame(rows_of_frame(make_frame(_count_indicators, provinces, _CENSUS)), _CENSUS)

    def _read_names(self, typed: Sequence[Any]) -> list[str]:
        from kb.questions.names import read_indicators

        return read_indicators(_Held(self._census), [str(name) for name in typed]) if typed else []

    def _common(self, statuses: Sequence[str], places: Sequence[str]) -> list[str]:
        """The indicators that the most places give, as ``kb.questions.names.common_indicators``."""
        from kb.questions.names import most_given

        provinces = Province.all_of(self.folder, self.manifest)
        within = {province_of(code) for code in places}
        asked = [one for one in provinces if not within or one.code in within]
        rows = rows_of_frame(make_frame(partial(_count_given, statuses, places), asked, _GIVEN))
        counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for row in rows:
            for n, column in enumerate(_GIVEN[1:]):
                counted[row["name"]][n] += int(row[column])
        return most_given([(name, held, times) for name, (held, times) in counted.items()])


class _Held:
    """Answers the one statement by which names are looked up: which indicators are there."""

    def __init__(self, census: pd.DataFrame) -> None:
        self._names = sorted(set(census["indicator_id"]))

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Any:
        return iter([(name,) for name in self._names])


def _read_part(folder: str, columns: Sequence[str], part: Any) -> pd.DataFrame:
    from kb.dataset.provinces import read_columns

    rows = read_columns(folder, part, columns).to_pylist()
    return plain_frame([row | {"province": part.province} for row in rows], (*columns, "province"))


def _find_guests(placed: pd.DataFrame) -> pd.DataFrame:
    about = zip(placed["place"], placed["province"], placed["plan_id"], strict=True)
    away = {(province_of(place), home, plan) for place, home, plan in about if place and province_of(place) != home}
    return plain_frame([dict(zip(_GUESTS, one, strict=True)) for one in sorted(away)], _GUESTS)


def _count_given(statuses: Sequence[str], places: Sequence[str], province: Province) -> pd.DataFrame:
    from kb.questions.names import count_indicators

    counted = count_indicators(province.open(), statuses, places)
    return plain_frame([dict(zip(_GIVEN, row, strict=True)) for row in counted], _GIVEN)


def _count_indicators(province: Province) -> pd.DataFrame:
    sql = """SELECT m.indicator_id, m.status, l.place, count(*) AS count FROM measure_facts m
      JOIN plans l USING (plan_id) WHERE m.indicator_id IS NOT NULL GROUP BY 1, 2, 3"""
    rows = province.open().execute(sql)
    return plain_frame([dict(zip(_CENSUS, row, strict=True)) for row in rows], _CENSUS)


def _compare(asked: dict[str, Any], province: Province) -> pd.DataFrame:
    from kb.questions.compare import KEYS, compare_indicators

    return _keep(compare_indicators(province.open(duties=True), **asked), province, KEYS)


def _attain(asked: dict[str, Any], province: Province) -> pd.DataFrame:
    from kb.questions.attainment import KEYS, find_attainment

    return _keep(find_attainment(province.open(), **asked), province, KEYS)


def _keep(rows: Sequence[Row], province: Province, keys: Sequence[str]) -> pd.DataFrame:
    """The answer for places of this province; those of others are answered where all about them is known."""
    return plain_frame([row for row in rows if province_of(row["place"]) == province.code], keys)
