"""What is made of the rows of a question, for eyes and for files.

On a terminal: ``tables``, in Chinese by ``chinese``. In a notebook: ``display``, ``overview``, ``views``, ``marked``,
``evidence``, ``widgets``, ``charts``. In files: ``export`` and ``save`` write a ``sheet`` as csv, ``xlsx``, ``html``,
``latex`` or a data ``package``, ``wide`` or ``side_by_side``, always whole (``files``), with the texts behind it
(``shelf``) and how to ``cite`` them. ``plain`` lets nothing in a document act, ``telling`` says columns in words,
``codebook`` is the data dictionary, ``progress`` and ``fonts`` serve the rest.
"""
