"""Store, ask, take away.

``base`` is what is asked, ``build`` what fills it, ``cli`` the command line. What they are made of stands in folders:
``building`` (who reads which files, and what they come to as rows), ``index`` (search), ``questions`` (one a file),
``answers`` (tables, pages, sheets, charts), ``commands``, ``review`` (sheets of coders) and ``decided`` (what they
change), ``serving`` (Datasette), ``mariadb``, ``cluster`` (Dask), ``dataset`` (Parquet). The file itself: ``schema``
(of ``table`` and ``layout``), ``store``, ``lock``, ``packing``, ``upgrade``, ``verify``, ``dump``; ``database`` and
``address`` for a server in its place. ``base`` is put together from ``asking`` and ``reviewing``, on ``frames``, and
``arguments`` tells what its questions take; ``desk`` is a notebook's folder, ``evaluation`` the scores, ``messages``
what is said in two languages, ``usage`` what of wrong commands, ``help_pages`` of right ones, ``keep`` the patterns.

>>> import kb
>>> base = kb.open("junxian.db")            # doctest: +SKIP
>>> from kb import views                    # what shows a row in its sentence
>>> callable(views.show_evidence)
True
"""

from typing import TYPE_CHECKING, Any

from kb.base import KnowledgeBase, open
from kb.build import build
from kb.desk import read_folder

if TYPE_CHECKING:
    from kb.answers import views
    from kb.dataset.build import build_dataset
    from kb.dataset.data_set import open_dataset
    from kb.dataset.load import load

__all__ = ["KnowledgeBase", "build", "build_dataset", "load", "open", "open_dataset", "read_folder", "views"]

_LATER = {
    "build_dataset": ("kb.dataset.build", "build_dataset"),
    "load": ("kb.dataset.load", "load"),
    "open_dataset": ("kb.dataset.data_set", "open_dataset"),
    "views": ("kb.answers.views", ""),
}


def __getattr__(name: str) -> Any:
    # Data sets are for few, and views for notebooks: whoever searches a base need not load what they take.
    if name not in _LATER:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _LATER[name]
    return getattr(import_module(module), attribute) if attribute else import_module(module)
