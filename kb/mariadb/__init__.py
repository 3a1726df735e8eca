"""A knowledge base served to a team by MariaDB: Mroonga finds the words, Spider spreads the rows over servers.

``publish`` loads a file by a ``writer`` into ``tables``, over several ``shards``; ``connection`` asks what was
published, ``hits`` finds words there, ``dialect`` writes SQL as MariaDB has it.
"""
