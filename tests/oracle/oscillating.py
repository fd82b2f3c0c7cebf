"""The models without a reset, in NumPy, from their papers: see `oracle.papers`.

All states are integrated from the old values, and the input is not part of the linearisation.
"""

import numpy as np

from oracle.papers import Neurons, euler


def linoid(z):
    """z / (1 - exp(-z)), 1 at 0."""
    small = np.abs(z) < 1e-6
    return np.where(small, 1 + z / 2, z / -np.expm1(np.where(small, -1, -z)))


def logistic(z):
    """1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


class Oscillator(Neurons):
    """A spike is the crossing of V_th upwards."""

    resets, rising = False, True

    def integrate(self, y, x, delta, g, E):
        """All states after a step."""
        new = {name: euler(y[name], *pair, self.dt) for name, pair in self.slopes(y, self.driven(y["V"], x, g, E)[0])}
        return new | {"V": new["V"] + delta}


class FitzHughNagumo(Oscillator):
    """FitzHugh (1961)."""

    def slopes(self, y, I):
        """Of each state the slope, and its derivative by that state."""
        p, V, w = self.p, y["V"], y["w"]
        yield "V", ((V - V**3 / 3 - w + I) / p["tau"], (1 - V**2) / p["tau"])
        yield "w", ((V + p["a"] - p["b"] * w) / p["tau_w"], -p["b"] / p["tau_w"])


class HindmarshRose(Oscillator):
    """Hindmarsh, Rose (1984)."""

    def slopes(self, y, I):
        p, V, tau = self.p, y["V"], self.p["tau"]
        slope = y["y"] - p["a"] * V**3 + p["b"] * V**2 - y["z"] + I
        yield "V", (slope / tau, (-3 * p["a"] * V**2 + 2 * p["b"] * V) / tau)
        yield "y", ((p["c"] - p["d"] * V**2 - y["y"]) / tau, -1 / tau)
        yield "z", (p["r"] * (p["s"] * (V - p["V_r"]) - y["z"]) / tau, -p["r"] / tau)


class MorrisLecar(Oscillator):
    """Morris, Lecar (1981), equations (9); M_inf is not differentiated."""

    def slopes(self, y, I):
        p, V, W = self.p, y["V"], y["W"]
        M_inf, W_inf = (1 + np.tanh((V - p["V1"]) / p["V2"])) / 2, (1 + np.tanh((V - p["V3"]) / p["V4"])) / 2
        currents = p["g_Ca"] * M_inf * (V - p["V_Ca"]) + p["g_K"] * W * (V - p["V_K"])
        whole = p["g_Ca"] * M_inf + p["g_K"] * W + p["g_leak"]
        yield "V", ((I - currents - p["g_leak"] * (V - p["V_leak"])) / p["C"], -whole / p["C"])
        rate = p["phi"] * np.cosh((V - p["V3"]) / (2 * p["V4"]))
        yield "W", (rate * (W_inf - W), -rate)


class Channels(Oscillator):
    """Sodium, potassium and a leak; gates open at rates alpha and close at rates beta."""

    def slopes(self, y, I):
        p, V = self.p, y["V"]
        sodium, potassium = p["gNa"] * self.m(y) ** 3 * y["h"], p["gK"] * y["n"] ** 4
        slope = I - sodium * (V - p["ENa"]) - potassium * (V - p["EK"]) - p["gL"] * (V - p["EL"])
        yield "V", (slope / p["C"], -(sodium + potassium + p["gL"]) / p["C"])
        for gate, (alpha, beta) in self.rates(V).items():
            yield gate, (alpha * (1 - y[gate]) - beta * y[gate], -(alpha + beta))


class HH(Channels):
    """Hodgkin, Huxley (1952), with the resting potential at -65 mV."""

    def m(self, y):
        """Activation of sodium."""
        return y["m"]

    def rates(self, V):
        """alpha and beta of each gate, 1/ms."""
        return {
            "m": (linoid((V + 40) / 10), 4 * np.exp(-(V + 65) / 18)),
            "h": (0.07 * np.exp(-(V + 65) / 20), logistic((V + 35) / 10)),
            "n": (0.1 * linoid((V + 55) / 10), 0.125 * np.exp(-(V + 65) / 80)),
        }


class WangBuzsakiHH(Channels):
    """Wang, Buzsaki (1996); m is at its equilibrium, of the old V."""

    def m(self, y):
        alpha, beta = linoid(0.1 * (y["V"] + 35)), 4 * np.exp(-(y["V"] + 60) / 18)
        return alpha / (alpha + beta)

    def rates(self, V):
        phi = self.p["phi"]
        return {
            "h": (phi * 0.07 * np.exp(-(V + 58) / 20), phi * logistic(0.1 * (V + 28))),
            "n": (phi * 0.1 * linoid(0.1 * (V + 34)), phi * 0.125 * np.exp(-(V + 44) / 80)),
        }
