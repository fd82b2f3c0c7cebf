"""Benchmarks that asv runs and keeps a history of; every figure names its unit."""
