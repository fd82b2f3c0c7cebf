"""Memory: what a group of neurons takes while it runs and counts spikes."""

import json
import subprocess
import sys

from .subjects import DTYPES, MODELS

NEURONS = 2_000_000
# One process for a few neurons and one for many: the difference of their peaks is the neurons' share.
PEAK = """
import resource, sys
import fastneuron as fn, quantities as pq
made = fn.{model}({neurons}, dtype="{dtype}", spk_reset="hard")
result = made.run(5 * pq.ms, dt=0.1 * pq.ms, record=("counts",), errors="record")
result.spikes.counts
declared = fn.models.registry()["{model}"]
own = len(declared.states) * made.V.magnitude.itemsize
print([resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, own])
"""


def peak(model, dtype, neurons):
    """Peak memory of a process that runs so many neurons, and the bytes of a neuron's states."""
    code = PEAK.format(model=model, dtype=dtype, neurons=neurons)
    return json.loads(subprocess.check_output([sys.executable, "-c", code], text=True))


class Memory:
    """Bytes of peak memory per neuron beyond its states, while spikes are counted; parameters are scalars."""

    params = [MODELS, DTYPES]
    param_names = ["model", "dtype"]
    timeout = 120

    def setup(self, model, dtype):
        """Fill the cache: compiling takes memory of its own."""
        peak(model, dtype, 1000)

    def track_bytes_per_neuron(self, model, dtype):
        """Difference between the peaks of many neurons and of few."""
        few, _ = peak(model, dtype, 1000)
        many, states = peak(model, dtype, NEURONS)
        return (many - few) / NEURONS - states

    def track_peak_of_few(self, model, dtype):
        """Megabytes that a process with few neurons takes: the libraries."""
        return peak(model, dtype, 1000)[0] / 1e6


Memory.track_bytes_per_neuron.unit = "bytes per neuron"
Memory.track_peak_of_few.unit = "MB"
