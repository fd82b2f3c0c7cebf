"""Fit the adaptive exponential neuron to a recorded potential by gradients, in windows between its spikes.

    python examples/fit_potential.py [FILE] [--starts N] [--refined N] [--seconds S] [--seed N] [--plot FILE]

FILE is a current clamp recording that neo reads with its protocol, such as ``../shared/data/current_steps.abf``. Without
one the example records from a neuron that it makes itself, whose parameters it then finds again.

Gradients through many spikes explode, and where spikes are a little off, a potential says nothing about parameters.
So the recording is cut into windows that end where an upstroke begins and start after the spike (multiple shooting).
V starts where it was recorded, w was not recorded: what it starts with in each window is a variable too, tied to what
it was at the end of the window before. All random starts are scored in one run, the best are refined by L-BFGS-B.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import quantities as pq
from scipy import optimize

import fastneuron as fn

RESET = 'exact'
DT, DT_MS = 0.1 * pq.ms, 0.1
CUT = -25.0  # mV; here upstrokes begin, and above it nothing is compared
AFTER = 80  # steps after a spike until a window begins, and for which the neuron is refractory
LONGEST = 1000  # steps of a window
TIE, W_SCALE = 1.0, 10.0  # mV^2 for 1 pA^2 of a gap in w; pA in which w is counted
# Name: smallest value, largest value, unit, and whether it is the logarithm that is uniform.
RANGES = {
    "R": (300, 3000, pq.MOhm, True),
    "tau": (20, 200, pq.ms, True),
    "V_rest": (-75, -35, pq.mV, False),
    "V_T": (-40, -25, pq.mV, False),
    "delta_T": (0.5, 6, pq.mV, True),
    "a": (0, 1, pq.nS, False),
    "tau_w": (20, 1000, pq.ms, True),
    "b": (0, 20, pq.pA, False),
}
HIDDEN = {"R": 1200, "tau": 70, "V_rest": -58, "V_T": -31, "delta_T": 2.5, "a": 0.3, "tau_w": 200, "b": 8, "V_reset": -46}
NOISE = 0.1  # mV, of the recording that the example makes


def quantities(u):
    """Parameters from numbers between 0 and 1, shape (sets, number of parameters): each (sets, 1), and its slope."""
    found, slopes = {}, {}
    for column, (name, (low, high, unit, logarithmic)) in zip(np.atleast_2d(u).T[:, :, None], RANGES.items(), strict=True):
        values = low * (high / low) ** column if logarithmic else low + (high - low) * column
        found[name] = values * unit
        slopes[name] = (values * np.log(high / low) if logarithmic else np.full_like(values, high - low)) * unit
    return found, slopes


def load(path):
    """Potential (mV) and injected current (pA) of all sweeps, (steps, sweeps)."""
    import neo

    reader = neo.io.AxonIO(str(path))
    every = round(float((reader.get_signal_sampling_rate() * DT).magnitude / 1000))
    V = [segment.analogsignals[0].rescale("mV").magnitude[::every, 0] for segment in reader.read_block().segments]
    I = [segment.analogsignals[0].rescale("pA").magnitude[::every, 0] for segment in reader.read_protocol()]
    return np.transpose(V).astype(float), np.transpose(I).astype(float)


def invent(seconds, seed, sweeps=8):
    """A recording of a neuron of the example's own, driven by steps of current and noise."""
    random, steps = np.random.default_rng(seed), round(seconds * 1000 / DT_MS)
    current = np.repeat(random.uniform(-30, 80, (-(-steps // 2000), sweeps)), 2000, axis=0)[:steps]
    current += np.repeat(random.normal(0, 15, (-(-steps // 50), sweeps)), 50, axis=0)[:steps]
    parameters = {name: [[HIDDEN[name]]] * unit for name, (_, _, unit, _) in RANGES.items()}
    V, _ = free(parameters, HIDDEN["V_reset"], np.full(sweeps, -58.0), current)
    return V[:, 0] + random.normal(0, NOISE, (steps, sweeps)), current


class Windows:
    """A recording (steps, sweeps) in windows, all of them started at once: arrays (longest, windows).

    Parameters
    ----------
    V, current : ndarray
        In mV and pA.
    """

    def __init__(self, V, current):
        cuts = [(sweep, *cut) for sweep in range(V.shape[1]) for cut in pieces(V[:, sweep])]
        sweep, begin, end, self.spiked = (np.array(column) for column in zip(*cuts, strict=True))
        self.length = end - begin - 1  # V at the begin is where a window starts, not what it is compared with
        step = np.arange(self.length.max())[:, None]
        at = np.minimum(begin + 1 + step, len(V) - 1), sweep
        self.inside = step < self.length
        self.target, self.current = np.minimum(V[at], CUT), current[at]
        self.V0 = np.minimum(V[begin, sweep], CUT)
        self.follows = np.flatnonzero(np.diff(sweep) == 0) + 1  # windows that have one before them
        self.V_reset = np.median(self.V0[self.spiked])


def pieces(V):
    """Begin, end, and whether it begins after a spike, of each window of one sweep."""
    spikes = np.flatnonzero((V[1:] >= CUT) & (V[:-1] < CUT)) + 1
    begins, ends = [0, *(spikes + AFTER)], [*spikes, len(V)]
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        for cut in range(begin, end - 1, LONGEST):
            yield cut, min(cut + LONGEST + 1, end), number > 0 and cut == begin


def group(shape, parameters, V0, w0, V_reset, refractory):
    """Neurons, sets x windows or sets x sweeps: parameters are (sets, 1), a row shares them."""
    return fn.AdExIFRef(
        shape, **parameters, V_th=(CUT + 10) * pq.mV, V_reset=V_reset * pq.mV, tau_ref=refractory * DT,
        V_initializer=V0 * pq.mV, w_initializer=w0 * pq.pA, spk_reset="hard", clip=True,
    )  # fmt: skip


def windowed(u, w0, windows):
    """The loss of each set, mV^2, and its derivatives by u, and by w0 in pA.

    A neuron that spikes too early stays at the top for the rest of its window, and no potential counts above CUT: the
    loss then does not jump where a spike comes or goes, and its gradient needs no surrogate.
    """
    parameters, slopes = quantities(u)
    shape, many = w0.shape, windows.inside.sum()
    inside = parameters | {"b": 0 * pq.pA}  # no window goes over a spike
    cells = group(shape, inside, windows.V0, w0, CUT + 5, 2 * LONGEST)
    run = cells.run(len(windows.target) * DT, dt=DT, x=windows.current[:, None] * pq.pA, record=("V", "w"),
                    differentiable=True)  # fmt: skip
    V, last, each = run["V"].rescale("mV").magnitude, windows.length - 1, np.arange(shape[1])
    error = np.where(windows.inside[:, None], np.minimum(V, CUT) - windows.target[:, None], 0.0)
    to, b = windows.follows, parameters["b"].rescale("pA").magnitude
    w = run["w"][last, :, each].T.rescale("pA").magnitude
    gap = w[:, to - 1] + b * windows.spiked[to] - w0[:, to]
    pull = 2 * TIE / shape[1] * gap  # mV^2/pA
    seen_w = np.zeros_like(V)
    seen_w[last[to - 1], :, to - 1] = pull.T * 1e9  # per mA, the unit of w
    found = run.backward(V=2 * error * (V < CUT) / many, w=seen_w, wrt=(*RANGES, "w0"), reset_gradient=RESET)
    by_u = np.concatenate([(found[name] * slopes[name]).simplified.magnitude for name in RANGES], axis=1)
    by_w = found["w0"].rescale("1/pA").magnitude
    by_w[:, to] -= pull
    by_u[:, list(RANGES).index("b")] += (pull * windows.spiked[to]).sum(1) * slopes["b"].rescale("pA").magnitude[:, 0]
    return (error**2).sum((0, 2)) / many + TIE / shape[1] * (gap**2).sum(1), by_u, by_w


def at_rest(u, windows):
    """What w starts with: its value for a constant potential."""
    parameters, _ = quantities(u)
    V0 = windows.V0 * pq.mV
    return (parameters["a"] * (V0 - parameters["V_rest"])).rescale("pA").magnitude


def refine(u, windows):
    """Go downhill from one start: u, the loss, and how many gradients it took."""
    split, bounds = len(RANGES), [(0, 1)] * len(RANGES) + [(None, None)] * len(windows.length)

    def value_and_gradient(z):
        value, by_u, by_w = windowed(z[:split], z[None, split:] * W_SCALE, windows)
        return value[0], np.concatenate([by_u[0], by_w[0] * W_SCALE])

    z = np.concatenate([u, at_rest(u, windows)[0] / W_SCALE])
    found = optimize.minimize(value_and_gradient, z, jac=True, method="L-BFGS-B", bounds=bounds,
                              options={"maxiter": 300})  # fmt: skip
    return found.x[:split], found.fun, found.nfev


def free(parameters, V_reset, V0, current):
    """The potential (steps, sets, sweeps) of neurons that run freely from V0."""
    w0 = (parameters["a"] * (V0 * pq.mV - parameters["V_rest"])).rescale("pA").magnitude
    cells = group(w0.shape, parameters, V0, w0, V_reset, AFTER)
    run = cells.run(len(current) * DT, dt=DT, x=current[:, None] * pq.pA, record=("V", "w"), differentiable=True)
    return run["V"].rescale("mV").magnitude, run.counts
