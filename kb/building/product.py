"""What one source came to, as the worker hands it to the process that writes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.building.batches import Batches, Row, Rows, Values
from kb.schema import stored_names

BUCKET_BITS = 26  # bits of a provision's number below its rank bucket
BUCKETS = 6
_MOST = 10_000  # rows; beyond them a product travels packed
_TEXT, _HAS = (stored_names("provisions").index(name) for name in ("text", "has"))


@dataclass(frozen=True, slots=True)
class Product:
    """What one source came to: its row and the rows of all tables; provisions in order of rank."""

    source: Row
    rows: dict[str, Rows | Batches] = field(default_factory=dict)
    spelt: bytes | None = field(default=None, init=False, repr=False, compare=False)  # as ``spell_product`` gives it

    @classmethod
    def make(cls, source: Row, rows: Mapping[str, Rows | list[Row]]) -> Product:
        """With provisions in order of rank; packed when there are many rows."""
        some = {
            name: given if isinstance(given, Rows) else Rows.of(given, stored_names(name))
            for name, given in rows.items()
        }
        if "provisions" in some:
            some["provisions"].values.sort(key=rank_of)
        held: dict[str, Rows | Batches] = dict(some)
        if sum(map(len, held.values())) > _MOST:  # plans are few, and they hold compressed texts
            held |= {name: Batches.pack(each) for name, each in some.items() if name != "plans"}
        return cls(source, held)

    def __reduce__(self) -> tuple[Any, ...]:
        # From one process to the next as the text that the writer keeps until the rows are stored: spelt only once.
        return read_product, (spell_product(self),)


def rank_of(values: Values) -> int:
    """The bucket of a provision as it is stored."""
    return rank_bucket(values[_TEXT], values[_HAS])


def rank_bucket(text: str, has: int) -> int:
    """0 to 5: how much a provision says for its length; the search reads the telling ones first.

    A provision of 30 to 120 characters that holds a fact is in bucket 0; stubs, long ones and those
    without a fact come later. Each step down is worth ``kb.questions.ranking.STEP``.

    >>> rank_bucket("县" * 60, 1), rank_bucket("县" * 60, 0)    # "county"
    (0, 1)
    """
    length = len(text)
    if 30 <= length <= 120:
        step = 0
    elif 20 <= length <= 220:
        step = 1
    elif 12 <= length <= 400:
        step = 2
    else:
        step = 3 if length <= 800 else 4
    return step + (0 if has else 1)


def pack_product(product: Any) -> bytes:
    """A product as few bytes for another machine; ``unpack_product`` gives it back.

    MessagePack and no pickle: who sends a false product can at most send false rows, not code.

    >>> unpack_product(pack_product(Product({"name": "甲.txt", "original": b"x"}))).source    # "A.txt"
    {'name': '甲.txt', 'original': b'x'}
    """
    return zlib.compress(spell_product(product), 1)


def unpack_product(packed: bytes) -> Any:
    """The product that ``pack_product`` packed."""
    return read_product(zlib.decompress(packed))


def spell_product(product: Any) -> bytes:
    """A product as MessagePack; ``read_product`` gives it back, and it then remembers how it was spelt."""
    import msgpack  # whoever only asks a base need not load it

    if isinstance(product, Product) and product.spelt:
        return product.spelt
    spelt: bytes = msgpack.packb(product, default=_write, unicode_errors="surrogatepass")
    return spelt


def read_product(spelt: bytes) -> Any:
    """The product that ``spell_product`` spelt. Raises ValueError, LookupError or TypeError where it is none."""
    import msgpack

    product = msgpack.unpackb(spelt, object_hook=_read, unicode_errors="surrogatepass")
    if isinstance(product, Product):
        object.__setattr__(product, "spelt", spelt)
    return product


def _write(value: Any) -> dict[str, Any]:
    if isinstance(value, Rows):
        return {"~rows": [value.names, value.values]}
    if isinstance(value, Batches):
        return {"~batches": [value.names, value.length, value.packed]}
    if isinstance(value, Product):
        return {"~product": [value.source, value.rows]}
    raise TypeError(f"no part of a product: {type(value).__name__}")


def _read(found: dict[str, Any]) -> Any:
    if "~rows" in found:
        names, values = found["~rows"]
        return Rows(tuple(names), values)
    if "~batches" in found:
        names, length, packed = found["~batches"]
        return Batches(tuple(names), length, tuple(packed))
    if "~product" in found:
        return Product(*found["~product"])
    return found
