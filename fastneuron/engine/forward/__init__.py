"""Gradients of a run by few things: tangents that go through its steps with it."""
