"""Projections as brainpy writes them: called step by step in a loop, or given to a network."""
