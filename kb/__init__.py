"""Store, ask, take away.

>>> import kb
>>> base = kb.open("junxian.db")            # doctest: +SKIP
"""

from kb.base import KnowledgeBase, open
from kb.build import build

__all__ = ["KnowledgeBase", "build", "open"]
