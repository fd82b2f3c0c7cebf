"""Hodgkin and Huxley's neuron with alpha-shaped synaptic currents, as NEST computes it."""

from .declaration import Parameter, State
from .hodgkin_huxley import HH
from .nest import AlphaCurrents


class hh_psc_alpha(AlphaCurrents):  # noqa: N801  its name in NEST
    """Hodgkin-Huxley neuron with alpha-shaped synaptic currents, as NEST computes it.

    The squid's action potential, in the units and with the solver of NEST.

    .. math::

        C_m \\frac{dV}{dt} = -g_{Na} m^3 h (V - E_{Na}) - g_K n^4 (V - E_K) - g_L (V - E_L)
                             + I_{stim} + I_e + I_{ex} + I_{in}

    with the gates of `HH` and the synaptic currents of `hh_psc_alpha_gap`.

    Notes
    -----
    What `hh_psc_alpha_gap` says of spikes, inputs and differences from NEST holds here too; the rates have their limits
    at V = -55 and -40 mV. ``gsl_error_tol`` is 1e-3, as in NEST: spike flanks are good to 0.01 mV.

    References
    ----------
    .. [1] Hodgkin AL, Huxley AF (1952). A quantitative description of membrane current and its application to
       conduction and excitation in nerve. J Physiol 117:500. https://doi.org/10.1113/jphysiol.1952.sp004764
    """

    initializer_after = dict.fromkeys(("V", "m", "h", "n"), "I_e")
    E_L = Parameter(-54.402, "mV", "reversal potential of the leak")
    C_m = Parameter(100.0, "pF", "membrane capacitance", above=0)
    g_Na = Parameter(12000.0, "nS", "conductance of sodium", at_least=0)
    g_K = Parameter(3600.0, "nS", "conductance of potassium", at_least=0)
    g_L = Parameter(30.0, "nS", "conductance of the leak", at_least=0)
    E_Na = Parameter(50.0, "mV", "reversal potential of sodium")
    E_K = Parameter(-77.0, "mV", "reversal potential of potassium")
    t_ref = Parameter(2.0, "ms", "time after a spike without another", at_least=0)
    tau_syn_ex = Parameter(0.2, "ms", "rise time of excitatory currents", above=0)
    tau_syn_in = Parameter(2.0, "ms", "rise time of inhibitory currents", above=0)
    I_e = Parameter(0.0, "pA", "constant current")
    gsl_error_tol = Parameter(1e-3, "1", "error allowed in a step, in each state's unit", above=0)
    V = State(-65.0, "mV", "membrane potential", "V_m_init", "V_m")
    m = State(None, "1", "activation of sodium", "Act_m_init", "Act_m", 0, 1)
    h = State(None, "1", "inactivation of sodium", "Inact_h_init", "Inact_h", 0, 1)
    n = State(None, "1", "activation of potassium", "Act_n_init", "Act_n", 0, 1)
    J_syn_ex = State(0.0, "pA/ms", "inflow of the excitatory current", "", "dI_syn_ex")
    I_syn_ex = State(0.0, "pA", "excitatory synaptic current", "")
    J_syn_in = State(0.0, "pA/ms", "inflow of the inhibitory current", "", "dI_syn_in")
    I_syn_in = State(0.0, "pA", "inhibitory synaptic current", "")
    I_stim = State(0.0, "pA", "input current of the step to come", "")

    start_m, start_h, start_n = HH.start_m, HH.start_h, HH.start_n
    rates, dm, dh, dn = HH.rates, HH.dm, HH.dh, HH.dn

    def dV(V, m, h, n, I_syn_ex, I_syn_in, I_stim, C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, I_e):
        n2 = n * n
        I_Na = g_Na * (m * m * m * h) * (V - E_Na)
        I_K = g_K * (n2 * n2) * (V - E_K)
        return (I_stim + I_e + I_syn_ex + I_syn_in - I_Na - I_K - g_L * (V - E_L)) / C_m
