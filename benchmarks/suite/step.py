"""Steady state: nanoseconds per neuron and step of every model, dtype and number of threads."""

import statistics

from .subjects import DTYPES, MODELS, THREADS, group, run, use_threads

NEURONS = 100_000
STEPS = 1000


class Step:
    """One call of `run` for 100,000 neurons and 100 ms, its overhead included; median of five."""

    params = [MODELS, DTYPES, THREADS]
    param_names = ["model", "dtype", "threads"]
    timeout = 120

    def setup(self, model, dtype, threads):
        """Compile, or load from the cache."""
        use_threads(threads)
        self.made, self.x = group(model, NEURONS, dtype)
        run(self.made, self.x, 1)

    def track_step(self, model, dtype, threads):
        """Median time of a step."""
        return statistics.median(run(self.made, self.x, STEPS) for _ in range(5)) / (NEURONS * STEPS) * 1e9


Step.track_step.unit = "ns per neuron and step"
