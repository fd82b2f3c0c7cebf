"""Measure networks beside hand-written C, NEST and Brian2's C++, in turn: CUBA-4000, Brunel-12500; delivery, building.

    python -m venv nest && nest/bin/pip install nest-simulator
    python -m venv brian && brian/bin/pip install brian2 'numpy<2.4'
    python benchmarks/compare/networks.py --nest nest/bin/python --brian2 brian/bin/python \\
        --json benchmarks/results/networks.json

The networks are those of suite/networks.py, in float32 (NEST: float64), and limit/network.c has our synapses. All go on
from piece to piece, after one that is not counted; a figure is the least processor time of some pieces, made in turn,
over model time. Two threads: the least time of the clock on the wall, of both numbers of threads. Our figure is a whole
call of `run`. What Brian2 compiles is kept in compare/.build: the first time takes minutes.
"""

import argparse
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parents[1]
sys.path[:0] = [str(FOLDER), str(FOLDER / "limit")]

import networks_c as limit  # noqa: E402
import numba  # noqa: E402
import numpy as np  # noqa: E402
import quantities as pq  # noqa: E402
from pairs import save  # noqa: E402
from peers import Peer  # noqa: E402
from suite.networks import Delivered, brunel, connected, cuba, timed  # noqa: E402

DT, J = 0.1, 0.1
PIECE = {"cuba": 500.0, "brunel": 60.0}  # ms
NEURONS = {"cuba": 4000, "brunel": 12_500}
KINDS = ("shared", "each", "delays")
CHECKED = 90.0  # ms; a multiple of the lag


def threaded(network, steps, threads, clock, options):
    """Seconds of a run with so many threads."""
    numba.set_num_threads(threads)
    try:
        return timed(network, steps, clock, **options)
    finally:
        numba.set_num_threads(1)


def sides_of(name, each):
    """What is measured: functions by name, each of which runs a piece and gives the seconds that it takes."""
    # two networks: another number of threads has other blocks, into which synapses are cut anew
    (network, options), (other, _) = (cuba() if name == "cuba" else brunel(each=each) for _ in range(2))
    steps = round(PIECE[name] / DT)
    sides = {
        "fastneuron": lambda: threaded(network, steps, 1, time.thread_time, options),
        "one": lambda: threaded(network, steps, 1, time.perf_counter, options),
        "two": lambda: threaded(other, steps, 2, time.perf_counter, options),
    }
    network.init_state()
    made = [(*one.pre_range, begins_of(one), one.post, one.weight.magnitude.astype(np.float32))
            for one in network.projections]  # fmt: skip
    made = [(*rest, weight if each else float(weight)) for *rest, weight in made]
    V = np.array(network.groups[0].V)
    expected = network.run(CHECKED * pq.ms, dt=DT * pq.ms, **options).counts.sum()
    if name == "cuba":
        in_c = {"C": limit.Cuba(V, made)}
    else:
        in_c = {"C": limit.Brunel(V, made, J, False), "C, Philox": limit.Brunel(V, made, J, True)}
    return sides | {side: checked(one, expected, steps) for side, one in in_c.items()}


def begins_of(projection):
    """Where the synapses of each source begin, and where the last ones end."""
    return np.append(0, np.cumsum(np.bincount(projection.pre, minlength=np.diff(projection.pre_range)[0])))


def checked(one, expected, steps):
    """A function that runs C for so many steps, which spikes as often as is expected."""
    one.seconds(round(CHECKED / DT))
    assert abs(one.count.sum() / expected - 1) < 0.02, (one, one.count.sum(), expected)
    return lambda: one.seconds(steps)


def peers_of(options, name):
    """NEST and Brian2, with their versions."""
    made, versions = {}, {}
    if options.nest:
        made["NEST"] = Peer(options.nest, "networks_nest.py"), {"milliseconds": PIECE[name]}
        versions["NEST"] = made["NEST"][0].ask(network=name, neurons=NEURONS[name], seed=1)["version"]
    if options.brian2:
        made["Brian2"] = Peer(options.brian2, "networks_brian2.py"), {"pieces": 1}
        how = {"milliseconds": PIECE[name], "folder": str(Path(__file__).parent / ".build")}
        versions["Brian2"] = made["Brian2"][0].ask(network=name, neurons=NEURONS[name], **how)["version"]
    return made, versions


def measure(name, each, options):
    """A row: the time of each side over model time; those of others do not depend on weights."""
    peers, versions = peers_of(options, name) if not each else ({}, {})
    sides = sides_of(name, each)
    found = {side: [] for side in (*sides, *peers)}
    for number in range(-1, options.repeats):
        for side, run in sides.items():
            found[side] += [run()] if number >= 0 else [run()][:0]
        for side, (peer, question) in peers.items():
            if number < options.repeats // 2 or side != "NEST":
                found[side] += [peer.ask(**question)["seconds"]][: number + 1]
    for peer, _ in peers.values():
        peer.close()
    factor = {side: min(seconds) / PIECE[name] * 1e3 for side, seconds in found.items()}
    row = {"network": name, "neurons": NEURONS[name], "each": each, **factor}
    print(row, flush=True)
    return row, versions


def delivery(kind, repeats):
    """Nanoseconds of a synaptic event, and of a load, an addition and a store at the addresses of the first steps."""
    made = Delivered(kind)
    made.seconds()
    (projection,) = made.full.projections
    begins, post = begins_of(projection), projection.post.astype(np.uint16)
    sources = np.concatenate(made.fired[:200])
    index = np.concatenate([post[begins[i] : begins[i + 1]] for i in sources])
    row, floors, seconds = np.zeros(made.neurons, np.float32), [], []
    weight = np.full(index.size, 1e-6, np.float32)
    for _ in range(repeats):
        seconds.append(made.seconds())
        floors.append((limit.add(index, 1e-6, row), limit.add(index, weight, row)))
    full, empty = np.min(seconds, axis=0)
    floor, floor_each = np.min(floors, axis=0)
    found = {"kind": kind, "fastneuron": float(full - empty) / made.events() * 1e9, "floor": float(floor),
             "floor with weights": float(floor_each)}  # fmt: skip
    print(found, flush=True)
    return found


def building(repeats):
    """Nanoseconds to connect a synapse of Brunel's network, and bytes that it takes."""
    connected(brunel(100)[0])
    ours, in_c = [], []
    for _ in range(repeats):
        seconds, synapses = connected(brunel()[0])
        ours.append(seconds / synapses)
        in_c.append(sum(limit.connect(pre, 12_500, k)[2] for pre, k in [(10_000, 1000), (2500, 250)]) / synapses)
    nbytes = [sum(one.nbytes for one in brunel(each=each)[0].projections) / synapses for each in (False, True)]
    found = {"fastneuron": min(ours) * 1e9, "C": min(in_c) * 1e9, "synapses": synapses, "bytes": nbytes}
    print(found, flush=True)
    return found


def main():
    """Print what was measured, and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nest", help="the interpreter that has NEST")
    parser.add_argument("--brian2", help="the interpreter that has Brian2")
    parser.add_argument("--repeats", type=int, default=6)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    options.threads, options.steps = 1, None  # what `save` writes
    numba.set_num_threads(1)
    about = {"building": building(options.repeats), "versions": {}}
    about["delivery"] = [delivery(kind, options.repeats) for kind in KINDS]
    rows = []
    for name, each in [("cuba", False), ("brunel", False), ("brunel", True)]:
        row, versions = measure(name, each, options)
        rows.append(row)
        about["versions"] |= versions
    save(options, "NEST, Brian2, C", rows, **about)


if __name__ == "__main__":
    main()
