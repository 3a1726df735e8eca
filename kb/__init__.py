"""Store, ask, take away.

>>> import kb
>>> base = kb.open("junxian.db")            # doctest: +SKIP
"""

from kb.base import KnowledgeBase, open
from kb.build import build
from kb.desk import read_folder

__all__ = ["KnowledgeBase", "build", "open", "read_folder"]
