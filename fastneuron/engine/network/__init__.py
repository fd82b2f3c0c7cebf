"""Populations that are coupled, run interval by interval."""
