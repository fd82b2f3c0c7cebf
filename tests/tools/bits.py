"""A table of results as hashes: every model, dtype, solver, kind of input and record, for changes that move no bit.

    python tests/tools/bits.py write before.json      # in the tree as it was
    python tests/tools/bits.py check before.json      # in the changed one; says which results differ
    python tests/tools/bits.py store                  # those that tests/oracle compares with, after a change of rules
"""

import json
import pathlib
import sys

import numpy as np
import quantities as pq

sys.path[:0] = map(str, (pathlib.Path(__file__).parents[1], pathlib.Path(__file__).parents[2]))

import fastneuron as fn  # noqa: E402
from hashes import digest, of  # noqa: E402
from oracle.setups import Setup  # noqa: E402

DT = 0.1 * pq.ms
FIXED, ADAPTIVE = ("exponential_euler", "euler", "symplectic_euler", "rk2", "rk4"), ("rkf45", "dopri5")
DTYPES = (np.float64, np.float32)
BUILT_IN = fn.models.registry()
PARTS = "of_records", "of_noise", "of_own_and_sweeps", "of_networks", "of_models"


def of_models():
    """Every model with every solver, in both dtypes, with both resets and kinds of input."""
    for name, model in BUILT_IN.items():
        for solver in (*FIXED, *ADAPTIVE):
            for n, dtype in enumerate(DTYPES):
                try:
                    yield _of_model(name, model, solver, dtype, ("soft", "hard")[n])
                except fn.errors.FastneuronError as error:
                    if "solver" not in str(error):
                        raise


def _of_model(name, model, solver, dtype, reset):
    setup = Setup(name, neurons=140, steps=60)
    kind = "currents" if reset == "soft" else "conductances"
    group, inputs = setup.group(dtype, reset), setup.group_inputs(getattr(setup, kind)())
    found = of(setup.run(group, inputs, solver=solver), model.states)
    return f"{name} {solver} {np.dtype(dtype).name} {reset} {kind}", found


def of_noise():
    """Random inputs, in one run and in several; running values; records with an interval."""
    names = "LIFRef", "AdExIF", "IzhikevichRef", "hh_psc_alpha_gap"
    for name, dtype in ((name, dtype) for name in names for dtype in DTYPES):
        group = getattr(fn, name)(70, dtype=dtype)
        unit, potential = group.model.input_unit, group.model.delta_unit()
        x = [fn.WhiteNoise(5 * pq.Quantity(1, unit), pq.Quantity(1, unit)),
             fn.OUProcess(3 * pq.Quantity(1, unit), 1 * pq.Quantity(1, unit), 5 * pq.ms)]  # fmt: skip
        delta = fn.PoissonInput(2000 * pq.Hz, pq.Quantity(0.2, potential))
        record = ("spikes", "V", "latency", "isi")
        found = []
        for _ in range(2):
            result = group.run(40 * pq.ms, dt=DT, x=x, delta=delta, record=record, every=0.5 * pq.ms, seed=7,
                               first_neuron=3, errors="record")  # fmt: skip
            found.append(of(result, ("V", "latency", "isi_mean", "isi_cv")))
        yield f"noise {name} {np.dtype(dtype).name}", digest(*[np.frombuffer(f.encode(), np.uint8) for f in found])


def of_records():
    """Times of last spikes, who is refractory, trial steps, and single steps."""
    group = fn.AdExIFRef(50, ref_var=True)
    names = ("last_spike_time", "refractory", "V")
    result = group.run(30 * pq.ms, dt=DT, x=np.linspace(0, 40, 50) * pq.mA, record=("spikes", *names), errors="record")
    yield "records AdExIFRef", of(result, names)
    names = ("accepted", "rejected", "smallest_step", "last_spike_time", "V")
    group = fn.hh_psc_alpha_gap(50)
    x = np.linspace(0, 900, 50) * pq.pA
    events = fn.Events(np.array([3.0, 8.0]) * pq.ms, [1, 2], np.array([500.0, -300.0]) * pq.pA)
    yield "records hh", of(group.run(30 * pq.ms, dt=DT, x=x, delta=events, record=("spikes", *names)), names)
    for name in ("LIFRef", "AdExIF", "hh_psc_alpha_gap"):
        group = getattr(fn, name)(20)
        unit = pq.Quantity(1, group.model.input_unit)
        group.init_state()
        found = []
        with fn.environ.context(dt=DT):
            for k in range(80):
                group.add_current_input("a", 0.3 * unit)
                if name != "hh_psc_alpha_gap":
                    group.add_current_input("b", lambda V, unit=unit: -0.01 * V.magnitude * unit)
                with fn.environ.context(t=k * DT):
                    found.append(np.asarray(group.update(x=(5 + k) * unit)))
                group.current_inputs.clear()
        yield f"update {name}", digest(*found, group.V)


def of_networks():
    """Gap junctions: both methods, orders, one group and two, both dtypes."""
    rng = np.random.default_rng(0)
    pre, post = np.divmod(rng.choice(400, 60, replace=False), 20)
    keep = pre < post
    for dtype in DTYPES:
        orders = ({"method": "waveform", "order": n, "tolerance": 1e-3 * pq.mV} for n in (0, 1, 3))
        for method in ({"method": "lagged"}, *orders):
            cells = fn.hh_psc_alpha_gap(20, I_e=np.linspace(100, 700, 20) * pq.pA, dtype=dtype)
            others = fn.hh_cond_beta_gap_traub(20, I_e=np.linspace(0, 700, 20) * pq.pA, dtype=dtype)
            some = [fn.GapJunctions(pre[keep], post[keep], 1 * pq.nS, between=pair)
                    for pair in ((cells, cells), (cells, others))]  # fmt: skip
            result = fn.Network((cells, others), some, **method).run(10 * pq.ms, dt=DT, record=("spikes", "V"))
            found = [np.frombuffer(of(result[group], ("V",)).encode(), np.uint8) for group in (cells, others)]
            yield f"network {np.dtype(dtype).name} {method}", digest(*found, result.iterations)


def leak(V):
    return 1.0 + 0.1 * fn.simd.exp(-V / 10.0)


@fn.neuron
class Own(fn.Model):
    """A model with rates, adaptation and a refractory period."""

    input_unit = "mA"
    tau = fn.Parameter(10.0, "ms", "time constant", above=0)
    tau_ref = fn.Parameter(1.0, "ms", "refractory period", at_least=0)
    V_th = fn.Parameter(10.0, "mV", "threshold", above=0)
    V = fn.State(0.0, "mV", "potential")
    n = fn.State(0.0, "1", "activation")
    rates = fn.Rates(leak)

    def S(V, V_th):
        return fn.simd.heaviside(V, V_th, V_th)

    def reset_V(V, S, top):
        return V - top * S

    def dV(V, n, I, tau, leak):
        return (I - leak * V - n * V) / tau

    def dn(V, n, tau):
        return (fn.simd.tanh(V / 20.0) - n) / tau


def of_own_and_sweeps():
    """A user's model, alone and swept, and sweeps of built-in ones."""
    x = np.linspace(0, 60, 40) * pq.mA
    for dtype in DTYPES:
        result = Own(40, dtype=dtype).run(30 * pq.ms, dt=DT, x=x, record=("spikes", "V", "n"))
        yield f"own {np.dtype(dtype).name}", of(result, ("V", "n"))
    for model, other in ((Own, "tau"), (fn.AdExIF, "tau_w"), (fn.LIFRef, "tau_ref")):
        data = fn.sweep(model, {"x": x, other: [2, 5, 9] * pq.ms}, duration=50 * pq.ms, dt=DT,
                        measure=("count", "rate", "latency", "isi_mean", "isi_cv", "V"), spk_reset="hard")  # fmt: skip
        yield f"sweep {model.__name__}", digest(*(data[name].values for name in sorted(data.data_vars)))
    x = [fn.WhiteNoise(10 * pq.mA, 5 * pq.mA)]
    data = fn.sweep(fn.LIFRef, {"tau": np.linspace(5, 20, 50) * pq.ms}, x=x, duration=50 * pq.ms, dt=DT, seed=3,
                    measure=("count", "V"))  # fmt: skip
    yield "sweep noise", digest(*(data[name].values for name in sorted(data.data_vars)))


def table():
    """All results: what it is, and its hash."""
    return {key: value for part in PARTS for key, value in globals()[part]()}


def of_oracle():
    """What tests/oracle runs, in a file of the suite."""
    from oracle.test_oracle import BITS, CASES, MODELS, key

    found = {}
    for model, case in ((model, case) for model in MODELS if model in BUILT_IN for case in CASES):
        spk_reset, kind, dtype = case
        setup = Setup(model)
        run = setup.run(setup.group(dtype, spk_reset), setup.group_inputs(getattr(setup, kind)()))
        found[key(model, *case)] = of(run, setup.model.states)
    BITS.write_text(json.dumps(found, indent=1) + "\n")


def main(action, path=None):
    if action == "store":
        return of_oracle()
    found, file = table(), pathlib.Path(path)
    if action == "write":
        file.write_text(json.dumps(found, indent=1) + "\n")
        return 0
    stored = json.loads(file.read_text())
    different = [key for key in stored.keys() | found.keys() if stored.get(key) != found.get(key)]
    print(f"{len(stored)} results, {len(different)} differ", *sorted(different), sep="\n")
    return bool(different)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
