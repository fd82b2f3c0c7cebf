"""Fit the adaptive exponential neuron to a recorded potential by gradients, in windows between its spikes.

    python examples/fit_potential.py [FILE] [--starts N] [--refined N] [--iterations N] [--search N] [--plot FILE]

FILE is a current clamp recording with its protocol, in Axon's format, such as ``../shared/data/current_steps.abf``.
Without one the example records from a neuron of its own, and says how well its parameters are found again.

Gradients through many spikes explode, and once spikes are a little off, a potential says little about parameters. So
the recording is cut into windows that begin after a spike and end where the next upstroke begins (multiple shooting:
Bock 1981, https://doi.org/10.1007/978-3-642-68220-9_8). V begins where it was recorded. w was not recorded: what it
begins with is a variable of each window, tied to what it was at the end of the window before. All starts are scored
in one run, the best go downhill by L-BFGS-B. Every second sweep is left out of the fit.
"""

import argparse
import time

import numpy as np
import quantities as pq
from scipy.optimize import minimize

import fastneuron as fn

DT = 0.1 * pq.ms
CUT = -25.0  # mV: a spike; upstrokes are steep here
AFTER, LONGEST = 80, 1000  # steps from a spike to the next window, as many as it is refractory; steps of a window
TIE = 1.0  # mV^2 for a gap of 1 pA in w
W_SCALE = 100.0  # pA: what the optimiser counts w in, so that it bends the loss about as much as parameters do
RANGES = {  # smallest value, largest value, unit, and whether it is the logarithm that is uniform
    "R": (300, 3000, pq.MOhm, True),
    "tau": (20, 200, pq.ms, True),
    "V_rest": (-80, -20, pq.mV, False),
    "V_T": (-45, -20, pq.mV, False),
    "delta_T": (0.5, 6, pq.mV, True),
    "a": (0, 1, pq.nS, False),
    "tau_w": (20, 2000, pq.ms, True),
    "b": (0, 20, pq.pA, False),
}
HIDDEN = {"R": 1200, "tau": 70, "V_rest": -58, "V_T": -33, "delta_T": 2, "a": 0.3, "tau_w": 200, "b": 8}
SWEEPS, NOISE = 8, 0.1  # of the recording that the example makes; mV


def values_of(u):
    """Parameters of sets of numbers between 0 and 1, in the units of RANGES: each (sets, 1), and its slopes."""
    found = {}
    for column, (name, (low, high, _, logarithmic)) in zip(u.T[:, :, None], RANGES.items(), strict=True):
        values = low * (high / low) ** column if logarithmic else low + (high - low) * column
        found[name] = values, values * np.log(high / low) if logarithmic else np.full_like(values, high - low)
    return {name: values for name, (values, _) in found.items()}, {name: slope for name, (_, slope) in found.items()}


def load(path):
    """Potential (mV) and injected current (pA) of all sweeps, (steps, sweeps)."""
    from neo.io import AxonIO

    reader = AxonIO(str(path))
    every = round(float((reader.get_signal_sampling_rate() * pq.Hz * DT).simplified))
    V = [segment.analogsignals[0].rescale("mV").magnitude[::every, 0] for segment in reader.read_block().segments]
    current = [segment.analogsignals[0].rescale("pA").magnitude[::every, 0] for segment in reader.read_protocol()]
    return np.transpose(V).astype(float), np.transpose(current).astype(float)


def record(seconds, seed):
    """The same of a neuron with the HIDDEN parameters, driven by steps of current and noise."""
    random, steps = np.random.default_rng(seed), round(seconds * 10000)
    current = np.repeat(random.uniform(-30, 80, (steps // 2000 + 1, SWEEPS)), 2000, axis=0)[:steps]
    current += np.repeat(random.normal(0, 15, (steps // 50 + 1, SWEEPS)), 50, axis=0)[:steps]
    values = {name: np.full((1, 1), float(value)) for name, value in HIDDEN.items()}
    V = free(values, np.full(SWEEPS, HIDDEN["V_rest"]), current, V_reset=-46)[0][:, 0]
    return np.where(V >= CUT, 20.0, V) + random.normal(0, NOISE, V.shape), current  # a spike goes up


def spikes_of(V):
    """The steps in which a potential reaches CUT, each upstroke once."""
    steps = np.flatnonzero((V[1:] >= CUT) & (V[:-1] < CUT)) + 1
    return steps[np.diff(steps, prepend=-AFTER) >= AFTER]


class Windows:
    """Sweeps (steps, sweeps), mV and pA, cut into windows that begin together: arrays (longest, windows).

    One that ends with a spike goes on while the neuron is refractory, its potential that of the spike: a neuron that
    spikes late, or never, is as wrong as one that spikes early.
    """

    def __init__(self, V, current):
        parts = [(sweep, *part) for sweep in range(V.shape[1]) for part in self.parts(V[:, sweep])]
        self.sweep, self.begin, end, self.spiked = (np.array(column) for column in zip(*parts, strict=True))
        self.length = end - self.begin - 1  # V at the begin is given
        step = np.arange(self.length.max())[:, None]
        at = np.minimum(self.begin + 1 + step, len(V) - 1), self.sweep
        self.inside, self.current = step < self.length, current[at]
        self.V = np.where(np.logical_or.accumulate(V[at] >= CUT), CUT, V[at])
        self.V0 = np.minimum(V[self.begin, self.sweep], CUT - 0.1)
        self.later = np.flatnonzero(np.diff(self.sweep) == 0) + 1  # windows with one of the same sweep before them
        self.V_reset = np.median(self.V0[self.spiked]) if self.spiked.any() else CUT - 20

    @staticmethod
    def parts(V):
        """Begin, end, and whether a spike was before, of each window of one sweep."""
        spikes = spikes_of(V)
        for begin, spike in zip((0, *(spikes + AFTER)), (*spikes, len(V)), strict=True):
            begins = range(begin, spike - 1, LONGEST)
            for part, end in zip(begins, (*(later + 1 for later in begins[1:]), spike + AFTER), strict=False):
                yield part, min(end, len(V)), part == begin > 0


def simulate(values, V0, w0, current, V_reset, refractory):
    """Run sets of parameters, (sets, 1), in columns that share them: windows or sweeps."""
    neurons = fn.AdExIFRef(
        w0.shape, **{name: value * RANGES[name][2] for name, value in values.items()}, V_th=CUT * pq.mV,
        V_reset=V_reset * pq.mV, tau_ref=refractory * DT, V_initializer=V0 * pq.mV, w_initializer=w0 * pq.pA,
        spk_reset="hard", clip=True,
    )  # fmt: skip
    # Euler's step over an upstroke is too long, but finite. The exponential one may overflow: clip hides that from the
    # potential, which is V_th then, and not from the gradient.
    return neurons.run(len(current) * DT, dt=DT, x=current[:, None] * pq.pA, record=("V", "w"), solver="euler",
                       differentiable=True)  # fmt: skip


def free(values, V0, current, V_reset):
    """Sets that run freely through sweeps: V, (steps, sets, sweeps), and numbers of spikes (sets, sweeps)."""
    run = simulate(values, V0, values["a"] * (V0 - values["V_rest"]), current, V_reset, AFTER)  # nS mV are pA
    V = run["V"].rescale("mV").magnitude
    return V, run.counts


def windowed(u, w0, windows):
    """The loss of each set of parameters, mV^2, its gradients by u and by w0 in pA, and V.

    A neuron that spikes stays at the top for the rest of its window, so that the loss does not jump where a spike comes
    or goes: its derivative is exact without a surrogate.
    """
    values, slopes = values_of(u)
    run = simulate(values | {"b": 0 * values["b"]}, windows.V0, w0, windows.current, CUT - 0.01, len(windows.V))
    V, each, last, later = run["V"].rescale("mV").magnitude, np.arange(w0.shape[1]), windows.length - 1, windows.later
    error = np.where(windows.inside[:, None], V - windows.V[:, None], 0.0)
    w = run["w"][last, :, each].T.rescale("pA").magnitude
    gap = w[:, later - 1] + values["b"] * windows.spiked[later] - w0[:, later]
    loss = (error**2).sum((0, 2)) / windows.inside.sum() + TIE * (gap**2).sum(1) / len(each)
    by_gap, by_last = 2 * TIE / len(each) * gap, np.zeros_like(V)
    by_last[last[later - 1], :, later - 1] = (by_gap / pq.pA).rescale(1 / pq.mA).magnitude.T
    found = run.backward(V=2 / windows.inside.sum() * error, w=by_last, wrt=(*RANGES, "w0"), reset_gradient="exact")
    by = {name: found[name].rescale(1 / RANGES[name][2]).magnitude for name in RANGES}
    by["b"] = (by_gap * windows.spiked[later]).sum(1, keepdims=True)
    by_w0 = found["w0"].rescale(1 / pq.pA).magnitude.copy()
    by_w0[:, later] -= by_gap
    return loss, np.hstack([by[name] * slopes[name] for name in RANGES]), by_w0, V


def as_recorded(u, windows):
    """What w begins with in each window if V is what was recorded, in pA."""
    values, _ = values_of(u)
    decay, w = 1 - DT.magnitude / values["tau_w"], 0.0
    drive, found = values["a"].T * (windows.V[..., None] - values["V_rest"].T), []
    weights = (1 - decay.T) * decay.T ** np.arange(len(drive))[:, None]
    for number, length in enumerate(windows.length):
        w = w + values["b"][:, 0] * windows.spiked[number] if number in windows.later else drive[0, number]
        found.append(w)
        w = w * decay[:, 0] ** length + (weights[:length] * drive[:length, number][::-1]).sum(0)
    return np.array(found).T


def refine(u, windows, iterations):
    """Go downhill from one start: u, w0, and the loss after each gradient."""
    losses, split = [], len(u)

    def loss_and_gradient(z):
        loss, by_u, by_w0, _ = windowed(z[None, :split], z[None, split:] * W_SCALE, windows)
        losses.append(loss[0])
        return loss[0], np.concatenate([by_u[0], by_w0[0] * W_SCALE])

    z = np.concatenate([u, as_recorded(u[None], windows)[0] / W_SCALE])
    bounds = [(0, 1)] * split + [(None, None)] * (len(z) - split)
    z = minimize(loss_and_gradient, z, jac=True, method="L-BFGS-B", bounds=bounds,
                 options={"maxiter": iterations}).x  # fmt: skip
    return z[:split], z[split:] * W_SCALE, losses


def free_loss(u, V, current, V_reset):
    """The mean squared error below CUT of sets that run freely through sweeps, mV^2, and numbers of spikes."""
    found, counts = free(values_of(u)[0], V[0], current[1:], V_reset)
    error = found - np.minimum(V[1:, None], CUT)
    return (error**2).mean((0, 2)), counts


def search(sets, random, V, current, V_reset):
    """The best of random sets, a few at a time, by how they run freely."""
    u = random.random((sets, len(RANGES)))
    losses = [free_loss(part, V, current, V_reset)[0] for part in np.array_split(u, -(-sets // 16))]
    return u[np.argmin(np.concatenate(losses))]


def picture(path, windows, recorded, best, histories):
    """Draw a sweep of the fit in its windows, one that was left out, running freely, and the loss of each start."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplot_mosaic([["windows", "losses"], ["free", "losses"]], figsize=(12, 6), width_ratios=(2, 1),
                                      layout="constrained")  # fmt: skip
    (V, current), (u, w0, _) = recorded, best
    ms, sweep = np.arange(len(V)) * DT.magnitude, windows.sweep.max() // 2
    fitted = np.where(windows.V < CUT, windowed(u[None], w0[None], windows)[3][:, 0], np.nan)
    for number in np.flatnonzero(windows.sweep == sweep):
        part = slice(0, windows.length[number])
        axes["windows"].plot(ms[windows.begin[number] + 1 :][part], fitted[part, number], color="tab:red", lw=1)
    left_out = 2 * sweep + 1
    freely = free(values_of(u[None])[0], V[0, [left_out]], current[1:, [left_out]], windows.V_reset)[0]
    axes["free"].plot(ms[1:], freely[:, 0, 0], color="tab:red", lw=1, label="fitted")
    for name, number, text in (("windows", 2 * sweep, "in windows, a sweep of the fit"),
                               ("free", left_out, "running freely, a sweep that was left out")):  # fmt: skip
        axes[name].plot(ms, V[:, number], color="0.6", lw=2, zorder=0, label="recorded")
        axes[name].set(xlabel="time (ms)", ylabel="potential (mV)", xlim=(0, ms[-1]), title=text)
    figure.legend(*axes["free"].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    for losses in histories:
        axes["losses"].plot(np.minimum.accumulate(losses), lw=1)
    axes["losses"].set(xlabel="gradients", ylabel="loss in windows (mV²)", yscale="log", title="refined starts")
    figure.savefig(path, dpi=120)


def table(u, truth):
    """What was found, a line for each parameter, and what it had to be where that is known."""
    lines = []
    for name, values in values_of(u[None])[0].items():
        line = f"{name:>8} {values[0, 0]:10.4g} {RANGES[name][2].symbol:<5}"
        lines.append(line + (f" was {truth[name]:g}" if truth else ""))
    return "\n".join(lines)


def main():
    """Fit, and print how good it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", help="a recording in Axon's format; default: one that is made")
    parser.add_argument("--starts", type=int, default=256, help="random sets that are scored in windows")
    parser.add_argument("--refined", type=int, default=8, help="how many of them go downhill")
    parser.add_argument("--iterations", type=int, default=300, help="of each at most")
    parser.add_argument("--search", type=int, default=1024, help="random sets that run freely, to compare with")
    parser.add_argument("--seconds", type=float, default=1.0, help="of the recording that is made")
    parser.add_argument("--seed", type=int, default=0, help="of random sets")
    parser.add_argument("--plot", metavar="FILE", help="draw the fit")
    options = parser.parse_args()
    V, current = load(options.file) if options.file else record(options.seconds, options.seed)
    fit, others = (V[:, ::2], current[:, ::2]), (V[:, 1::2], current[:, 1::2])
    windows, random = Windows(*fit), np.random.default_rng(options.seed + 1)
    u = random.random((options.starts, len(RANGES)))
    begun = time.perf_counter()
    losses = np.concatenate([windowed(part, as_recorded(part, windows), windows)[0]
                             for part in np.array_split(u, -(-len(u) // 16))])  # fmt: skip
    print(f"{len(windows.length)} windows, {options.starts} starts: median {np.median(losses):.4g} mV^2", flush=True)
    found = []
    for start in np.argsort(losses)[: options.refined]:
        found.append(refine(u[start], windows, options.iterations))
        loss = found[-1][2]
        print(f"start {start}: {loss[0]:.4g} to {min(loss):.4g} mV^2, {len(loss)} gradients", flush=True)
    best, between = min(found, key=lambda one: min(one[2])), time.perf_counter()
    print(f"{between - begun:.1f} s\n{table(best[0], None if options.file else HIDDEN)}", flush=True)
    chosen = search(options.search, random, *fit, windows.V_reset)
    print(f"random search: {time.perf_counter() - between:.1f} s\n{table(chosen, None)}")
    spikes = [[len(spikes_of(V)) for V in part[0].T] for part in (fit, others)]
    for name, one in ("gradients", best[0]), ("random search", chosen):
        (inside, n), (outside, m) = (free_loss(one[None], *part, windows.V_reset) for part in (fit, others))
        print(f"{name}: running freely {inside[0]:.4g} mV^2 in the fit, {outside[0]:.4g} mV^2 in other sweeps; "
              f"spikes {n[0]} for {spikes[0]}, {m[0]} for {spikes[1]}")  # fmt: skip
    if options.plot:
        picture(options.plot, windows, (V, current), best, [losses for _, _, losses in found])


if __name__ == "__main__":
    main()
