"""Groups of neurons as layers of PyTorch and JAX: each is imported when it is asked for."""
