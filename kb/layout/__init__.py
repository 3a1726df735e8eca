"""The tables of a knowledge base, column by column, with what each means; ``kb.schema`` makes them.

Data, and nothing else: whoever looks for a column finds it in the module of its table.
All offsets are code points, end exclusive; ``kb.layout.shared`` says into what.
"""

from __future__ import annotations

from kb.layout.facts import FACTS, MENTIONS
from kb.layout.reviews import REVIEWED, REVIEWS
from kb.layout.texts import BESIDES, META, PLANS, SOURCES

TABLES = (*SOURCES, *PLANS, *FACTS, *MENTIONS, *BESIDES, *REVIEWS, *META, *REVIEWED)
