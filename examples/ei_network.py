"""A balanced network of excitatory and inhibitory neurons that conductances connect (Vogels and Abbott 2005).

    fastneuron network examples/ei_network.py --plot ei_network.png
    fastneuron network examples/ei_network.py --set neurons=1000 --duration "50 ms"

4,000 LIFRef, four fifths of them excitatory, each connected to 2 % of all by exponential conductances, as in the
tutorial of the reference (https://doi.org/10.1523/JNEUROSCI.3508-05.2005). A picture needs
pip install 'fastneuron[plot]'.
"""

import numpy as np
import quantities as pq

import fastneuron as fn

run = dict(duration=500 * pq.ms, dt=0.1 * pq.ms, x=20 * pq.mA)


def network(neurons=4000, seed=1):
    """Each neuron gets 80 synapses on average, however many neurons there are."""
    cells = fn.LIFRef(
        neurons, V_rest=-60 * pq.mV, V_th=-50 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms, tau_ref=5 * pq.ms,
        V_initializer=fn.init.Normal(-55 * pq.mV, 2 * pq.mV, seed=seed), dtype=np.float32,
    )  # fmt: skip
    excitatory, inhibitory = cells[: neurons * 4 // 5], cells[neurons * 4 // 5 :]
    sparse = fn.connect.FixedProbability(80 / neurons, seed=seed)
    E = fn.Projection(excitatory, cells, sparse, fn.Expon(tau=5 * pq.ms), fn.COBA(E=0 * pq.mV), weight=0.6 * pq.S)
    I = fn.Projection(inhibitory, cells, sparse, fn.Expon(tau=10 * pq.ms), fn.COBA(E=-80 * pq.mV), weight=6.7 * pq.S)
    return fn.Network(cells, projections=[E, I])
