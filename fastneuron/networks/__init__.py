"""Groups of neurons that are coupled, run together."""
