"""A user's script that is right: it runs, and type checkers find nothing in it."""

from pathlib import Path
from typing import Any

import numpy as np
import quantities as pq
import xarray

import fastneuron as fn
from fastneuron.errors import FastneuronError, UnknownNameError
from fastneuron.runs.result import Result

DT = 0.1 * pq.ms


def recording() -> Result:
    """Parameters as numbers, arrays and lists; records; a state that is read and written."""
    neurons = fn.AdExIF(3, tau=10 * pq.ms, b=np.linspace(0, 2, 3) * pq.mA, spk_reset="hard", dtype=np.float32)
    neurons.init_state()
    neurons.V = -60 * pq.mV
    neurons.V[0] = -65 * pq.mV
    result = neurons.run(10 * pq.ms, dt=DT, x=20 * pq.mA, record=("spikes", "V"), every=1 * pq.ms, seed=1, width=4)
    print(result.spikes.index, result.spikes.time, result["V"].shape, neurons.tau.units, neurons.w.max(), result.times)
    return result


def steps() -> float:
    """Step by step, with the environment, inputs by key, and a group of two axes."""
    neurons = fn.LIFRef((2, 5), 1 * pq.ohm, tau=[5, 10, 5, 10, 5] * pq.ms, V_rest=0, name="first")
    neurons.init_state(batch_size=None)
    neurons.add_delta_input("kick", 0.2 * pq.mV)
    total = 0.0
    with fn.environ.context(dt=DT):
        for i in range(10):
            with fn.environ.context(t=i * fn.environ.get_dt()):
                total += float(neurons.update(x=1.5 * pq.mA).sum())
    return total + float(neurons.last_spike_time.max()) + float(neurons.to("cpu").tau_ref)


def sweeps(store: Path | None = None) -> xarray.Dataset:
    """Sweeps by class and by name, with measures and first values."""
    score = fn.measures.coincidence([2.0, 4.0] * pq.ms, window=1 * pq.ms)
    first = fn.init.Uniform(-70 * pq.mV, -60 * pq.mV, seed=1)
    swept = {"x": np.linspace(0, 30, 4) * pq.mA, "b": [0, 1] * pq.mA}
    data = fn.sweep(
        fn.AdExIF, swept, duration=10 * pq.ms, dt=DT, measure={"score": score, "rate": "rate"}, store=store,
        V_initializer=first, tau_w=20 * pq.ms, progress=lambda done, total: None, dtype=np.float32, spk_reset="hard",
    )  # fmt: skip
    return fn.sweep("AdExIF", data.attrs.get("more", swept), duration=10 * pq.ms, dt=DT, dtype=np.float32)


@fn.neuron
class Theta(fn.Model):
    """A model of one's own: it has what a group has, and its parameters and states."""

    input_unit = "1/ms"
    tau = fn.Parameter(1.0, "ms", "time constant", above=0)
    V_th = fn.Parameter(np.pi, "1", "phase of a spike", above=0)
    V = fn.State(0.0, "1", "phase")

    @staticmethod
    def S(V: Any, V_th: Any) -> Any:
        return fn.simd.heaviside(V, V_th, V_th)

    @staticmethod
    def reset_V(V: Any, S: Any) -> Any:
        return V - 2 * np.pi * S

    @staticmethod
    def dV(V: Any, I: Any, tau: Any) -> Any:
        return (1.0 - fn.simd.cos(V)) / tau + (1.0 + fn.simd.cos(V)) * I


class Early(fn.measures.Measure):
    """A measure of one's own."""

    name = "early"

    def of(self, outcome: fn.measures.Outcome) -> Any:
        return outcome.counts / outcome.steps


def own() -> pq.Quantity:
    """What a decorated class can do."""
    neurons = Theta(100, tau=2 * pq.ms)
    noise = fn.WhiteNoise(0.5 / pq.ms, 0.1 / pq.ms)
    result = neurons.run(1 * pq.ms, dt=DT, x=noise, errors="record", measures=("rate", Early()))
    neurons.V = np.zeros(100)
    data = fn.sweep(Theta, {"tau": [1, 2] * pq.ms}, duration=1 * pq.ms, dt=DT, spk_reset="soft")
    print(result.counts, result.measures["early"], data.sizes, fn.Status(0).name)
    return neurons.tau + neurons.tau


def mistakes(**given: Any) -> str:
    """Errors have types and fields."""
    try:
        return repr(fn.AdExIF(10, **given))
    except UnknownNameError as error:
        return f"{error.nearest}"
    except FastneuronError as error:
        return f"{error.owner}"


def coupled(first: fn.hh_psc_alpha_gap) -> fn.Network:
    """Groups that are coupled; aliases of states."""
    first.init_state()
    first.V_m = first.V
    junctions = fn.GapJunctions([0, 1], [1, 2], 0.5 * pq.nS)
    return fn.Network(first, junctions, method="lagged", comm_interval=None, order=1 if first.shape == (1,) else None)


if __name__ == "__main__":
    print(recording(), steps(), sweeps(), own(), mistakes(tauw=1), coupled(fn.hh_psc_alpha_gap(3, I_e=100 * pq.pA)))
