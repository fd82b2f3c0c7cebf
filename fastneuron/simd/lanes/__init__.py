"""Lanes as Numba types: arithmetic, masks, memory, single lanes."""
