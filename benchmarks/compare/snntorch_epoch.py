"""Measure an epoch of examples/classify_latencies.py against snnTorch, alternately in one run, and print the ratio.

    pip install '.[torch]' snntorch          (snntorch is not a dependency of fastneuron)
    python benchmarks/compare/snntorch_epoch.py --json benchmarks/results/snntorch.json

The same samples, weights of the same sizes, optimiser and loss; in place of the two layers of neurons snnTorch has two
of `Leaky`, simpler ones than the adapting and the refractory neurons of the example, with one decay each that is
learned, and a threshold in the first. Both sides have one core, and what is compared is processor time. Nothing was
tuned for accuracy, which is printed so that one sees that both learn.
"""

import os

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["NUMBA_NUM_THREADS"] = "1"

import argparse  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from importlib.metadata import version  # noqa: E402
from pathlib import Path  # noqa: E402

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "examples")]

import snntorch  # noqa: E402
import torch  # noqa: E402
from classify_latencies import CHANNELS, CLASSES, HIDDEN, STEPS, Latencies, Network, accuracy, epoch  # noqa: E402
from pairs import save  # noqa: E402
from torch import nn  # noqa: E402

VERSIONS = {name: version(name) for name in ("torch", "snntorch")}


class Leaky(nn.Module):
    """The network of the example with two layers of snnTorch, stepped in a loop as its tutorials do."""

    def __init__(self):
        super().__init__()
        self.inputs, self.between, self.readout = (
            nn.Linear(CHANNELS, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, CLASSES)
        )  # fmt: skip
        slope = snntorch.surrogate.fast_sigmoid(slope=5)
        self.first = snntorch.Leaky(beta=0.95, spike_grad=slope, learn_beta=True, learn_threshold=True)
        self.second = snntorch.Leaky(beta=0.95, spike_grad=slope, learn_beta=True)

    def forward(self, x):
        """Evidence for each class: the readout of how often each neuron of the last layer spikes."""
        first, second = self.first.init_leaky(), self.second.init_leaky()
        currents, found = self.inputs(x), []
        for step in range(STEPS):
            spikes, first = self.first(currents[step], first)
            spikes, second = self.second(self.between(spikes), second)
            found.append(spikes)
        return 10.0 * self.readout(torch.stack(found).mean(0))

    def keep_in_bounds(self):
        """Nothing to be done: snnTorch clamps when it computes."""


class Side:
    """A network that is trained."""

    def __init__(self, network, seed):
        torch.manual_seed(seed)
        self.network = network()
        self.optimiser = torch.optim.Adam(self.network.parameters(), 2e-3)

    def seconds(self, x, classes):
        """Processor time of an epoch."""
        start = time.process_time()
        epoch(self.network, self.optimiser, x, classes)
        return time.process_time() - start


def main():
    """Train both, an epoch of one after an epoch of the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=2048, help="to learn from")
    parser.add_argument("--epochs", type=int, default=6, help="how often, the first of which is not counted")
    parser.add_argument("--json", type=Path, help="write what was measured to this file, for report.py")
    arguments = parser.parse_args()
    arguments.threads, arguments.steps = 1, STEPS
    torch.set_num_threads(1)
    print("  ".join(f"{name} {number}" for name, number in VERSIONS.items()))
    latencies, sides = Latencies(0), [Side(Network, 0), Side(Leaky, 0)]
    train, test = latencies.draw(arguments.samples), latencies.draw(arguments.samples // 2)
    pairs = []
    for number in range(arguments.epochs):
        pairs.append([side.seconds(*train) for side in sides])
        print(f"epoch {number + 1}: fastneuron {pairs[-1][0]:.2f} s, snnTorch {pairs[-1][1]:.2f} s", flush=True)
    counted = pairs[1:]
    mine, theirs = (statistics.median(side) for side in zip(*counted, strict=True))
    row = {"fastneuron": mine, "other": theirs, "ratio": statistics.median(a / b for a, b in counted)}
    row["accuracies"] = [accuracy(side.network, *test) for side in sides]
    print("median: fastneuron {fastneuron:.2f} s, snnTorch {other:.2f} s, ratio {ratio:.3f}; "
          "test accuracies {accuracies[0]:.3f}, {accuracies[1]:.3f}".format(**row))  # fmt: skip
    save(arguments, "snnTorch", [row], versions=VERSIONS, samples=arguments.samples, epochs=len(counted))


if __name__ == "__main__":
    main()
