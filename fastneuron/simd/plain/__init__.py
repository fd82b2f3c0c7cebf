"""The same functions on plain Python numbers and arrays."""
