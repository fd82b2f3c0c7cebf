"""The eight firing patterns of the adaptive exponential neuron, table 1 of Naud et al. (2008), and a run of them.

Naud R, Marcille N, Clopath C, Gerstner W (2008). Firing patterns in the adaptive exponential integrate-and-fire model.
Biol Cybern 99:335. https://doi.org/10.1007/s00422-008-0264-7
"""

from typing import NamedTuple

import numpy as np
import quantities as pq

import fastneuron as fn

DURATION, DT = 600 * pq.ms, 0.1 * pq.ms
LANES = 8


class Pattern(NamedTuple):
    """A row: pF, nS, mV, ms and pA; the current is constant from the start on.

    ``spikes`` are those of Euler's method with steps of 2 us, where nothing overshoots.
    """

    C: float
    g_L: float
    E_L: float
    V_T: float
    delta_T: float
    a: float
    tau_w: float
    b: float
    V_r: float
    I: float
    spikes: int


PATTERNS = {
    "tonic spiking": Pattern(200, 10, -70, -50, 2, 2, 30, 0, -58, 500, 62),
    "adaptation": Pattern(200, 12, -70, -50, 2, 2, 300, 60, -58, 500, 12),
    "initial burst": Pattern(130, 18, -58, -50, 2, 4, 150, 120, -50, 400, 12),
    "regular bursting": Pattern(200, 10, -58, -50, 2, 2, 120, 100, -46, 210, 11),
    "delayed accelerating": Pattern(200, 12, -70, -50, 2, -10, 300, 0, -58, 300, 46),
    "delayed regular bursting": Pattern(100, 10, -65, -50, 2, -10, 90, 30, -47, 110, 32),
    "transient spiking": Pattern(100, 10, -65, -50, 2, 10, 90, 100, -47, 180, 1),
    "irregular spiking": Pattern(100, 12, -60, -50, 2, -11, 130, 30, -48, 160, 33),
}


def columns():
    """The table by column: a pattern whose entries are arrays over the eight."""
    return Pattern(*np.array([*PATTERNS.values()], float).T)


def run(solver=None, dt=DT, record=("spikes",)):
    """The eight as one group of neurons, for 600 ms.

    Parameters
    ----------
    solver : str, optional
    dt : Quantity, optional
    record : sequence of str, optional

    Returns
    -------
    Result
    """
    p = columns()
    neurons = fn.AdExIF(
        len(PATTERNS), R=1 / (p.g_L * pq.nS), tau=p.C / p.g_L * pq.ms, tau_w=p.tau_w * pq.ms, V_th=0 * pq.mV,
        V_reset=p.V_r * pq.mV, V_rest=p.E_L * pq.mV, V_T=p.V_T * pq.mV, delta_T=p.delta_T * pq.mV, a=p.a * pq.nS,
        b=p.b * pq.pA, V_initializer=fn.init.Constant(p.E_L * pq.mV), spk_reset="hard", clip=True,
    )  # fmt: skip
    return neurons.run(DURATION, dt=dt, x=p.I * pq.pA, solver=solver, record=record, width=LANES)
