"""What a layer computes: a group with parameters that are trained, run from its first states or from given ones."""

import copy
import itertools
import weakref

import numpy as np

from ..checks import check_choice, names_in, size
from ..classes import made_of
from ..engine.kernel.differentiable import RESET_GRADIENTS
from ..errors import ParameterError, UnknownNameError
from ..inputs.declared import input_units
from ..models import Model, registry
from ..neurons import Neurons
from ..runs.course import first_value
from ..units import attach
from ..units.steps import positive_time
from .raster import Raster
from .refused import out_of_bounds

_numbers, _known = itertools.count(1), weakref.WeakValueDictionary()


class Description:
    """What a layer computes; it never changes, so copies of a layer share it.

    Parameters
    ----------
    owner : str
        The call, for error messages.
    model : str or type
        A name, a class of groups, or a declaration.
    n : int or tuple of int
        Size of the group.
    dt : Quantity [ms]
    train : sequence of str
        Parameters.
    returns : sequence of str
        "spikes" and names of states.
    reset_gradient : str
        See `Result.backward`.
    arguments : dict
        Of the group's constructor.

    Attributes
    ----------
    number : int
        By which `described` finds it.
    first : dict
        Numbers that training begins with, in declared units; one for each neuron where one was given for all.
    states : tuple of str
    """

    def __init__(self, owner, model, n, dt, train, returns, reset_gradient, arguments):
        self.given = owner, model, n, dt, train, returns, reset_gradient, arguments
        self.owner, self.kind, self.arguments = owner, _kind(owner, model), dict(arguments)
        self.shape, self.reset_gradient = size(owner, n, "n"), reset_gradient
        self.dt = attach(positive_time(dt, owner, "dt", 1), "ms")
        check_choice(owner, "reset_gradient", reset_gradient, tuple(RESET_GRADIENTS))
        self.model, self.unit = self.kind.model, input_units(self.kind.model)["x"]
        if not self.model.fixed_steps():
            raise ParameterError(owner=owner, name="model", value=self.model.__name__, expected="one with fixed steps",
                                 advice="Write for example model=fn.HH.")  # fmt: skip
        self.train = self._names("train", train, self.model.equation_parameters(), "parameter to train")
        self.states = tuple(self.model.states)
        self.returns = self._names("returns", returns, ("spikes", *self.states), "output")
        if not self.returns:
            raise ParameterError(owner=owner, name="returns", value=returns, expected='"spikes" or some states',
                                 advice='Write returns="spikes".')  # fmt: skip
        example = self.kind(self.shape, **self.arguments)
        self.first = {name: _spread(example.numbers[name], self.shape) for name in self.train}
        self.number = next(_numbers)
        _known[self.number] = self

    def _names(self, argument, given, known, kind):
        names = names_in(self.owner, argument, given, known[0])
        for name in names:
            if name not in known:
                raise UnknownNameError(owner=self.owner, kind=kind, name=name, known=known,
                                       advice=f'Write {argument}=("{known[0]}",).')  # fmt: skip
        return tuple(dict.fromkeys(names))

    def __deepcopy__(self, known):
        return self

    def __reduce__(self):
        return Description, self.given

    def group(self, dtype, batch, values, fresh=False):
        """A group with these values of its trained parameters, at its first states.

        Parameters
        ----------
        dtype : str
        batch : int
        values : sequence of ndarray
            In the order of ``train``.
        fresh : bool, default False
            Whether initialisers that draw begin anew, so that each call has the same first states.
        """
        arguments = copy.deepcopy(self.arguments) if fresh else self.arguments
        trained = {name: attach(value, self.model.parameters[name].unit)
                   for name, value in zip(self.train, values, strict=True)}  # fmt: skip
        try:
            group = self.kind(self.shape, dtype=dtype, **arguments | trained)
        except ParameterError as error:
            raise out_of_bounds(self, error) from None
        group.init_state(batch)
        return group

    def run(self, group, x, keep, errors="raise"):
        """Run a group.

        Parameters
        ----------
        group : Neurons
        x : ndarray, shape (steps, batch, neurons)
        keep : bool
            Whether gradients will be asked for.
        errors : str
            See `Neurons.run`.

        Returns
        -------
        outputs : list of ndarray
            In the order of ``returns``, each of the shape of ``x``.
        result : Result
        """
        raster = Raster(x.dtype)
        record = tuple(name for name in self.returns if name != "spikes")
        result = group.run(
            len(x) * self.dt, dt=self.dt, x=attach(x, self.unit), record=record or ("counts",), differentiable=keep,
            measures=(raster,) if "spikes" in self.returns else (), errors=errors,
        )  # fmt: skip
        outputs = [raster.spikes.reshape(x.shape) if name == "spikes" else np.ascontiguousarray(result[name])
                   for name in self.returns]  # fmt: skip
        return outputs, result

    def pull(self, result, cotangents, final=None, wanted=("x",)):
        """Derivatives of a loss by the input, trained parameters and first states, as far as they are wanted.

        Parameters
        ----------
        result : Result
        cotangents : dict
            Name of an output and the derivatives by it.
        final : dict, optional
            By states at the end.
        wanted : sequence of str
            "x", and names of first states.

        Returns
        -------
        list of ndarray
            Those that are wanted; then by the parameters.
        """
        names = (*wanted, *self.train)
        found = result.backward(**cotangents, final=final, wrt=names, reset_gradient=self.reset_gradient)
        return [np.ascontiguousarray(found[name].magnitude) for name in names]

    def first_states(self):
        """Names of the first values of the states."""
        return tuple(map(first_value, self.states))


def described(number):
    """The description that has this number, as long as a layer has it."""
    return _known[number]


def _spread(numbers, shape):
    return np.array(np.broadcast_to(numbers, shape) if np.ndim(numbers) == 0 else numbers)


def _kind(owner, model):
    """The class of groups of what a layer is asked for."""
    if isinstance(model, str):
        if model not in registry():
            raise UnknownNameError(owner=owner, kind="model", name=model, known=tuple(registry()))
        return made_of(registry()[model])
    if isinstance(model, type) and issubclass(model, Neurons) and model.model is not None:
        return model
    if isinstance(model, type) and issubclass(model, Model) and model is not Model:
        return made_of(model)
    raise ParameterError(owner=owner, name="model", value=model, expected="a name or a class of neurons",
                         advice='Write model="LIF", or model=fn.LIF.')  # fmt: skip
