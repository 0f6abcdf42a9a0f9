"""Articles in files: one module per format."""
