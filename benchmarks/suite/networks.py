"""Networks: CUBA and Brunel, delivery alone, building, memory of a synapse."""

import quantities as pq

import fastneuron as fn

from .subjects import DT

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


def brunel(neurons=12_500, seed=1, dtype=DTYPE, each=False):
    """Brunel (2000), asynchronous irregular: g = 5, eta = 2, delta synapses, 1.5 ms, each neuron has a tenth of all.

    Parameters
    ----------
    neurons, seed, dtype
    each : bool
        Whether each synapse has a weight of its own.

    Returns
    -------
    network, options of its run
    """
    first, ten = neurons * 4 // 5, neurons // 10
    exciting, J = ten * 4 // 5, 100.0 / (ten * 4 // 5)  # 20 mV if all excitatory neurons fired five times in tau
    cells = fn.LIFRef(
        neurons, V_th=20 * pq.mV, tau=20 * pq.ms, tau_ref=2 * pq.ms + DT, V_initializer=0 * pq.mV, spk_reset="hard",
        dtype=dtype,
    )  # fmt: skip
    projections = [
        fn.Projection(pre, cells, fn.connect.FixedInDegree(k, seed=seed), delay=1.5 * pq.ms,
                      weight=fn.init.Normal(J * g * pq.mV, 0 * pq.mV) if each else J * g * pq.mV)
        for pre, k, g in [(cells[:first], exciting, 1.0), (cells[first:], ten - exciting, -5.0)]
    ]  # fmt: skip
    noise = fn.PoissonInput(2 * 20 / (J * 20) / pq.ms, J * pq.mV)  # eta times what reaches the threshold
    return fn.Network(cells, projections=projections), {"delta": noise, "seed": seed}


class Delivery:
    """Spikes of 12,500 sources, 100 in each step, to 12,500 neurons that do not fire, each with a tenth of them."""

    neurons, steps, each_step = 12_500, 600, 100

    def __init__(self, kind):
        random = np.random.default_rng(1)
        self.fired = [np.sort(random.choice(self.neurons, self.each_step, replace=False)) for _ in range(self.steps)]
        delay = fn.init.Uniform(1.5 * pq.ms, 3 * pq.ms) if kind == "delays" else 1.5 * pq.ms
        weight = 1e-6 * pq.mV if kind == "shared" else fn.init.Constant(1e-6 * pq.mV)
        self.full = self._network(fn.connect.FixedInDegree(self.neurons // 10, seed=1), weight, delay)
        self.empty = self._network(fn.connect.FixedProbability(0.0), 1e-6 * pq.mV, 1.5 * pq.ms)

    def _network(self, rule, weight, delay):
        step = np.repeat(np.arange(self.steps), self.each_step)
        source = fn.SpikeTrains((step + 0.5) * DT, np.concatenate(self.fired), self.neurons)
        cells = fn.LIFRef(self.neurons, V_th=20 * pq.mV, tau=20 * pq.ms, dtype=DTYPE)
        return fn.Network(cells, projections=fn.Projection(source, cells, rule, weight=weight, delay=delay))

    def seconds(self):
        """Of a run with synapses and of one without; their difference is what delivery takes."""
        return tuple(timed(network, self.steps) for network in (self.full, self.empty))

    def events(self):
        """How many synapses get a spike."""
        (projection,) = self.full.projections
        row = np.bincount(projection.pre, minlength=self.neurons)
        return int(sum(row[fired].sum() for fired in self.fired))


def timed(network, steps, clock=time.thread_time, **options):
    """Seconds of a run from the initial state."""
    network.init_state()
    return timed_on(network, steps, clock, **options)
