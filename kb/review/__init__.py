"""Review: coding sheets out and back, decisions kept and applied over the machine's reading, agreement, precision."""
