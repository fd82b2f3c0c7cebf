"""Training: the value and the gradient of a loss in a call; layers of PyTorch and JAX, imported when asked for."""
