"""Which server holds which province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import QueryError
from kb.address import Address

REST = "rest"


@dataclass(frozen=True, slots=True)
class Shard:
    """One server and the provinces that it holds; ``rest``: also those that no shard is named for, and unknown ones."""

    address: Address
    provinces: tuple[str, ...]
    rest: bool


def share_provinces(addresses: Sequence[Address], sizes: Mapping[str, int]) -> list[Shard]:
    """The shards with their provinces: as the addresses say, the others where the fewest rows are.

    ``sizes`` are rows by province, "" for no known place. The rest goes to the shard that says ``rest``, else
    to the first. Raises QueryError for a province given twice.

    >>> there = [Address("a", 3306, "kb", provinces=("13",)), Address("b", 3306, "kb")]
    >>> [(shard.provinces, shard.rest) for shard in share_provinces(there, {"13": 9, "41": 5, "": 1, "44": 3})]
    [(('13',), True), (('41', '44'), False)]
    """
    named = [one for address in addresses for one in address.provinces]
    twice = sorted({one for one in named if named.count(one) > 1})
    if twice:
        raise QueryError(", ".join(twice), "is given to two shards", remedy="name each province once")
    resting = next((n for n, address in enumerate(addresses) if REST in address.provinces), 0)
    held = [[one for one in address.provinces if one != REST] for address in addresses]
    loads = [sum(sizes.get(one, 0) for one in provinces) for provinces in held]
    loads[resting] += sizes.get("", 0)
    for province in sorted(set(sizes) - set(named) - {""}, key=lambda one: (-sizes[one], one)):
        lightest = loads.index(min(loads))
        held[lightest].append(province)
        loads[lightest] += sizes[province]
    return [
        Shard(address, tuple(sorted(provinces)), n == resting)
        for n, (address, provinces) in enumerate(zip(addresses, held, strict=True))
    ]


def shard_of(province: str, shards: Sequence[Shard]) -> int:
    """The index of the shard that holds a province."""
    rest = 0
    for n, shard in enumerate(shards):
        if province in shard.provinces:
            return n
        rest = n if shard.rest else rest
    return rest
