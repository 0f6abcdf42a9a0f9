"""Controls with no idea of the project."""
