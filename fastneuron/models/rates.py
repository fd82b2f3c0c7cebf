"""Functions of the potential alone, such as the rates of gates."""

import inspect


def potential(V):
    """The membrane potential."""
    return V


class Rates:
    """Functions of one variable, which equations name as arguments.

    They are computed where an equation asks for them. Solvers that choose their steps read them from a table instead,
    whose error is that of rounding: see `fastneuron.engine.adaptive.tables`.

    Parameters
    ----------
    *functions : callable
        Smooth functions of the variable, by whose names equations ask for them.
    of : callable
        The variable, an equation of states and parameters. Default: the potential.

    Examples
    --------
    >>> def alpha(V):
    ...     return 0.1 * V
    >>> rates = Rates(alpha)
    >>> rates.value("alpha", {"V": 2.0})
    0.2
    """

    def __init__(self, *functions, of=potential):
        self.given = functions
        self.functions = {getattr(function, "__name__", ""): function for function in functions}
        self.of = of
        self.arguments = tuple(inspect.signature(of).parameters)

    def __contains__(self, name):
        return name in self.functions

    def variable(self, values):
        """What they are functions of, from states and parameters by name."""
        return self.of(*(values[name] for name in self.arguments))

    def value(self, name, values):
        """One of them, from states and parameters by name."""
        return self.functions[name](self.variable(values))
