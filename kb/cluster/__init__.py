"""Building with the workers of a Dask cluster: the same function a source, the same knowledge base.

``spreading`` chooses between processes of this machine and a cluster; ``runner`` keeps tasks in flight over a
``connection``; ``remote`` runs on the workers, ``identity`` says what must be alike there. Dask is imported only when a
build is given a scheduler or a client.
"""
