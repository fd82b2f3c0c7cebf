"""Traub and Miles' pyramidal cell with synaptic conductances, as NEST computes it."""

from fastneuron.simd import exp, heaviside, log1p, sigmoid, where

from .declaration import Parameter, State
from .nest import NestHodgkinHuxley, linear_rate
from .rates import Rates


def alpha_n(u):
    return 0.032 * linear_rate(u - 15.0, 5.0)


def beta_n(u):
    return 0.5 * exp((10.0 - u) / 40.0)


def alpha_m(u):
    return 0.32 * linear_rate(u - 13.0, 4.0)


def beta_m(u):
    return 0.28 * linear_rate(40.0 - u, 5.0)


def alpha_h(u):
    return 0.128 * exp((17.0 - u) / 18.0)


def beta_h(u):
    return 4.0 * sigmoid((u - 40.0) / 5.0)


def steady(alpha, beta):
    """The value of a gate that has been at a potential for long, as an equation."""
    return lambda V, V_T: alpha(V - V_T) / (alpha(V - V_T) + beta(V - V_T))


def above_V_T(V, V_T):  # noqa: N802
    """The potential that the rates are functions of."""
    return V - V_T


class TraubMiles(NestHodgkinHuxley, register=False):
    """Gates, ionic currents and threshold."""

    event_unit = "nS"
    initializer_after = dict.fromkeys(("V", "m", "h", "n"), "I_e")
    E_L = Parameter(-60.0, "mV", "reversal potential of the leak")
    C_m = Parameter(200.0, "pF", "membrane capacitance", above=0)
    g_Na = Parameter(20000.0, "nS", "conductance of sodium", at_least=0)
    g_K = Parameter(6000.0, "nS", "conductance of potassium", at_least=0)
    g_L = Parameter(10.0, "nS", "conductance of the leak", at_least=0)
    E_Na = Parameter(50.0, "mV", "reversal potential of sodium")
    E_K = Parameter(-90.0, "mV", "reversal potential of potassium")
    V_T = Parameter(-63.0, "mV", "potential that the rates are relative to")
    E_ex = Parameter(0.0, "mV", "reversal potential of excitation")
    E_in = Parameter(-80.0, "mV", "reversal potential of inhibition")
    t_ref = Parameter(2.0, "ms", "time after a spike without another", at_least=0)
    I_e = Parameter(0.0, "pA", "constant current")
    gsl_error_tol = Parameter(1e-3, "1", "error allowed in a step, in each state's unit", above=0)
    V = State(-60.0, "mV", "membrane potential", "V_m_init", "V_m")
    m = State(None, "1", "activation of sodium", "Act_m_init", "Act_m", 0, 1)
    h = State(None, "1", "inactivation of sodium", "Inact_h_init", "Inact_h", 0, 1)
    n = State(None, "1", "activation of potassium", "Act_n_init", "Act_n", 0, 1)

    def S(V, V_T):
        return heaviside(V, V_T + 30.0, 1.0)

    rates = Rates(alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n, of=above_V_T)
    start_m = steady(alpha_m, beta_m)
    start_h = steady(alpha_h, beta_h)
    start_n = steady(alpha_n, beta_n)

    def dV(V, m, h, n, g_ex, g_in, I_stim, C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, E_ex, E_in, I_e):
        n2 = n * n
        I_Na = g_Na * (m * m * m * h) * (V - E_Na)
        I_K = g_K * (n2 * n2) * (V - E_K)
        I_syn = g_ex * (V - E_ex) + g_in * (V - E_in)
        return (I_stim + I_e - I_Na - I_K - g_L * (V - E_L) - I_syn) / C_m

    def dm(m, alpha_m, beta_m):
        return alpha_m - (alpha_m + beta_m) * m

    def dh(h, alpha_h, beta_h):
        return alpha_h - (alpha_h + beta_h) * h

    def dn(n, alpha_n, beta_n):
        return alpha_n - (alpha_n + beta_n) * n


class hh_cond_exp_traub(TraubMiles):  # noqa: N801  its name in NEST
    """Traub and Miles' neuron with conductances that jump at a spike and decay exponentially, as NEST computes it.

    .. math::

        C_m \\frac{dV}{dt} = -g_{Na} m^3 h (V - E_{Na}) - g_K n^4 (V - E_K) - g_L (V - E_L)
                             - g_{ex} (V - E_{ex}) - g_{in} (V - E_{in}) + I_{stim} + I_e

    Notes
    -----
    What `hh_psc_alpha_gap` says of spikes, inputs and differences from NEST holds here too. The threshold is
    ``V_T + 30`` mV, the unit of weights nS. NEST starts the gates at other values, those of ``V - V_T = -60`` mV, so
    that a cell at rest fires once. The rates have their limits at V - V_T = 13, 15 and 40 mV. Conductances must not be
    negative, which NEST does not check here.

    References
    ----------
    .. [1] Traub RD, Miles R (1991). Neuronal Networks of the Hippocampus. Cambridge University Press.
       https://doi.org/10.1017/CBO9780511895401
    .. [2] Brette R and others (2007). Simulation of networks of spiking neurons: a review of tools and strategies.
       J Comput Neurosci 23:349, appendix 2, benchmark 3. https://doi.org/10.1007/s10827-007-0038-6
    """

    synaptic = ("g_ex", "g_in")
    tau_syn_ex = Parameter(5.0, "ms", "decay time of excitation", above=0, after="t_ref")
    tau_syn_in = Parameter(10.0, "ms", "decay time of inhibition", above=0, after="tau_syn_ex")
    g_ex = State(0.0, "nS", "excitatory conductance", "")
    g_in = State(0.0, "nS", "inhibitory conductance", "")
    I_stim = State(0.0, "pA", "input current of the step to come", "")

    def dg_ex(g_ex, tau_syn_ex):
        return -g_ex / tau_syn_ex

    def dg_in(g_in, tau_syn_in):
        return -g_in / tau_syn_in

    def next_g_ex(g_ex, excitatory):
        return g_ex + excitatory

    def next_g_in(g_in, inhibitory):
        return g_in - inhibitory


def peak(tau_decay, tau_rise):
    """Inflow that raises a conductance to 1: r^(1 / (r - 1)) / tau_rise for r = tau_decay / tau_rise."""
    excess = tau_decay / tau_rise - 1.0
    return exp(where(excess * excess > 0.0, log1p(excess) / excess, 1.0)) / tau_rise


class hh_cond_beta_gap_traub(TraubMiles):  # noqa: N801  its name in NEST
    """Traub and Miles' neuron with conductances that rise and decay, as NEST computes it.

    .. math::

        \\frac{dg}{dt} = J - g / \\tau_{rise}, \\qquad \\frac{dJ}{dt} = -J / \\tau_{decay}

    for excitation and inhibition; a spike of weight w adds to J what raises g to w. All else as in `hh_cond_exp_traub`.

    Notes
    -----
    ``V_T`` is -50 mV here. In networks it is coupled by gap junctions. What `hh_psc_alpha_gap` says of spikes, inputs
    and differences from NEST holds here too.

    References
    ----------
    .. [1] Traub RD, Miles R (1991). Neuronal Networks of the Hippocampus. Cambridge University Press.
       https://doi.org/10.1017/CBO9780511895401
    .. [2] Rotter S, Diesmann M (1999). Exact digital simulation of time-invariant linear systems with applications to
       neuronal modeling. Biol Cybern 81:381. https://doi.org/10.1007/s004220050570
    """

    synaptic = ("J_ex", "g_ex", "J_in", "g_in")
    V_T = Parameter(-50.0, "mV", "potential that the rates are relative to")
    tau_rise_ex = Parameter(0.5, "ms", "rise time of excitation", above=0, after="t_ref")
    tau_decay_ex = Parameter(5.0, "ms", "decay time of excitation", above=0, after="tau_rise_ex")
    tau_rise_in = Parameter(0.5, "ms", "rise time of inhibition", above=0, after="tau_decay_ex")
    tau_decay_in = Parameter(10.0, "ms", "decay time of inhibition", above=0, after="tau_rise_in")
    J_ex = State(0.0, "nS/ms", "inflow of the excitatory conductance", "", "dg_ex")
    g_ex = State(0.0, "nS", "excitatory conductance", "")
    J_in = State(0.0, "nS/ms", "inflow of the inhibitory conductance", "", "dg_in")
    g_in = State(0.0, "nS", "inhibitory conductance", "")
    I_stim = State(0.0, "pA", "input current of the step to come", "")

    def dJ_ex(J_ex, tau_decay_ex):
        return -J_ex / tau_decay_ex

    def dg_ex(J_ex, g_ex, tau_rise_ex):
        return J_ex - g_ex / tau_rise_ex

    def dJ_in(J_in, tau_decay_in):
        return -J_in / tau_decay_in

    def dg_in(J_in, g_in, tau_rise_in):
        return J_in - g_in / tau_rise_in

    def next_J_ex(J_ex, excitatory, tau_decay_ex, tau_rise_ex):
        return J_ex + excitatory * peak(tau_decay_ex, tau_rise_ex)

    def next_J_in(J_in, inhibitory, tau_decay_in, tau_rise_in):
        return J_in - inhibitory * peak(tau_decay_in, tau_rise_in)
