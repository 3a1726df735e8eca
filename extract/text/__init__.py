"""What every stage asks of the text itself: its clauses, sentences and lines."""
