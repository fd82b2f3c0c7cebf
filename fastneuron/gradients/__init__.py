"""Training: losses, and the value and the gradient of one in a call."""
