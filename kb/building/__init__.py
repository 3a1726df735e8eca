"""A build: which files there are, who reads them, what each comes to as rows, and who may write them.

The way of a file: ``listed`` (a name), ``reading`` (is it new? ``origins``: whose is it?), ``workers`` (a process),
``produce`` (read, settle, find), ``rows`` and ``plan_rows`` (what was found, as rows, packed in ``batches``),
``product`` (what comes back), ``gathering`` (until there are enough), ``writing`` (one transaction), ``report``.
``warm`` readies the workers, ``interrupts`` ends the work where it can end.
"""
