"""What a number is about: the words of the text that name the thing measured.

``surroundings`` is what stands around a number. ``counted`` asks in this order what may name it: a grant or a score
(``allotted``), the noun behind it (``behind``, which looks twice with ``nouns``, ``described``, ``classifiers``,
``headed`` and ``spent``; ``following`` is the phrase that stands there), the words before it (``preceding``), what
was named earlier (``continued``, ``joined``, ``members``; ``completed`` adds it to words that say too little).
``phrases`` cuts such words to a name (``bases``, ``openings``, ``each``, ``enumerations``, ``made_names``); ``words``
and ``bare_labels`` are the vocabulary.

When all numbers are read, ``short_names`` makes short names specific (``recipients``: whom a grant goes to; ``items``:
what the first clause of the item speaks of), and ``grids`` and ``headlines`` go over tables and headlines.
``changes`` says whether a number is a rise or a fall.
"""
