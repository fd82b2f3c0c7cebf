"""Spikes from the neurons that fire to those that they reach: lists, rows of synapses, rings of what arrives."""
