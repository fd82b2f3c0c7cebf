"""Losses over spike trains that look at when spikes were: van Rossum's distance, latencies, classes by counts."""

import numpy as np

from fastneuron.simd import exp, log

from ..checks import check_integer
from ..errors import ParameterError, ShapeError
from ..units import strip
from .spikes import OfSpikes, fitting


class VanRossum(OfSpikes):
    """Van Rossum's distance of spike trains, a mean over neurons.

    Both trains are filtered with e^(-t / tau); the loss is the integral of the squared difference over tau.

    Parameters
    ----------
    target : array_like of 0 and 1, shape ``(steps, *shape of a state)``
        The spikes that should be.
    tau : Quantity [ms]
        Time constant of the filter: how far apart two spikes still know of each other.

    References
    ----------
    .. [1] van Rossum MCW (2001). A novel spike distance. Neural Comput 13:751.
       https://doi.org/10.1162/089976601300014321
    """

    def __init__(self, target, tau):
        self.target = np.asarray(strip(target, "1", "losses.VanRossum", "target"))
        self.tau = strip(tau, "ms", "losses.VanRossum", "tau")

    def check(self, shape):
        """Refuse a target of another shape."""
        if self.target.shape != shape:
            raise ShapeError(owner="losses.VanRossum", name="target", shape=self.target.shape, expected=shape)

    def of(self, result):
        """The loss, and its derivative by the spikes of each step."""
        raster, share = result.spikes.raster(), result.spikes.dt / self.tau
        self.check(raster.shape)
        decay = exp(-share)
        error = _filtered(raster - self.target, decay)
        neurons = raster[0].size
        back = _filtered(error[::-1], decay)[::-1]
        return float((error * error).sum() * share / neurons), 2.0 * share * back / neurons


def _filtered(values, decay):
    """Each row with what is left of those before."""
    found = np.array(values, float)
    for k in range(1, len(found)):
        found[k] += decay * found[k - 1]
    return found


class FirstLatency(OfSpikes):
    """The squared error of the time of the first spike, in ms^2, a mean over neurons.

    A spike that comes a step earlier takes a step off the time: the derivative by the spike of the step where it is now
    is minus one step, by those before it as well. A neuron without a spike counts as if it came at the end.

    Parameters
    ----------
    target : Quantity [ms], broadcastable to the shape of a state
        Times since the start of the run.
    """

    def __init__(self, target):
        self.target = strip(target, "ms", "losses.FirstLatency", "target")

    def check(self, shape):
        """Refuse a target of another shape."""
        fitting(self.target, shape[1:], "losses.FirstLatency")

    def of(self, result):
        """The loss, and its derivative by the spikes of each step."""
        spikes = result.spikes
        raster = spikes.raster()
        first = np.where(raster.any(axis=0), raster.argmax(axis=0), len(raster) - 1)
        error = (first + 1) * spikes.dt - fitting(self.target, first.shape, "losses.FirstLatency")
        until = np.arange(len(raster)).reshape(-1, *(1,) * first.ndim) <= first
        return float((error * error).sum() / error.size), -2.0 * error * spikes.dt * until / error.size


class CrossEntropy(OfSpikes):
    """Classes by spike counts: the cross-entropy of the softmax over the last axis, a mean over the others.

    Parameters
    ----------
    labels : array_like of int, shape of a state without its last axis
        Which neuron of the last axis should spike most.
    scale : float, default 1
        By which counts are multiplied before the softmax.
    """

    needs = ()

    def __init__(self, labels, scale=1.0):
        self.labels = np.asarray(labels)
        if self.labels.dtype.kind not in "iu":
            raise ParameterError(owner="losses.CrossEntropy", name="labels", value=labels, expected="whole numbers",
                                 advice="Write labels=np.array([0, 2, 1]).")  # fmt: skip
        self.scale = strip(scale, "1", "losses.CrossEntropy", "scale")

    def check(self, shape):
        """Refuse labels of another shape, and those of no neuron."""
        *cases, classes = shape[1:]
        if self.labels.shape != (*cases,):
            raise ShapeError(owner="losses.CrossEntropy", name="labels", shape=self.labels.shape, expected=(*cases,))
        for label in (self.labels.min(initial=0), self.labels.max(initial=0)):
            check_integer("losses.CrossEntropy", "labels", int(label), classes - 1)

    def of(self, result):
        """The loss, and its derivative by each spike."""
        shape = result.counts.shape
        self.check((result.spikes.steps, *shape))
        logits = self.scale * result.counts
        logits = logits - logits.max(axis=-1, keepdims=True)
        total = exp(logits).sum(axis=-1, keepdims=True)
        p = exp(logits) / total
        cases, right = max(self.labels.size, 1), self.labels[..., None] == np.arange(shape[-1])
        own = (logits * right).sum(axis=-1) - log(total)[..., 0]
        return float(-own.sum() / cases), self.scale * (p - right) / cases
