"""Files of a corpus: found, told by their first bytes, opened within limits."""
