"""Random numbers that belong to a seed, a neuron and a step."""
