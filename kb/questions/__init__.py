"""What a knowledge base can be asked, one question a file: each takes a connection and gives rows.

Words: ``search`` (``query`` reads what was typed, ``hits`` finds it, ``ranking`` is the order) and ``kwic``. Figures:
``compare`` (``cells``, ``cell_years``, ``cell_words``), ``attainment``, ``changes``. Texts and offices side by side:
``compare_texts`` (``wording``), ``compare_roles``. Dates, duties, instruments: ``timeline``, ``duties``,
``instruments``. Shared wording: ``reuse`` (``grouping``, ``slots``) and ``copies``. What is stored: ``facts``,
``records``, ``show``, ``holdings``; where an answer is empty, ``nothing`` says why.

``typed`` puts them as a person does (``names``, ``spelling`` in letters, ``values``, ``years``), ``filters`` and
``places`` narrow them; ``blocks`` and ``sorting`` keep them small in memory, ``occurrence`` finds a fact's words in
its sentence, ``lines`` is a filter without a base.
"""
