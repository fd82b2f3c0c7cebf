"""Groups of neurons as functions of JAX, with gradients, under jit, grad and vmap."""

import functools
from typing import NamedTuple

import jax
import numpy as np

from .description import Description
from .refused import check_input, check_param, check_params

__all__ = ["layer"]


def layer(model, n, *, dt, train=(), spk_fun=None, reset_gradient="reference", returns="spikes", **parameters):
    """A group of neurons as a function ``layer(params, x)``: currents over time in, spikes over time out.

    Parameters
    ----------
    model : str or type
        A model's name, such as "ALIF", or a class of neurons, also one of your own.
    n : int or tuple of int
        Size of the group.
    dt : Quantity [ms]
        Step size.
    train : sequence of str, default none
        Parameters that are trained.
    spk_fun : Surrogate or callable, default that of the model
        Gradient of a spike; see `fastneuron.surrogate`.
    reset_gradient : {"reference", "detached", "exact"}, default "reference"
        See `Result.backward`.
    returns : str or sequence of str, default "spikes"
        "spikes", and names of states, such as "V": their values after each step and before its reset.
    **parameters
        Further arguments of the model's constructor: parameters and first values as Quantities, ``spk_reset``.

    Returns
    -------
    function
        ``layer(params, x)``: ``params`` is a dictionary of the parameters that are trained, plain numbers in declared
        units, and ``layer.params`` those to begin with; ``x`` are the currents, plain numbers in the declared unit, of
        shape (steps, batch, neurons) or (steps, neurons). It gives an array of the shape and dtype of ``x``, a tuple of
        them if ``returns`` is a sequence.

    Raises
    ------
    ParameterError, UnknownNameError, UnitError, ShapeError

    Notes
    -----
    The function keeps nothing: a gradient runs the neurons once more. Under `jax.vmap` they are run for one example
    after the other, so a batch axis of ``x`` is faster. First values that are drawn are the same in each call. What is
    found out only while compiled code runs, such as a parameter that has left its bounds, is an error of JAX with the
    message in it.

    Examples
    --------
    >>> import jax, jax.numpy as jnp, quantities as pq, fastneuron as fn
    >>> layer = fn.jax.layer("LIF", 3, dt=1 * pq.ms, train=("tau",), tau=[5, 10, 20] * pq.ms)
    >>> x = jnp.full((20, 2, 3), 2.0)
    >>> gradients = jax.grad(lambda params: layer(params, x).sum())(layer.params)
    >>> layer(layer.params, x).shape, gradients["tau"].shape
    ((20, 2, 3), (3,))
    """
    given = parameters if spk_fun is None else {"spk_fun": spk_fun, **parameters}
    made = Function(Description("fn.jax.layer", model, n, dt, train, returns, reset_gradient, given),
                    isinstance(returns, str))  # fmt: skip
    made.params = {name: jax.numpy.asarray(values, dtype=float) for name, values in made.description.first.items()}
    return made


class Function:
    """What `layer` gives; see there.

    Parameters
    ----------
    description : Description
    single : bool
        Whether one output is returned, and no tuple.
    """

    params = {}

    def __init__(self, description, single):
        self.description, self.single = description, single

    def __call__(self, params, x):
        """Run the neurons; see `layer`."""
        about, x = self.description, jax.numpy.asarray(x)
        alone = x.ndim == 1 + len(about.shape)
        check_input(about, x.shape, str(x.dtype), ("steps",) if alone else ("steps", "batch"))
        numbers = self._numbers(params, x.dtype)
        found = _run(about, numbers, x[:, None] if alone else x)
        found = [values[:, 0] for values in found] if alone else found
        return found[0] if self.single else tuple(found)

    def _numbers(self, params, dtype):
        """Trained parameters in the order of the description, checked as far as they are known by now."""
        about = self.description
        check_params(about, params)
        numbers = [jax.numpy.asarray(params[name], dtype) for name in about.train]
        for name, one in zip(about.train, numbers, strict=True):
            check_param(about, name, one.shape)
        if not any(isinstance(one, jax.core.Tracer) for one in numbers):
            about.group(str(dtype), None, [np.asarray(one) for one in numbers], fresh=True)
        return tuple(numbers)


class Work(NamedTuple):
    """What a callback does: a tuple is equal to another of the same, so JAX knows what it has compiled.

    Attributes
    ----------
    description : Description
    back : bool
        Whether it goes back.
    """

    description: Description
    back: bool

    def __call__(self, numbers, x, bars=()):
        """Run, or run and go back; nothing of JAX is called here, since it would wait for the callback to end."""
        numbers, x = [np.asarray(one) for one in numbers], np.asarray(x)
        group = self.description.group(x.dtype.name, x.shape[1], numbers, fresh=True)
        outputs, result = self.description.run(group, x, keep=self.back, errors="record")
        if not self.back:
            return tuple(outputs)
        cotangents = dict(zip(self.description.returns, map(np.asarray, bars), strict=True))
        of_input, *found = self.description.pull(result, cotangents)
        return tuple(found), of_input


def _called(work, like, *arguments):
    shapes = jax.tree.map(lambda one: jax.ShapeDtypeStruct(one.shape, one.dtype), like)
    return jax.pure_callback(work, shapes, *arguments, vmap_method="sequential")


@functools.partial(jax.custom_vjp, nondiff_argnums=(0,))
def _run(description, numbers, x):
    return _called(Work(description, False), (x,) * len(description.returns), numbers, x)


def _forward(description, numbers, x):
    return _run(description, numbers, x), (numbers, x)


def _back(description, residuals, bars):
    return _called(Work(description, True), residuals, *residuals, tuple(bars))


_run.defvjp(_forward, _back)
