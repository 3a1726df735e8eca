"""Review: coding sheets out and back, decisions kept (``kb.decided`` applies them), agreement, precision."""
