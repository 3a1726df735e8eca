"""What runs on the workers of a cluster: the bytes of one source come in, its product goes out.

Nothing is shared between the machines but this: no disk, no path, no name of a folder.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.building.product import pack_product
from kb.cluster.identity import describe_program, find_differences

# ``packed``: the product; or ``unfit``: why this worker cannot help. Always ``worker``: its address.
Answer = dict[str, Any]
Order = tuple[str, str, str, bytes]  # module:function that reads it, name, suffix, bytes of the file


def make_courier() -> Callable[[dict[str, str], Order], Answer]:
    """The function that is sent with each source.

    It stands inside another function, so that it travels as code and not as a name: where junxian is missing
    or another, the answer says so. The scheduler need not have junxian at all.
    """

    def carry(wanted: dict[str, str], order: Order) -> Answer:
        from distributed import get_worker

        worker = get_worker()
        try:
            from kb.cluster.remote import answer
        except ImportError as error:
            missing = str(error).startswith("No module named 'kb'")
            why = "is not installed" if missing else f"is another version or cannot start ({error})"
            return {"worker": worker.address, "unfit": f"junxian {why} there"}
        return answer(wanted, order, worker.local_directory) | {"worker": worker.address}

    return carry


def answer(wanted: dict[str, str], order: Order, folder: str | None = None) -> Answer:
    """The packed product of one source, or why this worker must not read it.

    ``folder`` is where the file may lie while it is read.
    """
    differences = find_differences(wanted, describe_program())
    if differences:
        return {"unfit": differences}
    function, name, suffix, data = order
    module, _, attribute = function.partition(":")
    make = getattr(importlib.import_module(module), attribute)
    with tempfile.TemporaryDirectory(prefix="junxian-", dir=folder) as private:
        path = Path(private, f"source{suffix}")
        path.write_bytes(data)
        product = make(str(path), name)
    return {"packed": pack_product(product)}


def name_function(function: Callable[..., Any]) -> str:
    """``module:function``, by which a worker finds it.

    >>> name_function(answer)
    'kb.cluster.remote:answer'
    """
    return f"{function.__module__}:{function.__qualname__}"
