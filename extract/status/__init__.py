"""Target, actual or standard: which time a stretch of text is about, and what its clauses say."""
