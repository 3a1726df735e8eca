"""From bytes to sound, outlined plans.

``pipeline`` writes the order once. The nouns stand here (``sources``, ``encoding``, ``frame``, ``split``, ``header``,
``outline``, ``quality``; their records in ``model``); what they are made of stands in folders: ``files`` (found, told
apart, opened within limits), ``readers`` (one kind of file each), ``isolation`` (readers at work in a child process),
``repair`` (one kind of damage each), ``page`` (what belongs to the web page), ``compilations`` (where their pieces
begin), ``imprint`` (title, number, date), ``headings`` (labels and levels), ``matching`` (patterns made fast),
``torn`` (files that lost single bytes), ``data``, ``samples``.

What all of them use: ``alignment`` (clean offset and original offset), ``lines``, ``words`` (with ``vocabulary``),
``simplify``, ``chunks`` and ``prior`` (decoding), ``tables``, ``quick`` (records), ``errors``.
"""
