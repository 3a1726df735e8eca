"""Store, ask, take away.

``base`` is what is asked, ``build`` what fills it, ``cli`` the command line. What they are made of stands in folders:
``building`` (who reads which files, and what they come to as rows), ``index`` (search), ``questions`` (one a file),
``answers`` (tables, pages, sheets, charts), ``commands``, ``review`` (sheets of coders) and ``decided`` (what they
change), ``serving`` (Datasette), ``mariadb``, ``cluster`` (Dask), ``dataset`` (Parquet). The file itself: ``schema``
(of ``table`` and ``layout``), ``store``, ``lock``, ``packing``, ``upgrade``, ``verify``, ``dump``; ``database`` and
``address`` for a server in its place. ``base`` is put together from ``asking`` and ``reviewing``, on ``frames``;
``desk`` is a notebook's folder, ``evaluation`` the scores, ``messages`` what is said in two languages, ``keep`` the
patterns.

>>> import kb
>>> base = kb.open("junxian.db")            # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from kb.base import KnowledgeBase, open
from kb.build import build
from kb.desk import read_folder

if TYPE_CHECKING:
    from kb.dataset.build import build_dataset
    from kb.dataset.data_set import open_dataset
    from kb.dataset.load import load

__all__ = ["KnowledgeBase", "build", "build_dataset", "load", "open", "open_dataset", "read_folder"]

_DATASET = {"build_dataset": "build", "load": "load", "open_dataset": "data_set"}


def __getattr__(name: str) -> Any:
    # Data sets are for few: whoever searches a base need not load what they take.
    if name not in _DATASET:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kb.dataset.{_DATASET[name]}"), name)
