"""How patterns are matched fast: kept compiled, ruled out by what a match begins with, signs found all at once."""
