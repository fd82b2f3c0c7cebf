"""Inputs that others register with a group before its update: currents and delta inputs by key."""

from ..errors import ParameterError


class RegisteredInputs:
    """Currents and delta inputs under keys: an array is used once, a callable stays and is called every time."""

    def __init__(self):
        self._currents, self._deltas = {}, {}
        self._landings = {}  # where projections that are called step by step let spikes arrive
        self._used = None  # the arrays of the update under way, and the moment before it

    @property
    def current_inputs(self):
        """The registered currents by key."""
        settle(self)
        return self._currents

    @property
    def delta_inputs(self):
        """The registered delta inputs by key."""
        settle(self)
        return self._deltas

    def add_current_input(self, key, value, label=None):
        """Register a current for the next update.

        Parameters
        ----------
        key : str
            Name of the input; it must be free.
        value : Quantity or callable
            A current of any shape that broadcasts to the state, used once; or a function of the potential, which
            stays registered. It enters the linearisation where the model's drift contains the current.
        label : str, optional
            Group of inputs, for `sum_current_inputs`.

        Raises
        ------
        ParameterError
            If another input is registered under this key.
        """
        self._add(self.current_inputs, "add_current_input", key, value, label)

    def add_delta_input(self, key, value, label=None):
        """Register a delta input for the next update: it is added to the state after the integration.

        Parameters
        ----------
        key : str
            Name of the input; it must be free.
        value : Quantity or callable
            A value of any shape that broadcasts to the state, used once; or a function without arguments.
        label : str, optional
            Group of inputs, for `sum_delta_inputs`.

        Raises
        ------
        ParameterError
            If another input is registered under this key.
        """
        self._add(self.delta_inputs, "add_delta_input", key, value, label)

    def get_input(self, key):
        """The input registered under a key: among the currents, then among the delta inputs."""
        for inputs in (self.current_inputs, self.delta_inputs):
            if key in inputs:
                return inputs[key]
        raise ParameterError(
            owner=f"{type(self).__name__}.get_input",
            name="key",
            value=key,
            expected=f"one of {[*self.current_inputs, *self.delta_inputs]}",
            advice=f"Register it with add_current_input({key!r}, ...).",
        )

    def sum_current_inputs(self, init, *args, label=None):
        """``init`` plus all registered currents, callables called with ``args``; arrays are used up."""
        return self._sum(self.current_inputs, init, args, label)

    def sum_delta_inputs(self, init, *args, label=None):
        """``init`` plus all registered delta inputs; arrays are used up."""
        return self._sum(self.delta_inputs, init, args, label)

    def _add(self, inputs, call, key, value, label):
        owner = f"{type(self).__name__}.{call}"
        if not isinstance(key, str):
            advice = f'Write {call}("a", value).'
            raise ParameterError(owner=owner, name="key", value=key, expected="a text", advice=advice)
        if value is None or isinstance(value, (str, bytes, dict, bool)):
            expected, advice = "a value with its unit, or a function", f'Write {call}("a", 5 * pq.mA).'
            raise ParameterError(owner=owner, name="value", value=value, expected=expected, advice=advice)
        key = key if label is None else f"{label} // {key}"
        if key in inputs and inputs[key] is not value:
            raise ParameterError(
                owner=f"{type(self).__name__}.{call}",
                name="key",
                value=key,
                expected="one that is not registered already",
                advice=f"Call update() first, or write {call}({key + '_2'!r}, ...).",
            )
        inputs[key] = value

    @staticmethod
    def _sum(inputs, init, args, label):
        total = init
        prefix = "" if label is None else f"{label} // "
        for key in [key for key in inputs if key.startswith(prefix)]:
            value = inputs[key]
            total = total + (value(*args) if callable(value) else inputs.pop(key))
        return total


def use(group, moment):
    """Note that an update uses what is registered with a group, from this moment on."""
    pairs = [(inputs, key, value) for inputs in (group._currents, group._deltas) for key, value in inputs.items()]
    used = [(inputs, key, value) for inputs, key, value in pairs if not callable(value)]
    group._used = (moment.steps, moment.steps[0], used) if used else None


def begin_anew(group):
    """Before an update or a run: what an update was to use that a signal ended stays for the next one."""
    settle(group)
    group._used = None


def settle(group):
    """Take away the arrays that the last update has used: once, when its step is made."""
    if group._used is None:
        return
    steps, before, used = group._used
    if steps[0] == before:  # it is under way, in another thread, or was ended by a signal
        return
    for inputs, key, value in used:
        if inputs.get(key) is value:
            inputs.pop(key, None)
    group._used = None


def affine(current, V):
    """Value of a current and its slope at the potential V.

    The slope is a central difference of fourth order over 0.02 of the potential's unit: exact to rounding for a current
    that is linear in V, such as a conductance's, and to about 1e-11 for a smooth one. What knows its slope gives it.
    """
    if hasattr(current, "with_slope"):
        return current.with_slope(V)
    h = 0.02 * V.units
    near = current(V + h) - current(V - h)
    far = current(V + 2 * h) - current(V - 2 * h)
    return current(V), (8 * near - far) / (12 * h)


def add_up(values):
    """Sum of arrays, in their order."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
