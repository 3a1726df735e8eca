"""Products as rows of a data set, and rows of a data set as products again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.building.product import Product
from kb.dataset.layout import NOWHERE, TABLES, Row, arrow_schema, columns_of, province_of, source_of
from kb.schema import PLACED

Key = tuple[str, str]  # table, province


def sheets_of(product: Product) -> dict[Key, Any]:
    """The rows of a product as Arrow record batches by table and province.

    A plan and all that was found in it lie in the province that the plan is about; the source, with its
    repairs, in that of its first plan that has one; a division in its own.
    """
    import pyarrow as pa

    homes = {row["plan_id"]: province_of(row["place"]) for row in product.rows.get("plans", ())}
    first = next((home for home in homes.values() if home != NOWHERE), NOWHERE)
    sheets: dict[Key, Any] = {}
    for table in TABLES:
        rows = [product.source] if table == "sources" else product.rows.get(table, ())
        by_province: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            home = province_of(row["place"]) if table == "divisions" else homes.get(row.get("plan_id"), first)
            by_province[home].append(row)
        for province, some in by_province.items():
            values = {name: [row.get(name) for row in some] for name in columns_of(table)}
            sheets[table, province] = pa.RecordBatch.from_pydict(values, schema=arrow_schema(table))
    return sheets


def products_of(tables: Mapping[str, Iterable[Row]]) -> Iterator[Product]:
    """The products of one batch, from all its rows; by name of source.

    >>> source = {"source_id": "0123456789ab", "name": "a.txt", "state": "failed"}
    >>> [product.source["name"] for product in products_of({"sources": [source]})]
    ['a.txt']
    """
    divisions = {row["place"]: row for row in tables.get("divisions", ())}
    by_source: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in tables.items():
        if table not in ("sources", "divisions"):
            for row in rows:
                source = source_of(row)
                if source is not None:
                    by_source[source][table].append(row)
    for row in sorted(tables.get("sources", ()), key=lambda row: str(row["name"])):
        found = by_source[row["source_id"]]
        codes = {str(one.get("place")) for table in PLACED for one in found[table]}
        found["divisions"] = [divisions[code] for code in sorted(codes & divisions.keys())]
        yield Product.make(row, dict(found))
