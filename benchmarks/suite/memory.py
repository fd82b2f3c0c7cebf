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

# A current in the middle of what AdExIF takes, so that it spikes.
CHECKPOINTS = """
import resource
import fastneuron as fn, quantities as pq
made = fn.AdExIF({neurons}, dtype="{dtype}", V_initializer=-65 * pq.mV)
run = made.run({steps} * 0.1 * pq.ms, dt=0.1 * pq.ms, x=10 * pq.mA, record=("counts",), errors="record", {options})
{then}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


class Checkpoints:
    """Megabytes of peak memory beyond a plain run: 100,000 neurons of AdExIF, 10,000 steps, gradient by a parameter."""

    params = [DTYPES]
    param_names = ["dtype"]
    timeout = 600
    neurons, steps = 100_000, 10_000

    def setup(self, dtype):
        """Fill the cache."""
        self.peak(dtype, "differentiable=True", "run.backward(spikes=1.0, wrt='tau')", 1000, 100)
        self.peak(dtype, neurons=1000, steps=100)

    def peak(self, dtype, options="", then="", neurons=None, steps=None):
        """Peak memory of a process."""
        size = {"neurons": neurons or self.neurons, "steps": steps or self.steps}
        code = CHECKPOINTS.format(dtype=dtype, options=options, then=then, **size)
        return json.loads(subprocess.check_output([sys.executable, "-W", "ignore", "-c", code], text=True))

    def track_run(self, dtype):
        """Of a run that keeps checkpoints."""
        return (self.peak(dtype, "differentiable=True") - self.peak(dtype)) / 1e6

    def track_back(self, dtype):
        """Of such a run and the way back."""
        return (self.peak(dtype, "differentiable=True", "run.backward(spikes=1.0, wrt='tau')") - self.peak(dtype)) / 1e6


Checkpoints.track_run.unit = Checkpoints.track_back.unit = "MB"
