"""Geographic scope: in come a plan and the places that it names, out goes which place each part of it is about.

``jurisdiction`` is the place of the whole plan, ``stems`` is evidence of it. ``statements`` gives each stretch of text
its own place: by what its words name (``spots``), as far as that reaches (``clauses``), or by the ``cells`` of a table.
"""
