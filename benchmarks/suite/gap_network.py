"""Networks with gap junctions: 1,000 neurons from 0 to 1000 pA, 50 junctions of 0.2 nS each at random."""

import statistics

import numpy as np
import quantities as pq

import fastneuron as fn

from .subjects import THREADS, run, use_threads

NEURONS, EACH = 1000, 50
STEPS = {"lagged": 500, "waveform": 100}


def pairs(neurons, each):
    """Random pairs, each in one direction, so that a neuron has so many junctions on average."""
    every = np.arange(neurons**2)
    every = every[every // neurons < every % neurons]
    chosen = np.random.default_rng(1).choice(every, neurons * each // 2, replace=False)
    return np.array(np.divmod(chosen, neurons))


def cells(neurons):
    """The neurons."""
    return fn.hh_psc_alpha_gap(neurons, I_e=np.linspace(0, 1000, neurons) * pq.pA)


def network(method, neurons=NEURONS, each=EACH):
    """The neurons and their junctions."""
    return fn.Network(cells(neurons), fn.GapJunctions(*pairs(neurons, each), 0.2 * pq.nS), method=method)


class GapNetwork:
    """One call of `run` for 1,000 neurons, its overhead included; median of five."""

    params = [list(STEPS), THREADS]
    param_names = ["method", "threads"]
    timeout = 120

    def setup(self, method, threads):
        """Compile, or load from the cache."""
        use_threads(threads)
        self.made = network(method)
        run(self.made, None, 10)

    def track_step(self, method, threads):
        """Median time of a step, all its iterations together."""
        steps = STEPS[method]
        return statistics.median(run(self.made, None, steps) for _ in range(5)) / (NEURONS * steps) * 1e9


GapNetwork.track_step.unit = "ns per neuron and step"
