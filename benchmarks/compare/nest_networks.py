"""Compare networks with NEST spike for spike: iaf_psc_delta, and hh_psc_alpha_gap with chemical synapses.

    python -m venv nest && nest/bin/pip install nest-simulator
    python benchmarks/compare/nest_networks.py nest/bin/python             both, 1,000 neurons, 300 ms
    python benchmarks/compare/nest_networks.py nest/bin/python --gaps      with gap junctions as well
    python benchmarks/compare/nest_networks.py nest/bin/python --golden    store small ones for the tests

Sources are drawn with replacement, so some pairs have several synapses, and some neurons one with themselves. Every
synapse has a weight and a delay of its own.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

TESTS = Path(__file__).parents[2] / "tests"
sys.path.insert(0, str(TESTS))

from golden.nest_networks import FOLDER, NestNetwork  # noqa: E402

LIF = {"C_m": 20.0, "tau_m": 20.0, "E_L": 0.0, "V_reset": 0.0, "V_th": 20.0, "t_ref": 2.0}
SMALL = {"neurons": 200, "each": 25, "steps": 2000}


def synapses(random, neurons, each, weights, delays):
    """Synapses to each neuron from so many others, four fifths of them from the first four fifths, which excite."""
    first, exciting = neurons * 4 // 5, each * 4 // 5
    pre = np.hstack([random.integers(0, first, (neurons, exciting)),
                     random.integers(first, neurons, (neurons, each - exciting))])  # fmt: skip
    pre, post = pre.ravel(), np.repeat(np.arange(neurons), each)
    mean = np.where(pre < first, *weights)
    return {
        "pre": pre.astype(np.uint16), "post": post.astype(np.uint16),
        "weight": (mean * random.uniform(0.5, 1.5, pre.size)).astype(np.float32),
        "delay": random.integers(delays[0], delays[1] + 1, pre.size).astype(np.uint8),
    }  # fmt: skip


def integrate_and_fire(neurons, each, steps):
    """LIF neurons, most of which fire by their current alone; delays of 1 to 3 ms."""
    random = np.random.default_rng(11)
    return {
        **synapses(random, neurons, each, (0.1 * 100 / each, -0.5 * 100 / each), (10, 30)),
        "meta": json.dumps({"model": "iaf_psc_delta", "params": LIF, "steps": steps}),
        "V": random.uniform(0, 20, neurons).astype(np.float32),
        "I": random.uniform(21, 26, neurons).astype(np.float32),
    }  # fmt: skip


def hodgkin_huxley(neurons, each, steps, use_wfr=None):
    """hh_psc_alpha_gap with currents from 0 to 600 pA; delays of 1 to 3 ms; gap junctions if a method is given."""
    random = np.random.default_rng(12)
    gaps = {}
    if use_wfr is not None:
        pairs = np.unique(np.sort(random.integers(0, neurons, (neurons * 5, 2)), axis=1), axis=0)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]].astype(np.uint16)
        gaps = {"gap_pre": pairs[:, 0], "gap_post": pairs[:, 1], "gap_g": random.uniform(0.1, 0.4, len(pairs))}
    meta = {"model": "hh_psc_alpha_gap", "params": {}, "steps": steps, "use_wfr": bool(use_wfr)}
    return {
        **synapses(random, neurons, each, (60.0 * 50 / each, -40.0 * 50 / each), (10, 30)),
        "meta": json.dumps(meta),
        "V": random.uniform(-75, -60, neurons).astype(np.float32),
        "I": random.uniform(0, 600, neurons).astype(np.float32),
        **gaps,
    }  # fmt: skip


def of_nest(python, fields, target, threads):
    """The network with NEST's spikes, stored."""
    worker = Path(__file__).with_name("nest_networks_worker.py")  # -P: it means the package, not this file
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/network.npz"
        np.savez(source, **fields)
        subprocess.run([python, "-P", str(worker), source, target, str(threads)], check=True, capture_output=True)
    return NestNetwork.load(target)


def compare(name, network):
    """Print how many spikes are the same, and where the first other one is."""
    ours = set(zip(*map(np.ndarray.tolist, network.run()), strict=True))
    stored = (network.fields[field].astype(int).tolist() for field in ("spike_steps", "spike_senders"))
    theirs = set(zip(*stored, strict=True))
    other = ours ^ theirs
    pairs = list(zip(network.fields["pre"].tolist(), network.fields["post"].tolist(), strict=True))
    first = f", the first other in step {min(other)[0]}" if other else ""
    twice = f"{len(pairs):,} synapses, {len(pairs) - len(set(pairs)):,} of them with the ends of another"
    print(f"{name}: {network.neurons:,} neurons, {twice}, {network.steps / 10:g} ms")
    print(f"    {len(ours & theirs):,} of {len(theirs):,} spikes in the same step{first}", flush=True)
    return not other


def main():
    """Compare, or store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", help="the interpreter that has NEST")
    parser.add_argument("--neurons", type=int, default=1000)
    parser.add_argument("--each", type=int, default=100, help="synapses of a neuron")
    parser.add_argument("--milliseconds", type=float, default=300.0)
    parser.add_argument("--threads", type=int, default=1, help="of NEST")
    parser.add_argument("--gaps", action="store_true", help="with gap junctions as well, lagged and relaxed")
    parser.add_argument("--golden", action="store_true", help="store small networks for the tests")
    options = parser.parse_args()
    size = {"neurons": options.neurons, "each": options.each, "steps": round(options.milliseconds * 10)}
    size = SMALL if options.golden else size
    networks = {"iaf_psc_delta": integrate_and_fire(**size), "hh_psc_alpha_gap": hodgkin_huxley(**size)}
    if options.gaps:
        networks["hh_psc_alpha_gap_lagged"] = hodgkin_huxley(**size, use_wfr=False)
        networks["hh_psc_alpha_gap_waveform"] = hodgkin_huxley(**size, use_wfr=True)
    with tempfile.TemporaryDirectory() as folder:
        target = FOLDER if options.golden else Path(folder)
        made = {name: of_nest(options.python, fields, target / f"{name}.npz", options.threads)
                for name, fields in networks.items()}  # fmt: skip
        same = [compare(name, network) for name, network in made.items()]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
