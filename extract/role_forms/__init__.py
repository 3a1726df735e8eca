"""The forms in which plans say who does what, one a file.

Running text: ``clauses`` lets through what has a marker of a role, ``sentences`` reads it by ``anchors`` (words before
an actor; ``agents``: 由) and ``predicates`` (words behind one), both on ``claims``; ``rules`` are the markers,
``objects`` and ``overseers`` what an actor is charged with, ``tasks`` what is told as its duty. ``passages`` and
``series`` are stretches where a plain verb gives a task; ``posts``, ``task_owners`` and ``meetings`` are forms of
their own.

Layouts: ``labels`` (责任单位：…) with the ``items``, ``people``, ``post_holders`` and ``members`` that they list,
``tables`` (``task_cells``: what a row is about) and what ``run_on`` from one, ``brackets``, ``repeats`` and
``entries``, where no label stands.
"""
