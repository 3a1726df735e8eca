"""One reader a kind of file; ``choose`` takes the one that fits the bytes, ``result`` is what each returns.

``text``; ``html`` (made safe by ``markup``, found by ``page_place``, read from ``page_tree``, ``page_fields``);
``docx`` (``numbering``, ``counting``) and what ``office`` turns into it; ``sheets`` (xlsx, xls, ods); ``pdf``
(``pdf_lines``, ``pdf_tables``, ``pdf_fonts``), ``ofd`` and ``scan``, whose lines become ``paragraphs`` (``lines``).
``archive`` guards what is zipped, ``package`` names its parts.
"""
