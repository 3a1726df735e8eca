"""The search index: what it holds of a text, written as FTS5 itself lays it out."""
