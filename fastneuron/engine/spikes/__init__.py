"""Spikes on their way from one neuron to others: connections, rings, delivery."""
