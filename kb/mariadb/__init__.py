"""A knowledge base served to a team by MariaDB: Mroonga finds the words, Spider spreads the rows over servers."""
