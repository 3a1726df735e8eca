"""Store, ask, take away."""
