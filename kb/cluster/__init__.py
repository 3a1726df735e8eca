"""Building with the workers of a Dask cluster: the same function a source, the same knowledge base.

Dask is imported only when a build is given a scheduler or a client.
"""
