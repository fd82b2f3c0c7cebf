"""Hodgkin-Huxley interneuron with two potassium currents, made for networks with gap junctions."""

from fastneuron.simd import exp

from .declaration import Parameter, State
from .hodgkin_huxley import HH, steady
from .nest import AlphaCurrents, linear_rate
from .rates import Rates


def alpha_m(V):
    return 40.0 * linear_rate(V - 75.5, 13.5)


def beta_m(V):
    return 1.2262 * exp(-V / 42.248)


def alpha_h(V):
    return 0.0035 * exp(-V / 24.186)


def beta_h(V):
    return 0.017 * linear_rate(V + 51.25, 5.2)


def alpha_n(V):
    return 0.014 * linear_rate(V + 44.0, 2.3)


def beta_n(V):
    return 0.0043 * exp(-(V + 44.0) / 34.0)


def alpha_p(V):
    return linear_rate(V - 95.0, 11.8)


def beta_p(V):
    return 0.025 * exp(-V / 22.222)


class hh_psc_alpha_gap(AlphaCurrents):  # noqa: N801  its name in NEST
    """Hodgkin-Huxley neuron with two potassium currents and alpha-shaped synaptic currents, as NEST computes it.

    A fast-spiking interneuron of the neocortex. In networks it is coupled by gap junctions.

    .. math::

        C_m \\frac{dV}{dt} &= -g_{Na} m^3 h (V - E_{Na}) - (g_{Kv1} n^4 + g_{Kv3} p^2)(V - E_K) - g_L (V - E_L)
                              + I_{stim} + I_e + I_{ex} + I_{in}

        \\frac{dx}{dt} &= \\alpha_x(V) (1 - x) - \\beta_x(V) x, \\qquad x = m, h, n, p

        \\frac{dI}{dt} &= J - I / \\tau, \\qquad \\frac{dJ}{dt} = -J / \\tau, \\qquad
                          J \\leftarrow J + w\\, e / \\tau \\text{ at a spike}

    Notes
    -----
    It differs from NEST 3.10 in this: gates that are not given start at the equilibrium of ``V_m_init``, not of the
    default potential, and must be in [0, 1]; the rates have their limits at V = -51.25, -44, 75.5 and 95 mV, where NEST
    turns to NaN; a trial step that is not finite is rejected; ``gsl_error_tol`` can be set.

    A spike is noticed at the end of a step, where the potential is above 0 mV and lower than a step before, unless
    there was one within ``t_ref``, which is rounded up to steps from whole microseconds. ``last_spike_time`` is the end
    of that step. Nothing is reset. The input current acts one step later: it waits in ``I_stim``. Weights of spikes
    (delta inputs) are peak currents in pA; positive and negative ones are added up separately.

    References
    ----------
    .. [1] Mancilla JG, Lewis TJ, Pinto DJ, Rinzel J, Connors BW (2007). Synchronization of electrically coupled pairs
       of inhibitory interneurons in neocortex. J Neurosci 27:2058. https://doi.org/10.1523/JNEUROSCI.2715-06.2007
    .. [2] Hahne J, Helias M, Kunkel S, Igarashi J, Bolten M, Frommer A, Diesmann M (2015). A unified framework for
       spiking and gap-junction interactions in distributed neuronal network simulations. Front Neuroinform 9:22.
       https://doi.org/10.3389/fninf.2015.00022
    """

    initializer_after = dict.fromkeys(("V", "m", "h", "n", "p"), "I_e")
    E_L = Parameter(-70.0, "mV", "reversal potential of the leak")
    C_m = Parameter(40.0, "pF", "membrane capacitance", above=0)
    g_Na = Parameter(4500.0, "nS", "conductance of sodium", at_least=0)
    g_Kv1 = Parameter(9.0, "nS", "conductance of potassium, Kv1", at_least=0)
    g_Kv3 = Parameter(9000.0, "nS", "conductance of potassium, Kv3", at_least=0)
    g_L = Parameter(10.0, "nS", "conductance of the leak", at_least=0)
    E_Na = Parameter(74.0, "mV", "reversal potential of sodium")
    E_K = Parameter(-90.0, "mV", "reversal potential of potassium")
    t_ref = Parameter(2.0, "ms", "time after a spike without another", at_least=0)
    tau_syn_ex = Parameter(0.2, "ms", "rise time of excitatory currents", above=0)
    tau_syn_in = Parameter(2.0, "ms", "rise time of inhibitory currents", above=0)
    I_e = Parameter(0.0, "pA", "constant current")
    gsl_error_tol = Parameter(1e-6, "1", "error allowed in a step, in each state's unit", above=0)
    V = State(-69.60401191631222, "mV", "membrane potential", "V_m_init", "V_m")
    m = State(None, "1", "activation of sodium", "Act_m_init", "Act_m", 0, 1)
    h = State(None, "1", "inactivation of sodium", "Inact_h_init", "Inact_h", 0, 1)
    n = State(None, "1", "activation of potassium, Kv1", "Act_n_init", "Act_n", 0, 1)
    p = State(None, "1", "activation of potassium, Kv3", "Inact_p_init", "Inact_p", 0, 1)
    J_syn_ex = State(0.0, "pA/ms", "inflow of the excitatory current", "", "dI_syn_ex")
    I_syn_ex = State(0.0, "pA", "excitatory synaptic current", "")
    J_syn_in = State(0.0, "pA/ms", "inflow of the inhibitory current", "", "dI_syn_in")
    I_syn_in = State(0.0, "pA", "inhibitory synaptic current", "")
    I_stim = State(0.0, "pA", "input current of the step to come", "")

    rates = Rates(alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n, alpha_p, beta_p)
    start_m = steady(alpha_m, beta_m)
    start_h = steady(alpha_h, beta_h)
    start_n = steady(alpha_n, beta_n)
    start_p = steady(alpha_p, beta_p)
    dm, dh, dn = HH.dm, HH.dh, HH.dn

    def dV(V, m, h, n, p, I_syn_ex, I_syn_in, I_stim, C_m, g_Na, g_Kv1, g_Kv3, g_L, E_Na, E_K, E_L, I_e):
        n2 = n * n
        I_Na = g_Na * (m * m * m * h) * (V - E_Na)
        I_K = (g_Kv1 * (n2 * n2) + g_Kv3 * (p * p)) * (V - E_K)
        return (I_stim + I_e + I_syn_ex + I_syn_in - I_Na - I_K - g_L * (V - E_L)) / C_m

    def dp(p, alpha_p, beta_p):
        return alpha_p * (1.0 - p) - beta_p * p
