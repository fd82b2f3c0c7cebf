"""Compare the statistics of networks with NEST's over 20 seeds: rate, irregularity, correlation.

    python -m venv nest && nest/bin/pip install nest-simulator
    python benchmarks/compare/network_statistics.py nest/bin/python --json benchmarks/results/network_statistics.json

CUBA with 4,000 neurons and Brunel's network, of suite/networks.py, in float64. The rate of CUBA depends on the synapses
that are drawn, by some 5 %: both sides have the same ones and the same first potentials, for each seed others. After
some 100 ms the spikes are others, since the network is chaotic. Brunel's networks have nothing in common but the rule.
In iaf_psc_exp a spike that arrives in a step acts from the next one on, and then decays continuously; here it acts in
that step and is held through each. So the delay of CUBA is two steps here where it is one in NEST, and weights are such
that a spike brings the same charge.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np  # noqa: E402
import quantities as pq  # noqa: E402
from pairs import save  # noqa: E402
from peers import Peer  # noqa: E402
from suite.networks import brunel, cuba  # noqa: E402

DT, BEGIN = 0.1, 100.0  # ms; what is before is not counted
BIN, PAIRED = 5.0, 500  # ms of the bins in which spikes are counted; neurons whose pairs are correlated
FEWEST = 5  # intervals of a neuron whose CV counts
ALLOWED = {"rate": 0.01, "cv": 0.02, "correlation": 0.005}  # the first relative


def statistics_of(step, neuron, neurons, milliseconds):
    """Mean rate in Hz, mean CV of the intervals between spikes, mean correlation of counts of pairs."""
    kept = step >= BEGIN / DT
    step, neuron = step[kept] - BEGIN / DT, neuron[kept]
    order = np.lexsort((step, neuron))
    step, neuron = step[order], neuron[order]
    same = np.diff(neuron) == 0
    intervals, owner = np.diff(step)[same], neuron[1:][same]
    count = np.bincount(owner, minlength=neurons)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(owner, intervals, neurons) / count
        deviation = np.bincount(owner, (intervals - mean[owner]) ** 2, neurons) / count
        cv = np.sqrt(deviation) / mean
    bins, every = round((milliseconds - BEGIN) / BIN), neurons // PAIRED
    counts = np.zeros((neurons, bins))
    np.add.at(counts, (neuron, np.minimum((step * DT / BIN).astype(int), bins - 1)), 1)
    counts = counts[::every]
    correlated = np.corrcoef(counts[counts.std(axis=1) > 0])
    return {
        "rate": len(step) / neurons / (milliseconds - BEGIN) * 1e3,
        "cv": float(cv[count >= FEWEST].mean()),
        "correlation": float(correlated[np.triu_indices(len(correlated), 1)].mean()),
    }


def network_of(name, neurons, seed, folder):
    """Our network, and a file with its synapses as NEST is to have them, or None."""
    if name == "brunel":
        return *brunel(neurons, seed, "float64"), None
    charge = [tau * -np.expm1(-DT / tau) / DT for tau in (5.0, 10.0)]
    network, options = cuba(neurons, seed, "float64", 2 * DT * pq.ms, charge)
    network.init_state()
    (cells,), parts = network.groups, zip(network.projections, charge, strict=True)
    pre, weight = zip(*((one.pre + one.pre_range[0], np.full(len(one), one.weight / share)) for one, share in parts),
                      strict=True)  # fmt: skip
    post = np.concatenate([one.post for one in network.projections])
    file = f"{folder}/network.npz"
    np.savez(file, pre=np.concatenate(pre), post=post, weight=np.concatenate(weight), delay=np.full(len(post), DT),
             V=np.asarray(cells.V))  # fmt: skip
    return network, options, file


def both(nest, name, neurons, seed, milliseconds, folder):
    """Steps and neurons of the spikes of both."""
    network, options, file = network_of(name, neurons, seed, folder)
    result = network.run(milliseconds * pq.ms, dt=DT * pq.ms, record=("spikes",), **options)
    yield result.spikes.step, result.spikes.index
    nest.ask(network=name, neurons=neurons, seed=seed + 1000, record=True, given=file)
    nest.ask(milliseconds=milliseconds - DT, spikes=f"{folder}/spikes.npz")
    with np.load(f"{folder}/spikes.npz") as file:
        yield file["step"] - 1, file["neuron"]


def compare(nest, name, neurons, milliseconds, seeds, folder):
    """A row: means of both over seeds, and the standard error of their difference."""
    runs = (both(nest, name, neurons, seed, milliseconds, folder) for seed in range(seeds))
    found = [[statistics_of(*spikes, neurons, milliseconds) for spikes in run] for run in runs]
    row = {"network": name, "neurons": neurons, "milliseconds": milliseconds, "seeds": seeds}
    for what, allowed in ALLOWED.items():
        values = np.array([[side[what] for side in pair] for pair in found])
        mine, other = map(float, values.mean(axis=0))
        scale = 1 / other if what == "rate" else 1.0
        error = float(np.diff(values, axis=1).std(ddof=1) / np.sqrt(seeds) * scale)
        row[what] = {"ours": mine, "nest": other, "difference": (mine - other) * scale, "error": error,
                     "allowed": allowed}  # fmt: skip
        print(f"{name:8} {what:12} {mine:9.4f} NEST {other:9.4f} difference {(mine - other) * scale:+.4f} "
              f"+- {error:.4f}, allowed {allowed}", flush=True)  # fmt: skip
    return row


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", help="the interpreter that has NEST")
    parser.add_argument("--networks", nargs="+", choices=("cuba", "brunel"), default=("cuba", "brunel"))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--brunel", type=int, default=5000, help="neurons of Brunel's network")
    parser.add_argument("--milliseconds", type=float, nargs=2, default=(2000.0, 600.0), help="of both networks")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    options.threads, options.steps = 1, None  # of NEST; what `save` writes
    nest = Peer(options.python, "networks_nest.py")
    version = nest.ask(network="brunel", neurons=100, seed=1)["version"]
    size = {"cuba": (4000, options.milliseconds[0]), "brunel": (options.brunel, options.milliseconds[1])}
    with tempfile.TemporaryDirectory() as folder:
        rows = [compare(nest, name, *size[name], options.seeds, folder) for name in options.networks]
    nest.close()
    save(options, "NEST", rows, versions={"NEST": version})
    within = [abs(row[what]["difference"]) <= allowed for row in rows for what, allowed in ALLOWED.items()]
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
