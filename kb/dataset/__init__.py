"""The knowledge base as a Parquet data set: tables in folders, partitioned by province, for work on many machines.

``build`` makes one, by way of ``staging``; ``data_set`` asks it, province by province (``provinces``; ``reuse`` at
scale, ``sources``); ``load`` takes it into a base. ``layout`` says which tables it has, ``manifest`` what it says of
itself, ``sheets`` turns products into rows and back, ``frames`` keeps their values as they are.
"""
