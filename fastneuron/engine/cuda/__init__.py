"""The same kernels on a GPU. Only `runs.places` imports this, when a device is asked for."""
