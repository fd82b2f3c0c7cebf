"""The Hodgkin-Huxley neurons of NEST written down a second time, in NumPy, from the description of NEST 3.10.

``y`` and ``p`` are states and parameters by name, in NEST's units; nothing here comes from the package.
"""

import math

import numpy as np

from oracle.oscillating import linoid, logistic


def gap_rates(V):
    """hh_psc_alpha_gap: alpha and beta of each gate (Mancilla and others 2007)."""
    return {
        "m": (40 * 13.5 * linoid((V - 75.5) / 13.5), 1.2262 / np.exp(V / 42.248)),
        "h": (0.0035 / np.exp(V / 24.186), 0.017 * 5.2 * linoid((51.25 + V) / 5.2)),
        "p": (11.8 * linoid((V - 95) / 11.8), 0.025 / np.exp(V / 22.222)),
        "n": (0.014 * 2.3 * linoid((V + 44) / 2.3), 0.0043 / np.exp((V + 44) / 34)),
    }


def squid_rates(V):
    """hh_psc_alpha: those of Hodgkin and Huxley."""
    return {
        "n": (0.1 * linoid((V + 55) / 10), 0.125 * np.exp(-(V + 65) / 80)),
        "m": (linoid((V + 40) / 10), 4 * np.exp(-(V + 65) / 18)),
        "h": (0.07 * np.exp(-(V + 65) / 20), logistic((V + 35) / 10)),
    }


def traub_rates(u):
    """Those of Traub and Miles, of the potential above V_T; x / (exp(x) - 1) is linoid(-x)."""
    return {
        "n": (0.032 * 5 * linoid(-(15 - u) / 5), 0.5 * np.exp((10 - u) / 40)),
        "m": (0.32 * 4 * linoid(-(13 - u) / 4), 0.28 * 5 * linoid(-(u - 40) / 5)),
        "h": (0.128 * np.exp((17 - u) / 18), 4 * logistic((u - 40) / 5)),
    }


def gates(y, rates):
    """Slopes of the gates."""
    return {x: alpha * (1 - y[x]) - beta * y[x] for x, (alpha, beta) in rates.items()}


def membrane(y, p, potassium, more):
    """The slope of V."""
    sodium = p["g_Na"] * y["m"] ** 3 * y["h"] * (y["V"] - p["E_Na"])
    leak = p["g_L"] * (y["V"] - p["E_L"])
    return (y["I_stim"] + p["I_e"] + more - sodium - potassium * (y["V"] - p["E_K"]) - leak) / p["C_m"]


def alpha_currents(y, p):
    """Of both alpha-shaped currents and their inflows."""
    found = {}
    for kind in ("ex", "in"):
        inflow, tau = y[f"J_syn_{kind}"], p[f"tau_syn_{kind}"]
        found |= {f"J_syn_{kind}": -inflow / tau, f"I_syn_{kind}": inflow - y[f"I_syn_{kind}"] / tau}
    return found


def hh_psc_alpha_gap(y, p):
    """Slopes of all states."""
    potassium = p["g_Kv1"] * y["n"] ** 4 + p["g_Kv3"] * y["p"] ** 2
    slope = membrane(y, p, potassium, y["I_syn_ex"] + y["I_syn_in"])
    return {"V": slope} | gates(y, gap_rates(y["V"])) | alpha_currents(y, p)


def hh_psc_alpha(y, p):
    """Slopes of all states."""
    slope = membrane(y, p, p["g_K"] * y["n"] ** 4, y["I_syn_ex"] + y["I_syn_in"])
    return {"V": slope} | gates(y, squid_rates(y["V"])) | alpha_currents(y, p)


def traub(y, p):
    """Slopes of V and the gates."""
    synapses = -y["g_ex"] * (y["V"] - p["E_ex"]) - y["g_in"] * (y["V"] - p["E_in"])
    slope = membrane(y, p, p["g_K"] * y["n"] ** 4, synapses)
    return {"V": slope} | gates(y, traub_rates(y["V"] - p["V_T"]))


def hh_cond_exp_traub(y, p):
    """Slopes of all states."""
    return traub(y, p) | {f"g_{kind}": -y[f"g_{kind}"] / p[f"tau_syn_{kind}"] for kind in ("ex", "in")}


def hh_cond_beta_gap_traub(y, p):
    """Slopes of all states."""
    found = traub(y, p)
    for kind in ("ex", "in"):
        inflow, conductance = y[f"J_{kind}"], y[f"g_{kind}"]
        found[f"J_{kind}"] = -inflow / p[f"tau_decay_{kind}"]
        found[f"g_{kind}"] = inflow - conductance / p[f"tau_rise_{kind}"]
    return found


def alpha_jump(p, kind):
    """What a spike of weight 1 adds to the inflow of an alpha-shaped current."""
    return math.e / p[f"tau_syn_{kind}"]


def beta_jump(p, kind):
    """The same for a conductance that rises and decays: its peak is 1."""
    tr, td = p[f"tau_rise_{kind}"], p[f"tau_decay_{kind}"]
    tp = td * tr * math.log(td / tr) / (td - tr)
    return (1 / tr - 1 / td) / (math.exp(-tp / td) - math.exp(-tp / tr))


SLOPES = {f.__name__: f for f in (hh_psc_alpha_gap, hh_psc_alpha, hh_cond_exp_traub, hh_cond_beta_gap_traub)}
RATES = {
    "hh_psc_alpha_gap": lambda V, p: gap_rates(V), "hh_psc_alpha": lambda V, p: squid_rates(V),
    "hh_cond_exp_traub": lambda V, p: traub_rates(V - p["V_T"]),
    "hh_cond_beta_gap_traub": lambda V, p: traub_rates(V - p["V_T"]),
}  # fmt: skip
JUMPS = {  # the state that a spike changes, and by how much for a weight of 1
    "hh_psc_alpha_gap": ("J_syn_{}", alpha_jump), "hh_psc_alpha": ("J_syn_{}", alpha_jump),
    "hh_cond_exp_traub": ("g_{}", lambda p, kind: 1.0), "hh_cond_beta_gap_traub": ("J_{}", beta_jump),
}  # fmt: skip
