"""What the Hodgkin-Huxley neurons of NEST have in common: its conventions, and alpha-shaped synaptic currents."""

import math

from fastneuron.simd import heaviside, linoid

from .declaration import Model


def linear_rate(x, scale):
    """x / (1 - exp(-x / scale)), which is ``scale`` at 0."""
    return scale * linoid(x / scale)


class NestHodgkinHuxley(Model, register=False):
    """The conventions."""

    input_unit = "pA"
    solver = "rkf45"
    tolerance = "gsl_error_tol"
    inputs_at_end = signed_deltas = True
    current_state = "I_stim"
    spike_at_peak = spike_time_at_end = True
    refractory_period = "t_ref"
    holds = False
    event_unit = "pA"
    spk_reset = "hard"
    current_in_drift = False
    ref_var = False

    def next_I_stim(I):
        return I


class AlphaCurrents(NestHodgkinHuxley, register=False):
    """Synaptic currents that a spike of weight w raises to w at their time constant; J is their inflow."""

    synaptic = ("J_syn_ex", "I_syn_ex", "J_syn_in", "I_syn_in")

    def S(V):
        return heaviside(V, 0.0, 1.0)

    def dJ_syn_ex(J_syn_ex, tau_syn_ex):
        return -J_syn_ex / tau_syn_ex

    def dI_syn_ex(J_syn_ex, I_syn_ex, tau_syn_ex):
        return J_syn_ex - I_syn_ex / tau_syn_ex

    def dJ_syn_in(J_syn_in, tau_syn_in):
        return -J_syn_in / tau_syn_in

    def dI_syn_in(J_syn_in, I_syn_in, tau_syn_in):
        return J_syn_in - I_syn_in / tau_syn_in

    def next_J_syn_ex(J_syn_ex, excitatory, tau_syn_ex):
        return J_syn_ex + excitatory * (math.e / tau_syn_ex)

    def next_J_syn_in(J_syn_in, inhibitory, tau_syn_in):
        return J_syn_in + inhibitory * (math.e / tau_syn_in)
