"""Networks: CUBA and Brunel, delivery alone, building, memory of a synapse."""

import time

import numpy as np
import quantities as pq

import fastneuron as fn

from .subjects import DT, THREADS, use_threads

DTYPE = "float32"


def cuba(neurons=4000, seed=1, dtype=DTYPE, delay=None, share=(1.0, 1.0)):
    """CUBA (Vogels and Abbott 2005; Brette et al. 2007, benchmark 2): exponential currents, 80 synapses of a neuron.

    Parameters
    ----------
    neurons, seed, dtype
    delay : Quantity, optional
        One step by default.
    share : tuple of float
        What excitatory and inhibitory weights are multiplied by.

    Returns
    -------
    network, options of its run
    """
    cells = fn.LIFRef(
        neurons, V_rest=-49 * pq.mV, V_th=-50 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms, tau_ref=5 * pq.ms + DT,
        V_initializer=fn.init.Uniform(-60 * pq.mV, -50 * pq.mV, seed=seed), spk_reset="hard", dtype=dtype,
    )  # fmt: skip
    sparse, first = fn.connect.FixedProbability(80 / neurons, seed=seed), neurons * 4 // 5
    projections = [
        fn.Projection(pre, cells, sparse, fn.Expon(tau=tau * pq.ms), fn.CUBA(scale=None), weight=weight * pq.mA,
                      delay=delay)
        for pre, tau, weight in [(cells[:first], 5, 1.62 * share[0]), (cells[first:], 10, -9.0 * share[1])]
    ]  # fmt: skip
    return fn.Network(cells, projections=projections), {}


def brunel(neurons=12_500, seed=1, dtype=DTYPE, each=False, inputs=None):
    """Brunel (2000), asynchronous irregular: g = 5, eta = 2, delta synapses, 1.5 ms.

    Parameters
    ----------
    neurons, seed, dtype
    each : bool
        Whether each synapse has a weight of its own.
    inputs : int, optional
        Synapses of a neuron, by default a tenth of the number of neurons.

    Returns
    -------
    network, options of its run
    """
    first, inputs = neurons * 4 // 5, inputs or neurons // 10
    exciting, J = inputs * 4 // 5, 100.0 / (inputs * 4 // 5)  # 20 mV if all excitatory neurons fired five times in tau
    cells = fn.LIFRef(
        neurons, V_th=20 * pq.mV, tau=20 * pq.ms, tau_ref=2 * pq.ms + DT, V_initializer=0 * pq.mV, spk_reset="hard",
        dtype=dtype,
    )  # fmt: skip
    projections = [
        fn.Projection(pre, cells, fn.connect.FixedInDegree(k, seed=seed), delay=1.5 * pq.ms,
                      weight=fn.init.Constant(J * g * pq.mV) if each else J * g * pq.mV)
        for pre, k, g in [(cells[:first], exciting, 1.0), (cells[first:], inputs - exciting, -5.0)]
    ]  # fmt: skip
    noise = fn.PoissonInput(2 * 20 / (J * 20) / pq.ms, J * pq.mV)  # eta times what reaches the threshold
    return fn.Network(cells, projections=projections), {"delta": noise, "seed": seed}


def timed(network, steps, clock=time.thread_time, **options):
    """Seconds of a run that goes on from where the network is."""
    begun = clock()
    network.run(steps * DT, dt=DT, **options)
    return clock() - begun


def connected(network):
    """Draw all synapses of a network; processor time of that, and their number."""
    begun = time.thread_time()
    synapses = sum(map(len, network.projections))
    return time.thread_time() - begun, synapses


class Delivered:
    """Spikes of 12,500 sources, 100 in each step, to 12,500 neurons that do not fire; each has a tenth of the sources.

    Parameters
    ----------
    kind : {"shared", "each", "delays"}
        One weight; a weight for each synapse; one weight and delays from 15 to 30 steps.
    """

    neurons, steps, each_step = 12_500, 600, 100

    def __init__(self, kind):
        random = np.random.default_rng(1)
        self.fired = [np.sort(random.choice(self.neurons, self.each_step, replace=False)) for _ in range(self.steps)]
        delay = fn.init.Uniform(1.5 * pq.ms, 3 * pq.ms, seed=1) if kind == "delays" else 1.5 * pq.ms
        weight = fn.init.Uniform(1e-6 * pq.mV, 2e-6 * pq.mV, seed=1) if kind == "each" else 1e-6 * pq.mV
        self.full = self._network(fn.connect.FixedInDegree(self.neurons // 10, seed=1), weight, delay)
        self.empty = self._network(fn.connect.FixedProbability(0.0), 1e-6 * pq.mV, 1.5 * pq.ms)

    def _network(self, rule, weight, delay):
        step = np.repeat(np.arange(self.steps), self.each_step)
        source = fn.SpikeTrains((step + 0.5) * DT, np.concatenate(self.fired), self.neurons)
        cells = fn.LIFRef(self.neurons, V_th=20 * pq.mV, tau=20 * pq.ms, tau_ref=2 * pq.ms, dtype=DTYPE)
        return fn.Network(cells, projections=fn.Projection(source, cells, rule, weight=weight, delay=delay))

    def seconds(self):
        """Of a run with synapses and of one without; the difference is what delivery takes."""
        found = []
        for network in (self.full, self.empty):
            network.init_state()
            found.append(timed(network, self.steps))
        return found

    def events(self):
        """How many synapses get a spike."""
        row = np.bincount(self.full.projections[0].pre, minlength=self.neurons)
        return int(sum(row[fired].sum() for fired in self.fired))

    def nanoseconds(self, repeats=5):
        """Of one event."""
        full, empty = np.min([self.seconds() for _ in range(repeats)], axis=0)
        return (full - empty) / self.events() * 1e9


class Networks:
    """Time for a second of model time: CUBA-4000, and Brunel's network with 5,000 neurons; the least of five."""

    params = [["cuba", "brunel"], THREADS]
    param_names = ["network", "threads"]
    timeout = 120

    def setup(self, name, threads):
        """Connect, compile, and get over the beginning."""
        use_threads(threads)
        self.network, self.options = cuba() if name == "cuba" else brunel(5000)
        timed(self.network, 1000, **self.options)

    def track_real_time(self, name, threads):
        """Seconds for a second."""
        return min(timed(self.network, 1000, time.perf_counter, **self.options) for _ in range(5)) / 0.1


class Delivery:
    """What a synapse costs that gets a spike, on one thread."""

    params = [["shared", "each", "delays"]]
    param_names = ["kind"]
    timeout = 120

    def setup(self, kind):
        """Connect, and compile."""
        use_threads("1")
        self.made = Delivered(kind)
        self.made.seconds()

    def track_event(self, kind):
        """Nanoseconds."""
        return self.made.nanoseconds()


class Building:
    """Drawing the 2.5 million synapses of Brunel's network with 5,000 neurons, on one thread; and what they take."""

    params = [[False, True]]
    param_names = ["a weight each"]
    timeout = 120

    def setup(self, each):
        """Compile."""
        use_threads("1")
        connected(brunel(100, each=each)[0])

    def track_time(self, each):
        """Nanoseconds a synapse."""
        seconds, synapses = min(connected(brunel(5000, each=each)[0]) for _ in range(3))
        return seconds / synapses * 1e9

    def track_memory(self, each):
        """Bytes a synapse."""
        network, _ = brunel(5000, each=each)
        return sum(one.nbytes for one in network.projections) / sum(map(len, network.projections))


Networks.track_real_time.unit = "s"
Delivery.track_event.unit = Building.track_time.unit = "ns"
Building.track_memory.unit = "bytes"
