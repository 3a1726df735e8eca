"""The knowledge base in Datasette: read-only, on this machine, nothing fetched from elsewhere."""
