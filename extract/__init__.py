"""From sentences to facts.

``pipeline`` writes the order once. The nouns stand here (``measures``, ``dates``, ``roles``, ``places``,
``references``, ``indicators``, ``topics``); what they are made of stands in folders: ``quantities`` (numbers, units),
``subjects`` (what a number is about), ``status`` (target, actual or standard), ``times`` (EDTF), ``actors`` (names of
offices and people), ``role_forms`` (one form of saying who does what a file), ``gazetteer`` (GB/T 2260), ``text``.

Beside them: ``jurisdiction`` (whose plan it is; ``place_chains``, ``place_stems`` and ``statements`` are its
evidence; ``place_spots``, ``place_clauses`` and ``place_tables`` tell whom a statement is about), ``columns``,
``due`` and ``unit_columns`` (what columns of a table say), ``mentions`` (indicators without a number),
``indicator_names``, ``grouping`` (names that no table holds), ``instruments``, ``abbreviations``, ``numerals``,
``records`` (what is given), ``components`` and ``tokenizer`` (spaCy), ``score`` (against annotated facts),
``train_topics``. ``data/*_rules.tsv`` hold an example and a counterexample of each rule, which the tests read.
"""
