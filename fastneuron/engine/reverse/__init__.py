"""Gradients of a run: its steps gone through backwards."""
