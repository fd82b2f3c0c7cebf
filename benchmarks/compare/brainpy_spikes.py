"""How many spikes of hh_psc_alpha_gap in brainpy.state are in the steps in which NEST has them. Prints a table.

    pip install 'brainpy-state==0.1.0' 'brainpy<2.9' scipy     (Python 3.11 or later; not a dependency of fastneuron)
    python -P benchmarks/compare/brainpy_spikes.py

Later versions have these neurons in another package. -P: brainpy_state means the package, not the file beside this one.
The constant-current cases of the stored traces of NEST 3.10, in float64.
"""

import json
from pathlib import Path

import jax

jax.config.update("jax_enable_x64", True)

import brainpy.state as bs  # noqa: E402
import brainstate  # noqa: E402
import brainunit as u  # noqa: E402
import numpy as np  # noqa: E402

TRACES = Path(__file__).parents[2] / "tests" / "golden" / "nest" / "hh_psc_alpha_gap.npz"


def run(meta):
    """Steps of the spikes, counted from 1, and the potential after each step."""
    dt = meta["resolution"] * u.ms
    brainstate.environ.set(precision=64, dt=dt)
    neuron = bs.hh_psc_alpha_gap(1, I_e=meta["params"]["I_e"] * u.pA)
    brainstate.nn.init_all_states(neuron)

    def step(k):
        with brainstate.environ.context(t=k * dt, i=k):
            neuron.update()
            return neuron.last_spike_time.value / dt, neuron.V.value / u.mV

    times, V = brainstate.transform.for_loop(step, np.arange(round(meta["T"] / meta["resolution"])))
    return np.unique(np.round(times[times > 0]).astype(int)), np.asarray(V)[:, 0]


def main():
    """Print the table."""
    stored = np.load(TRACES)
    for case in stored["cases"]:
        meta, spikes = json.loads(str(stored[f"{case}/meta"])), stored[f"{case}/spike_steps"]
        if not spikes.size:
            continue
        found, V = run(meta)
        error = np.abs(V[stored[f"{case}/steps"] - 1] - stored[f"{case}/V_m"][0]).max()
        same = np.intersect1d(found, spikes).size / spikes.size
        print(f"{meta['params']['I_e']} pA, dt {meta['resolution']} ms: {found.size} spikes, NEST {spikes.size}, "
              f"{100 * same:.0f} % in the same steps, V within {error:.1g} mV", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
