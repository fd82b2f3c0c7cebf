"""Losses over spike counts and rates, and what losses over spikes share."""

import numpy as np

from ..errors import ShapeError
from ..units import strip


class OfSpikes:
    """A loss over spike trains; a subclass says what it is worth and how it depends on the spikes of each step."""

    needs = ("spikes",)

    def of(self, result):
        """The loss, and its derivative by the spikes of each step: shape ``(steps, *shape)``, or one without time."""
        raise NotImplementedError

    def check(self, shape):
        """Refuse before a run what will not fit its spikes, of shape ``(steps, *shape of a state)``."""


class Counts(OfSpikes):
    """The squared error of spike counts, a mean over neurons.

    Parameters
    ----------
    target : array_like, broadcastable to the shape of a state
        Spikes in the run.
    """

    needs = ()

    def __init__(self, target):
        self.target = strip(target, "1", "losses.Counts", "target")

    def check(self, shape):
        """Refuse a target of another shape."""
        fitting(self.target, shape[1:], f"losses.{type(self).__name__}")

    def of(self, result):
        """The loss, and its derivative by each spike."""
        error = result.counts - fitting(self.target, result.counts.shape, "losses.Counts")
        return float((error * error).sum() / error.size), 2.0 * error / error.size


class Rates(Counts):
    """The squared error of mean rates, in 1/s^2, a mean over neurons.

    Parameters
    ----------
    target : Quantity [Hz], broadcastable to the shape of a state
    """

    def __init__(self, target):
        self.target = strip(target, "Hz", "losses.Rates", "target")

    def of(self, result):
        """The loss, and its derivative by each spike."""
        found = result.spikes.rate().magnitude
        per_spike = 1.0 / (result.spikes.steps * result.spikes.dt * 1e-3)
        error = found - fitting(self.target, found.shape, "losses.Rates")
        return float((error * error).sum() / error.size), 2.0 * error * per_spike / error.size


def fitting(target, shape, owner):
    """A target of the shape of a state."""
    try:
        return np.broadcast_to(target, shape)
    except ValueError:
        raise ShapeError(owner=owner, name="target", shape=np.shape(target), expected=shape) from None
