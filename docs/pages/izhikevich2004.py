"""The twenty firing patterns of Izhikevich (2004): the numbers of his script for figure 1, and a run of each.

Izhikevich EM (2004). Which model to use for cortical spiking neurons? IEEE Trans Neural Netw 15:1063.
https://doi.org/10.1109/TNN.2004.832719
"""

from math import inf
from typing import NamedTuple

import numpy as np
import quantities as pq

import fastneuron as fn

RATE, SLOPE = 1 / pq.ms, pq.mV / pq.ms
SCHEME = "symplectic_euler"  # the script's: V from the old u, then u from the new V
DEFAULT = fn.Izhikevich.model.solver
PEAK = 30  # mV: a potential above it is a spike, and drawn as this
LANES = 4  # a gang of one register: compiled faster, for one neuron


class Piece(NamedTuple):
    """A part of a current: what is added between two times in ms, and how it grows."""

    begin: float
    end: float
    height: float
    growth: float = 0.0


class Pattern(NamedTuple):
    """One panel: parameters and first potential in ms and mV, the current in mV/ms, and the spikes that it shows."""

    name: str
    a: float
    b: float
    c: float
    d: float
    V: float
    duration: float
    dt: float
    pieces: tuple
    spikes: int
    base: float = 0.0

    def current(self):
        """The current in each step: a step that begins at an edge of a piece is outside of it."""
        t = self.dt * np.arange(round(self.duration / self.dt) + 1)
        parts = (np.where((p.begin < t) & (t < p.end), p.height + p.growth * (t - p.begin), 0.0)
                 for p in self.pieces)  # fmt: skip
        return self.base + sum(parts)


def _step(begin, height):
    return (Piece(begin, inf, height),)


def _pulses(height, length, *times):
    return tuple(Piece(t, t + length, height) for t in times)


RISE_AND_RAMP = (Piece(0, 200, 0, 1 / 25), Piece(300, 312.5, 0, 4 / 12.5))
INHIBITION = (Piece(-1, 50, 5), Piece(250, inf, 5))  # the current falls from 80 to 75 in between
STEPS_AND_DIP = (*_pulses(1, 5, 10, 80), Piece(70, 75, -6))

PATTERNS = {
    "A": Pattern("tonic spiking", 0.02, 0.2, -65, 6, -70, 100, 0.25, _step(10, 14), 5),
    "B": Pattern("phasic spiking", 0.02, 0.25, -65, 6, -64, 200, 0.25, _step(20, 0.5), 1),
    "C": Pattern("tonic bursting", 0.02, 0.2, -50, 2, -70, 220, 0.25, _step(22, 15), 28),
    "D": Pattern("phasic bursting", 0.02, 0.25, -55, 0.05, -64, 200, 0.2, _step(20, 0.6), 6),
    "E": Pattern("mixed mode", 0.02, 0.2, -55, 4, -70, 160, 0.25, _step(16, 10), 6),
    "F": Pattern("frequency adaptation", 0.01, 0.2, -65, 8, -70, 85, 0.25, _step(8.5, 30), 6),
    "G": Pattern("class 1 excitable", 0.02, -0.1, -55, 6, -60, 300, 0.25, (Piece(30, inf, 0, 0.075),), 10),
    "H": Pattern("class 2 excitable", 0.2, 0.26, -65, 0, -64, 300, 0.25, (Piece(30, inf, 0, 0.015),), 14, -0.5),
    "I": Pattern("spike latency", 0.02, 0.2, -65, 6, -70, 100, 0.2, _pulses(7.04, 3, 10), 1),
    "J": Pattern("subthreshold oscillations", 0.05, 0.26, -60, 0, -62, 200, 0.25, _pulses(2, 5, 20), 1),
    "K": Pattern("resonator", 0.1, 0.26, -60, -1, -62, 400, 0.25, _pulses(0.65, 4, 40, 60, 280, 320), 1),
    "L": Pattern("integrator", 0.02, -0.1, -55, 6, -60, 100, 0.25, _pulses(9, 2, 100 / 11, 155 / 11, 70, 80), 1),
    "M": Pattern("rebound spike", 0.03, 0.25, -60, 4, -64, 200, 0.2, _pulses(-15, 5, 20), 1),
    "N": Pattern("rebound burst", 0.03, 0.25, -52, 0, -64, 200, 0.2, _pulses(-15, 5, 20), 7),
    "O": Pattern("threshold variability", 0.03, 0.25, -60, 4, -64, 100, 0.25, STEPS_AND_DIP, 1),
    "P": Pattern("bistability", 0.1, 0.26, -60, 0, -61, 300, 0.25, _pulses(1, 5, 37.5, 216), 5, 0.24),
    "Q": Pattern("depolarizing after-potential", 1, 0.2, -60, -21, -70, 50, 0.1, _pulses(20, 2, 9), 1),
    "R": Pattern("accommodation", 0.02, 1, -55, 4, -65, 400, 0.5, RISE_AND_RAMP, 1),
    "S": Pattern("inhibition-induced spiking", -0.02, -1, -60, 8, -63.8, 350, 0.5, INHIBITION, 3, 75),
    "T": Pattern("inhibition-induced bursting", -0.026, -1, -45, -2, -63.8, 350, 0.5, INHIBITION, 12, 75),
}


@fn.neuron
class Parabola(fn.Izhikevich.model, register=False):
    """The equations of panels G and L: the parabola of the potential lies 11.25 mV higher."""

    def dV(V, u, I):
        return (0.04 * V + 4.1) * V + 108.0 - u + I


@fn.neuron
class Accommodation(fn.Izhikevich.model, register=False):
    """The equations of panel R: u does not decay, it sums up how far V is from -65 mV."""

    def du(V, a, b):
        return a * b * (V + 65.0)


MODELS = {"G": Parabola, "L": Parabola, "R": Accommodation}
FIRST_U = {"R": -16.0}  # of all others b V


def run(letter, solver=SCHEME, dt=None):
    """One pattern.

    Parameters
    ----------
    letter : str
        Of the panel.
    solver : str, optional
    dt : float, optional
        In ms; by default that of the script.

    Returns
    -------
    Result
        With spikes and V.
    """
    p = PATTERNS[letter] if dt is None else PATTERNS[letter]._replace(dt=dt)
    first = {"V": p.V * pq.mV, "u": FIRST_U.get(letter, p.b * p.V) * SLOPE}
    first = {f"{state}_initializer": fn.init.Constant(value) for state, value in first.items()}
    neuron = MODELS.get(letter, fn.Izhikevich)(1, a=p.a * RATE, b=p.b * RATE, c=p.c * pq.mV, d=p.d * SLOPE, **first)
    x = p.current()[:, None] * SLOPE
    return neuron.run(
        len(x) * p.dt * pq.ms, dt=p.dt * pq.ms, x=x, solver=solver, record=("spikes", "V"), width=LANES,
        errors="record",
    )  # fmt: skip
