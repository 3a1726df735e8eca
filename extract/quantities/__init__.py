"""A number with its unit and its bounds, as an exact value."""
