"""From sentences to facts.

``pipeline`` writes the order once. The nouns stand here (``measures``, ``dates``, ``roles``, ``places``,
``references``, ``indicators``, ``topics``); what they are made of stands in folders: ``quantities`` (numbers, units),
``subjects`` (what a number is about), ``status`` (target, actual or standard), ``times`` (EDTF), ``actors`` (names of
offices and people), ``role_forms`` (one form of saying who does what a file), ``gazetteer`` (GB/T 2260), ``text``.
"""
