"""A balanced network of excitatory and inhibitory neurons that conductances connect (Vogels and Abbott 2005).

    python examples/ei_network.py [--neurons N] [--ms T] [--seed N] [--plot FILE]

4,000 LIFRef, four fifths of them excitatory, each connected to 2 % of all by exponential conductances, as in the
tutorial of the reference (https://doi.org/10.1523/JNEUROSCI.3508-05.2005). A picture needs
pip install 'fastneuron[plot]'.
"""

import argparse
import time

import numpy as np
import quantities as pq

import fastneuron as fn

DT, WINDOW = 0.1 * pq.ms, 5  # ms of the rate's bins
SHOWN = 3  # neurons whose potential is drawn


def network_of(neurons, seed):
    """The network, and its neurons."""
    cells = fn.LIFRef(
        neurons, V_rest=-60 * pq.mV, V_th=-50 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms, tau_ref=5 * pq.ms,
        V_initializer=fn.init.Normal(-55 * pq.mV, 2 * pq.mV, seed=seed), dtype=np.float32,
    )  # fmt: skip
    first = neurons * 4 // 5
    excitatory, inhibitory = cells[:first], cells[first:]
    sparse = fn.connect.FixedProbability(80 / neurons, seed=seed)
    projections = [
        fn.Projection(excitatory, cells, sparse, fn.Expon(tau=5 * pq.ms), fn.COBA(E=0 * pq.mV),
                      weight=0.6 * pq.S),
        fn.Projection(inhibitory, cells, sparse, fn.Expon(tau=10 * pq.ms), fn.COBA(E=-80 * pq.mV),
                      weight=6.7 * pq.S),
    ]  # fmt: skip
    return fn.Network(cells, projections=projections), cells


def draw(result, cells, duration, file):
    """A raster, the rate, and the potentials of some neurons."""
    import matplotlib.pyplot as plt

    index, times = result[cells].spikes.index, np.asarray(result[cells].spikes.time.rescale("ms"))
    figure, axes = plt.subplots(3, figsize=(8, 7), sharex=True, height_ratios=(3, 1, 1.5), layout="constrained")
    axes[0].plot(times, index, ".", markersize=1, color="black")
    axes[0].set_ylabel("neuron")
    bins = np.arange(0, duration + WINDOW, WINDOW)
    rate = np.histogram(times, bins)[0] / (cells.in_size[0] * WINDOW * 1e-3)
    axes[1].stairs(rate, bins, color="black")
    axes[1].set_ylabel("rate (Hz)")
    V = np.asarray(result[cells]["V"])[:, :SHOWN]
    axes[2].plot(np.asarray(result[cells].times), V, linewidth=0.8)
    axes[2].set_ylabel("V (mV)")
    axes[2].set_xlabel("time (ms)")
    figure.savefig(file, dpi=150)


def main():
    """Run the network, say what it did, draw it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neurons", type=int, default=4000)
    parser.add_argument("--ms", type=float, default=500.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plot", metavar="FILE")
    given = parser.parse_args()
    network, cells = network_of(given.neurons, given.seed)
    duration = given.ms * pq.ms
    record = ("spikes", "V") if given.plot else ("spikes",)
    network.run(DT, dt=DT, x=20 * pq.mA)
    begun = time.perf_counter()
    result = network.run(duration, dt=DT, x=20 * pq.mA, record=record)
    seconds = time.perf_counter() - begun
    rate = result.counts.mean() / (given.ms * 1e-3)
    synapses = sum(map(len, network.projections))
    print(f"{given.neurons} neurons, {synapses} synapses, {given.ms:g} ms in {seconds:.2f} s: {rate:.1f} Hz")
    if given.plot:
        draw(result, cells, given.ms, given.plot)


if __name__ == "__main__":
    main()
