"""Files of a corpus: found, told by their first bytes, parsed in a child process within limits."""
