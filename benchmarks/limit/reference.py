"""The four models in NumPy, step by step as the reference defines them: what the C is checked against.

One step: reset after the spike of the step before, exponential Euler about that value, refractory choice,
spike test. Constant input, parameters as scalars in ms, mV, mA, ohm.
"""

import math

import numpy as np


def exprel(z):
    """(e^z - 1) / z, 1 at 0."""
    safe = np.where(z == 0, 1, z)
    return np.where(z == 0, 1, np.expm1(safe) / safe)


def _upstroke(V, p):
    """delta_T e^u with the exponent clamped at 20, and its derivative, zero above the clamp."""
    u = (V - p["V_T"]) / p["delta_T"]
    e = np.exp(np.minimum(u, 20))
    return p["delta_T"] * e, np.where(u > 20, 0, e)


def lif(V, w, x, p, dt):
    """Drift of LIFRef; no second variable."""
    return V + dt * exprel(np.full_like(V, -dt / p["tau"])) * (p["V_rest"] - V + p["R"] * x) / p["tau"], w


def expif(V, w, x, p, dt):
    """Drift of ExpIFRef; no second variable."""
    rise, slope = _upstroke(V, p)
    f = (p["V_rest"] - V + rise + p["R"] * x) / p["tau"]
    return V + dt * exprel(dt * (slope - 1) / p["tau"]) * f, w


def adex(V, w, x, p, dt):
    """Drift of AdExIF; w follows the new V."""
    V1, _ = expif(V, w, x - w, p, dt)
    goal = p["a"] * (V1 - p["V_rest"])
    return V1, goal + (w - goal) * math.exp(-dt / p["tau_w"])


def izhikevich(V, u, x, p, dt):
    """Drift of IzhikevichRef; u follows the new V."""
    V1 = V + dt * exprel(dt * (0.08 * V + 5)) * (0.04 * V * V + 5 * V + 140 - u + x)
    goal = p["b"] * V1
    return V1, goal + (u - goal) * math.exp(-dt * p["a"])


def lower(V, p, hard):
    """V after a spike: down by V_th - V_reset (soft) or V - V_reset (hard), which rounds where V is huge."""
    return V - ((V if hard else p["V_th"]) - p["V_reset"])


def to_c(V, p, hard):
    """V after a spike of IzhikevichRef, in both modes."""
    return p["c"]


# model -> (drift, reset, jump of the second variable)
MODELS = {
    "LIFRef": (lif, lower, None),
    "ExpIFRef": (expif, lower, None),
    "AdExIF": (adex, lower, "b"),
    "IzhikevichRef": (izhikevich, to_c, "d"),
}


def run(model, p, x, *, steps, dt, hard, V, dtype=np.float64):
    """Counts and last V of neurons with constant input `x`; see `Limit.run`."""
    drift, reset, jump = MODELS[model]
    V, w = np.full(len(x), V, dtype), np.zeros(len(x), dtype)
    x, last, counts = x.astype(dtype), np.full(len(x), -(2**30)), np.zeros(len(x), int)
    n_held = math.ceil(p.get("tau_ref", 0) / dt * (1 - 1e-9))
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            spike = V >= p["V_th"]
            V0 = np.where(spike, reset(V, p, hard), V)
            w0 = w + np.where(spike, p[jump], 0) if jump else w
            V1, w1 = drift(V0, w0, x, p, dt)
            held = k - last < n_held
            V, w = np.where(held, V0, V1), np.where(held, w0, w1)
            last = np.where(V >= p["V_th"], k, last)
            counts += V >= p["V_th"]
    return counts, V
