"""Declarations with numbers: what synapses, outputs and short-term plasticity are to users."""

import numpy as np
import quantities as pq

from ..checks import size
from ..errors import ArgumentsError, ParameterError, ShapeError
from ..signature import bind, check_parameter_bounds, written
from ..units import attach, paste, strip


class Kind(type):
    """The class of the classes of what is described; `synapses` says how they are pickled."""

    def __call__(cls, *args, **kwargs):
        """A description; with a size before its parameters, as in brainpy, so many of these, with states."""
        if cls.with_states and ("in_size" in kwargs or (args and _is_size(args[0]))):
            return cls.with_states(cls, *args, **kwargs)
        return super().__call__(*args, **kwargs)


class Described(metaclass=Kind):
    """A declaration with the values of its parameters: a constant, which projections may share.

    Attributes
    ----------
    model : type
        The declaration.
    numbers : dict
        Name of each parameter: a float, or a read-only array with a number for each neuron, in the declared unit.
    in_size : tuple of int or None
        How many neurons it was described for, if that was said.
    with_states : type or None
        What so many of these are, with states of their own.
    """

    model = in_size = with_states = None

    def __init__(self, *args, **kwargs):
        owner, model = type(self).__name__, type(self).model
        values = _bound(owner, type(self).__signature__, args, kwargs)
        for name, other in model.without.items():
            model, values = (other, {}) if values[name] is None else (model, values)
        numbers = {name: _numbers(owner, model, name, value) for name, value in values.items()}
        _check(owner, model, numbers)
        self.__dict__.update(model=model, numbers=numbers)

    @classmethod
    def desc(cls, *args, **kwargs):
        """The same as calling the class without a size, for code that was written for brainpy.

        Parameters
        ----------
        *args, **kwargs
            Arguments of the constructor; the size that brainpy asks for may come before them, and is compared with
            that of the neurons. States begin at 0.

        Returns
        -------
        Described

        Examples
        --------
        >>> import fastneuron as fn, quantities as pq
        >>> fn.Expon.desc(4000, tau=5 * pq.ms)
        Expon(tau=5.0 * pq.ms)
        """
        in_size, args = kwargs.pop("in_size", None), list(args)
        if cls.with_states and in_size is None and args and _is_size(args[0]):
            in_size = args.pop(0)
        for name in [name for name in kwargs if name.endswith("_initializer")]:
            _check_zero(cls, name, kwargs.pop(name))
        made = cls.of(cls, *args, **kwargs)
        made.__dict__["in_size"] = None if in_size is None else size(cls.__name__, in_size)
        return made

    @staticmethod
    def of(cls, *args, name=None, **kwargs):
        """A description whatever the arguments are; brainpy's ``name`` is not used."""
        return type.__call__(cls, *args, **kwargs)

    def __getattr__(self, name):
        numbers = self.__dict__.get("numbers", {})
        if name not in numbers:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return attach(np.array(numbers[name]), self.model.parameters[name].unit)

    def __setattr__(self, name, value):
        raise AttributeError(f"{self!r} is a constant: write fn.{type(self).__name__}({name}=...) for another one.")

    def _key(self):
        """What is the same for equals; 0 and -0 are not."""
        return self.model, tuple((n, np.shape(v), np.asarray(v).tobytes()) for n, v in self.numbers.items())

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, Described) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        shown = (f"{name}={_shown(self, name)}" for name in type(self).model.parameters)
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self):
        return _made_again, (type(self), self.numbers)


def _check_zero(cls, name, value):
    """Refuse what states begin with, if it is not 0."""
    found = value(1) if callable(value) else value
    if np.any(np.asarray(found)):
        owner = cls.__name__
        advice = f"Write fn.{owner}(100, {name}=...), which has states of its own."
        raise ParameterError(owner=f"{owner}.desc", name=name, value=value, advice=advice,
                             expected="0: states that are shared begin at 0")  # fmt: skip


def _made_again(cls, numbers):
    values = {name: attach(value, cls.model.parameters[name].unit) for name, value in numbers.items()}
    return cls(**dict.fromkeys(cls.model.without) | values)


def _is_size(value):
    """Whether this is a number of neurons, or a shape of them."""
    entries = value if isinstance(value, tuple) else (value,)
    counts = [isinstance(entry, (int, np.integer)) and not isinstance(entry, bool) for entry in entries]
    return bool(counts) and all(counts)


def _shown(described, name):
    if name not in described.numbers:
        return "None"
    return written(getattr(described, name)) if np.ndim(described.numbers[name]) == 0 else "<array>"


def _bound(owner, signature, args, kwargs):
    """The arguments by name."""
    try:
        return bind(owner, signature, args, kwargs)
    except ArgumentsError as error:
        needed = (name for name, parameter in signature.parameters.items() if parameter.default is parameter.empty)
        example = ", ".join(f"{name}={paste(0, 'mV')}" for name in needed)
        error.advice = f"Write for example fn.{owner}({example})."
        raise


def _numbers(owner, model, name, value):
    """One parameter in its declared unit: a float, or an array with one axis."""
    declared = model.parameters[name]
    unit = "1" if name in model.bare and not isinstance(value, pq.Quantity) else declared.unit
    numbers = strip(value, unit, owner, name, example=declared.default)
    if isinstance(numbers, float):
        return numbers
    if numbers.ndim != 1:
        expected = "but may be one number, or have one for each neuron"
        advice = f"Write for example {name}={name}.ravel()."
        raise ShapeError(owner=owner, name=name, shape=numbers.shape, expected=expected, advice=advice)
    numbers = np.array(numbers)
    numbers.setflags(write=False)
    return numbers


def _check(owner, model, numbers):
    """Refuse parameters out of bounds, and those that do not go together."""
    _check_lengths(owner, numbers)
    check_parameter_bounds(owner, model, numbers)
    if not (model.unlike and numbers):
        return
    name, other, switch = model.unlike
    same = np.equal(numbers[name], numbers[other]) & np.greater(numbers[switch], 0)
    if same.any():
        index = tuple(int(i) for i in np.argwhere(same)[0])
        value = float(np.broadcast_to(numbers[name], same.shape)[index])
        unit, advice = model.parameters[name].unit, f"Write another {name}, or {switch}=False."
        raise ParameterError(owner=owner, name=name, value=value, index=index, unit=unit,
                             expected=f"other than {other}", advice=advice)  # fmt: skip


def _check_lengths(owner, numbers):
    """Refuse arrays of different lengths."""
    arrays = {name: value for name, value in numbers.items() if np.ndim(value)}
    first = next(iter(arrays), None)
    for name, value in arrays.items():
        if value.shape != arrays[first].shape:
            expected = f"but {first} has shape {arrays[first].shape}"
            advice = "Give each one number, or one for each neuron."
            raise ShapeError(owner=owner, name=name, shape=value.shape, expected=expected, advice=advice)
