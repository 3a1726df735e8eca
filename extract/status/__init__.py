"""Target, actual or standard: which time a stretch of text is about, and what its clauses say.

``phases`` divides a text into stretches that tell what was and stretches that plan: by ``headings``, by lines where
it ``turns`` and ``paragraphs`` that say their own time, else by what its words ``votes`` for; ``acts`` are rules
throughout. ``statuses`` gives each number its own: ``decide`` judges its clause (``modality``, ``parameters``,
``existing``), then what governs it from outside may change that (``governed``). What grants (``grants``) and makes
grades of emergencies (``grades``), and tables of points (``scored``), are gone over at the end.
"""
