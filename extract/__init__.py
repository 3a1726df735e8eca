"""From sentences to facts.

``pipeline`` writes the order once. The nouns stand here (``measures``, ``deadlines``, ``baselines``, ``dates``,
``roles``, ``places``, ``references``, ``indicators``, ``topics``; what they give in ``records``); what they are made of
stands in folders:
``quantities`` (numbers, units), ``subjects`` (what a number is about), ``status`` (target, actual or standard),
``times`` (EDTF), ``actors`` (names of offices and people), ``role_forms`` (one form of saying who does what a file),
``gazetteer`` (GB/T 2260), ``scopes`` (which place a plan or a statement is about), ``tables``, ``text``.

Beside them: ``mentions`` (indicators without a number), ``indicator_names`` and ``grouping`` (names that no table
holds), ``instruments``, ``abbreviations``, ``numerals``, ``components`` and ``tokenizer`` (spaCy), ``score`` (against
annotated facts), ``train_topics``. ``data/*_rules.tsv`` hold an example and a counterexample of each rule, which the
tests read.
"""
