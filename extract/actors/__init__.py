"""Names of actors, lists of them, and the function that an office has."""
