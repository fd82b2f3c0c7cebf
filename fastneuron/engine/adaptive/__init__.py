"""The driver for solvers that choose their steps: every lane at its own time, in its own neuron."""
