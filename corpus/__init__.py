"""From bytes to sound, outlined plans."""
