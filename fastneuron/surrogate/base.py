"""What surrogate gradients share: the spike, the parameters of a class read from its gradient, comparison."""

import inspect

import numpy as np
import quantities as pq

from ..errors import ArgumentsError, ParameterError, ShapeError, UnknownNameError
from ..units import check_bounds, show, strip


class Surrogate:
    """A spike with a derivative to train with.

    A subclass is a declaration: a static method ``gradient(x, ...)`` in the functions of `fastneuron.simd`,
    so that it serves numbers, arrays and lanes. Its further arguments and their defaults are the parameters
    of the class. ``primitive(x, ...)``, of which it is the derivative, is optional. A parameter is positive
    unless ``bounds`` says otherwise; those named in ``whole`` are whole numbers.

    Examples
    --------
    >>> from fastneuron.simd import maximum
    >>> class Ramp(Surrogate):
    ...     @staticmethod
    ...     def gradient(x, slope=1.0):
    ...         return maximum(slope * x, 0.0)
    >>> Ramp(slope=2), Ramp()([-1.0, 0.5]), Ramp(2).surrogate_grad(0.5)
    (Ramp(slope=2.0), array([0., 1.]), 1.0)
    """

    bounds = {}
    whole = ()
    primitive = None

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        parameters = list(inspect.signature(cls.gradient).parameters.values())[1:]
        cls.__signature__ = inspect.Signature(parameters)

    def __init__(self, *values, **named):
        known = list(self.__signature__.parameters)
        for name in named:
            if name not in known:
                raise UnknownNameError(owner=type(self).__name__, kind="parameter", name=name, known=known)
        try:
            bound = self.__signature__.bind(*values, **named)
        except TypeError as error:
            owner = type(self).__name__
            raise ArgumentsError(owner=owner, reason=str(error), advice=f"Write for example {owner}().") from None
        bound.apply_defaults()
        checked = {name: self._checked(name, value) for name, value in bound.arguments.items()}
        self.__dict__.update(checked)

    def __setattr__(self, name, value):
        raise AttributeError(f"{self!r} is a constant: write {type(self).__name__}({name}={value!r}).")

    @property
    def parameters(self):
        """The parameters' values in the order of the constructor: a tuple of numbers."""
        return tuple(self.__dict__.values())

    def __call__(self, x):
        """Tell where there is a spike.

        Parameters
        ----------
        x : float or array
            The scaled potential, at or above 0 at a spike.

        Returns
        -------
        spikes : float or ndarray
            1 where ``x >= 0``, else 0, also for NaN; in the dtype of ``x``, float64 if that is no float.
        """
        x = _as_float(x)
        return np.greater_equal(x, 0).astype(x.dtype)[()]

    def surrogate_grad(self, x):
        """The derivative that stands in for that of the spike.

        Parameters
        ----------
        x : float or array
            The scaled potential.

        Returns
        -------
        gradient : float or ndarray
            Of the shape and dtype of ``x``.
        """
        return self._apply(self.gradient, x)

    def surrogate_fun(self, x):
        """The smooth function that has this derivative.

        Parameters
        ----------
        x : float or array
            The scaled potential.

        Returns
        -------
        value : float or ndarray
            Of the shape and dtype of ``x``.

        Raises
        ------
        NotImplementedError
            If none is defined for this class.
        """
        if self.primitive is None:
            raise NotImplementedError(f"{type(self).__name__} has no surrogate_fun, only surrogate_grad.")
        return self._apply(self.primitive, x)

    def _apply(self, function, x):
        with np.errstate(over="ignore", under="ignore"):  # far from the threshold 1 / x^2 is 0
            result = function(_as_float(x)[()], *self.parameters)
        return float(result) if isinstance(x, (int, float)) else result

    def _checked(self, name, value):
        owner, default = type(self).__name__, self.__signature__.parameters[name].default
        number = strip(value, "1", owner, name)
        if not isinstance(number, float):
            raise ShapeError(owner=owner, name=name, shape=number.shape, expected="but must be one number",
                             advice=f"Write for example {name}={show(default)}.")  # fmt: skip
        check_bounds(number, "1", owner, name, example=default, **self.bounds.get(name, {"above": 0}))
        if name in self.whole and number != int(number):
            raise ParameterError(owner=owner, name=name, value=number, expected="a whole number",
                                 advice=f"Write for example {name}={default}.")  # fmt: skip
        return int(number) if name in self.whole else number

    def __eq__(self, other):
        return type(self) is type(other) and self.parameters == other.parameters

    def __hash__(self):
        return hash((type(self), self.parameters))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self.__dict__.items())})"


def as_function(cls, name):
    """The class as a function ``name(x, ...)`` of the potential and the parameters that gives the spikes."""

    def function(x, *values, **named):
        return cls(*values, **named)(x)

    x = inspect.Parameter("x", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    function.__signature__ = inspect.Signature([x, *cls.__signature__.parameters.values()])
    function.__name__ = function.__qualname__ = name
    function.__module__, function.surrogate = "fastneuron.surrogate", cls
    function.__doc__ = f"Tell where there is a spike: ``{cls.__name__}(...)(x)``; see `{cls.__name__}`."
    return function


def _as_float(x):
    """A potential as floats in its own dtype; what is no real number is refused."""
    plain = isinstance(x, (np.ndarray, np.generic)) and x.dtype.kind == "f" and not isinstance(x, pq.Quantity)
    x = x if plain else np.asarray(strip(x, "1", name="x", finite=False))
    return x if x.dtype.kind == "f" else x.astype(np.float64)
