"""Every family of models written down a second time, in NumPy, from the equations of the papers and of brainpy.state.

Nothing here comes from the package: neither equations nor exponential Euler, whose derivatives are worked out by hand.
A state is a dict of arrays; `Neurons.step` is the order of a step in brainpy.state: reset, integration, delta inputs,
adaptation, refractoriness, spikes. ``x`` is the current, ``g`` and ``E`` conductances that add ``g (E - V)`` to it.
"""

import numpy as np


def euler(y, slope, rate, dt):
    """Exponential Euler: y' = slope, of which ``rate`` is the derivative by y."""
    z = dt * rate + np.zeros_like(y)
    growth = np.where(np.abs(z) < 1e-5, 1 + z / 2 + z * z / 6, np.expm1(z) / np.where(z == 0, 1, z))
    return y + dt * growth * slope


class Neurons:
    """What all have in common; ``p`` are the parameters."""

    resets, rising = True, False

    def __init__(self, p, y, dt, hard):
        self.p, self.y, self.dt, self.hard = p, {name: np.array(v, float) for name, v in y.items()}, dt, hard
        self.k, self.last = 0, np.full(self.y["V"].shape, -(10**9))

    def threshold(self, y):
        """Where a spike is."""
        return self.p["V_th"]

    def top(self, V):
        """What a reset takes off, down to ``V_reset``."""
        return V if self.hard else self.p["V_th"]

    def reset(self, y, S):
        """After a spike."""
        return y | {"V": np.where(S, y["V"] - self.top(y["V"]) + self.p["V_reset"], y["V"])}

    def driven(self, V, x, g, E):
        """The current, and its derivative by V."""
        return x + sum(a * (b - V) for a, b in zip(g, E, strict=True)), -sum(g)

    def step(self, x, delta, g=(), E=()):
        """One step; who spiked."""
        S = self.y["V"] >= self.threshold(self.y)
        y0 = self.reset(self.y, S) if self.resets else self.y
        y = self.integrate(y0, x, delta, g, E)
        if "tau_ref" in self.p:
            held = (self.k - self.last) * self.dt < self.p["tau_ref"] - 1e-9
            y = {name: np.where(held, y0[name], y[name]) for name in y}
        self.y, spikes = y, y["V"] >= self.threshold(y)
        spikes = spikes & ~S if self.rising else spikes
        self.last, self.k = np.where(spikes, self.k, self.last), self.k + 1
        return spikes


class LIF(Neurons):
    """tau V' = -(V - V_rest) + R I; IF has neither V_rest nor V_reset."""

    def __init__(self, p, *others):
        super().__init__({"V_rest": 0.0, "V_reset": 0.0} | p, *others)

    def own(self, V):
        """The slope without a current, times tau, and its derivative."""
        return self.p["V_rest"] - V, -1.0

    def membrane(self, V, x, delta, g, E):
        """The potential after a step."""
        p, (own, slope), (current, change) = self.p, self.own(V), self.driven(V, x, g, E)
        return euler(V, (own + p["R"] * current) / p["tau"], (slope + p["R"] * change) / p["tau"], self.dt) + delta

    def integrate(self, y, *drive):
        """All states after a step."""
        return y | {"V": self.membrane(y["V"], *drive)}


class ALIF(LIF):
    """The threshold is V_th + beta a; a grows by 1 at a spike."""

    def threshold(self, y):
        return self.p["V_th"] + self.p["beta"] * y["a"]

    def reset(self, y, S):
        return super().reset(y, S) | {"a": y["a"] + S}

    def integrate(self, y, *drive):
        return super().integrate(y, *drive) | {"a": y["a"] * np.exp(-self.dt / self.p["tau_a"])}


class ExpIF(LIF):
    """An upstroke delta_T exp((V - V_T) / delta_T), whose exponent is at most 20 (Fourcaud-Trocme and others 2003)."""

    def own(self, V):
        p, exponent = self.p, (V - self.p["V_T"]) / self.p["delta_T"]
        bounded = np.exp(np.minimum(exponent, 20))
        return p["V_rest"] - V + p["delta_T"] * bounded, np.where(exponent <= 20, bounded, 0) - 1


class QuaIF(LIF):
    """c (V - V_rest) (V - V_c) (Latham and others 2000)."""

    def own(self, V):
        p = self.p
        return p["c"] * (V - p["V_rest"]) * (V - p["V_c"]), p["c"] * (2 * V - p["V_rest"] - p["V_c"])


class Adaptive:
    """A current w that grows by b at a spike; tau_w w' = a (V - V_rest) - w with the new V (Brette, Gerstner 2005)."""

    def reset(self, y, S):
        return super().reset(y, S) | {"w": y["w"] + self.p["b"] * S}

    def integrate(self, y, x, *others):
        p, V = self.p, self.membrane(y["V"], x - y["w"], *others)
        goal = p["a"] * (V - p["V_rest"])
        return {"V": V, "w": goal + (y["w"] - goal) * np.exp(-self.dt / p["tau_w"])}


class AdExIF(Adaptive, ExpIF):
    """Both."""


class AdQuaIF(Adaptive, QuaIF):
    """Both."""


class Gif(LIF):
    """Two currents and a threshold that move (Mihalas, Niebur 2009)."""

    def threshold(self, y):
        return y["V_th"]

    def reset(self, y, S):
        p, V, I1, I2, V_th = self.p, *(y[name] for name in ("V", "I1", "I2", "V_th"))
        after = {"V": V - (V if self.hard else V_th) + p["V_reset"], "I1": p["R1"] * I1 + p["A1"]}
        after |= {"I2": p["R2"] * I2 + p["A2"], "V_th": np.maximum(p["V_th_reset"], V_th)}
        return {name: np.where(S, after[name], y[name]) for name in y}

    def integrate(self, y, x, *others):
        p, dt = self.p, self.dt
        I1, I2 = y["I1"] * np.exp(-p["k1"] * dt), y["I2"] * np.exp(-p["k2"] * dt)
        slope = p["a"] * (y["V"] - p["V_rest"]) - p["b"] * (y["V_th"] - p["V_th_inf"])
        inner = self.inner(y["I1"] + y["I2"], I1 + I2)
        V_th = euler(y["V_th"], slope, -p["b"], dt)
        return {"V": self.membrane(y["V"], x + inner, *others), "I1": I1, "I2": I2, "V_th": V_th}

    def inner(self, old, new):
        """Which of the currents the potential sees."""
        return new


class GifRef(Gif):
    """The potential sees the currents of the beginning of the step."""

    def inner(self, old, new):
        return old


class CubaLIF(LIF):
    """Delta inputs go to a current g (Vogels, Abbott 2005), and V sees the new one."""

    def integrate(self, y, x, delta, *pairs):
        new = y["g"] * np.exp(-self.dt / self.p["tau_syn"]) + delta
        return {"V": self.synaptic(y["V"], x, new, *pairs), "g": new}

    def synaptic(self, V, x, new, g, E):
        """The potential after a step."""
        return self.membrane(V, x + new, 0.0, g, E)


class CobaLIF(CubaLIF):
    """The same with a conductance."""

    def synaptic(self, V, x, new, g, E):
        return self.membrane(V, x, 0.0, (*g, new), (*E, self.p["E"]))


class Izhikevich(Neurons):
    """V' = 0.04 V^2 + 5 V + 140 - u + I, u' = a (b V - u) with the new V (Izhikevich 2003)."""

    def reset(self, y, S):
        return {"V": np.where(S, self.p["c"], y["V"]), "u": y["u"] + self.p["d"] * S}

    def integrate(self, y, x, delta, g, E):
        p, V, (current, change) = self.p, y["V"], self.driven(y["V"], x, g, E)
        slope = 0.04 * V**2 + 5 * V + 140 - y["u"] + current
        V = euler(V, slope, 0.08 * V + 5 + change, self.dt) + delta
        return {"V": V, "u": p["b"] * V + (y["u"] - p["b"] * V) * np.exp(-p["a"] * self.dt)}
