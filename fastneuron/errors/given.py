"""Mistakes in what a call was given: units, values, shapes, names, times."""

from .base import FastneuronError, call, choice, magnitude, nearest_name, place, shown, unit_text


class UnitError(FastneuronError, TypeError, ValueError):
    """A bare number where a unit is due, or a unit of another dimension.

    Fields: ``name`` of the argument, ``given`` (its value as text), ``expected`` ("a unit of time"), ``unit``
    (the declared unit), ``got`` ("a bare number", "mV, a unit of voltage").

    Examples
    --------
    >>> print(UnitError(owner="AdExIF", name="tau", given="10", expected="a unit of time",
    ...                 got="a bare number", advice="Write tau=10 * pq.ms."))
    AdExIF(tau=10): tau needs a unit of time, got a bare number. Write tau=10 * pq.ms.
    """

    FIELDS = ("owner", "name", "given", "expected", "unit", "got", "advice")

    def parts(self):
        """What was given, and the unit that was expected."""
        given = call(self.owner, self.name, self.given)
        return given, f"{self.name} needs {self.expected}, got {self.got}"


class ParameterError(FastneuronError, ValueError):
    """A value that the argument must not have: NaN, infinite, out of bounds, not one of the choices.

    Fields: ``name`` of the argument, ``value`` (the first bad entry), ``index`` (its place, a tuple; None for
    a scalar), ``unit`` of the value, ``expected`` ("greater than 0 ms"), ``example`` (a good number in this unit).

    Examples
    --------
    >>> print(ParameterError(owner="LIF", name="tau", value=-1.0, index=(3,), unit="ms",
    ...                      expected="greater than 0 ms", advice="Write for example tau=5 * pq.ms."))
    LIF(tau=<array>): tau must be greater than 0 ms, got -1 ms at index 3. Write for example tau=5 * pq.ms.
    """

    FIELDS = ("owner", "name", "value", "index", "unit", "expected", "example", "advice")

    def parts(self):
        """What was given, and what the value must be."""
        value = shown(self.value)
        value += f" {self.unit}" if self.unit not in (None, "1") else ""
        given = "<array>" if self.index else value
        problem = f"{self.name} must be {self.expected}, got {value}{place(self.index)}"
        return call(self.owner, self.name, given), problem


class ShapeError(FastneuronError, ValueError):
    """An array that does not fit.

    Fields: ``name`` of the argument, ``shape`` that it has, ``expected`` (a shape, or a sentence's end).

    Examples
    --------
    >>> print(ShapeError(owner="LIF", name="tau", shape=(7,), expected=(10,)))
    LIF(tau=<shape (7,)>): tau has shape (7,), which does not broadcast to (10,).
    Write tau=tau[0] for one that all share, or give an array that fits.
    """

    FIELDS = ("owner", "name", "shape", "expected", "advice")

    def __init__(self, **fields):
        name, shape, expected = (fields.get(field) for field in ("name", "shape", "expected"))
        if isinstance(expected, tuple):
            one = f"{name}[0]" if shape and shape[0] else "1"
            fields.setdefault("advice", f"Write {name}={one} for one that all share, or give an array that fits.")
        super().__init__(**fields)

    def parts(self):
        """The shape that was given, and the one that fits."""
        sentence = isinstance(self.expected, str)
        fits = self.expected if sentence else f"which does not broadcast to {self.expected}"
        given = call(self.owner, self.name, f"<shape {self.shape}>")
        return given, f"{self.name} has shape {self.shape}, {fits}"


class UnknownNameError(FastneuronError, TypeError, ValueError, KeyError):
    """A parameter, state, measure or model that does not exist.

    Fields: ``kind`` ("parameter"), ``name`` as given, ``known`` (all names that exist), ``nearest`` (the
    known name most like it, None if none is).

    Examples
    --------
    >>> print(UnknownNameError(owner="AdExIF", kind="parameter", name="tauw", known=["tau", "tau_w"]))
    AdExIF: there is no parameter 'tauw'. Did you mean 'tau_w'? Known: tau, tau_w.
    """

    FIELDS = ("owner", "kind", "name", "known", "advice")

    @property
    def nearest(self):
        """The known name most like the given one, whatever its case; None if none is."""
        return nearest_name(self.name, self.known)

    def parts(self):
        """Where the name was looked up, the nearest one and all known ones."""
        text = f"there is no {self.kind} {shown(self.name)}"
        return self.owner or "fastneuron", text + choice(self.nearest, self.known)


class MissingStepError(FastneuronError, KeyError, ValueError):
    """The step ``dt`` or the time ``t`` is neither given nor in the environment. Field: ``name``.

    Examples
    --------
    >>> print(MissingStepError(owner="LIF.run", name="dt"))
    LIF.run: dt is not given and not in the environment. Write fn.environ.set(dt=0.1 * pq.ms).
    """

    FIELDS = ("owner", "name", "advice")
    ADVICE = {
        "dt": "Write fn.environ.set(dt=0.1 * pq.ms).",
        "t": "Write with fn.environ.context(t=i * dt): around the step.",
    }

    def __init__(self, **fields):
        fields.setdefault("advice", self.ADVICE.get(fields.get("name")))
        super().__init__(**fields)

    def parts(self):
        """Who needs which entry."""
        return self.owner or "fn.environ", f"{self.name} is not given and not in the environment"


class DurationError(FastneuronError, ValueError):
    """A duration or interval that is not a whole number of steps.

    Fields: ``name`` of the argument, ``value`` and ``dt`` (Quantities), ``choices`` (the nearest legal ones).

    Examples
    --------
    >>> import quantities as pq
    >>> print(DurationError(owner="LIF.run", name="every", value=0.25 * pq.ms, dt=0.1 * pq.ms,
    ...                     choices=(0.2 * pq.ms, 0.3 * pq.ms)))
    LIF.run(every=0.25 ms): every is not a whole number of steps of dt=0.1 ms.
    Write every=0.2 * pq.ms or every=0.3 * pq.ms.
    """

    FIELDS = ("owner", "name", "value", "dt", "choices", "advice")

    def __init__(self, **fields):
        choices = (f"{fields['name']}={magnitude(c)} * pq.{unit_text(c)}" for c in fields.get("choices") or ())
        fields.setdefault("advice", f"Write {' or '.join(choices)}.")
        super().__init__(**fields)

    def parts(self):
        """The duration, and the step that it is no multiple of."""
        given = call(self.owner, self.name, f"{magnitude(self.value)} {unit_text(self.value)}")
        step = f"{magnitude(self.dt)} {unit_text(self.dt)}"
        return given, f"{self.name} is not a whole number of steps of dt={step}"


class ArgumentsError(FastneuronError, TypeError):
    """Too few or too many arguments of a constructor. Field: ``reason``.

    Examples
    --------
    >>> print(ArgumentsError(owner="LIF", reason="missing a required argument: 'in_size'"))
    LIF: missing a required argument: 'in_size'. Write for example LIF(100).
    """

    FIELDS = ("owner", "reason", "advice")

    def __init__(self, **fields):
        fields.setdefault("advice", f"Write for example {fields.get('owner')}(100).")
        super().__init__(**fields)

    def parts(self):
        """What does not fit."""
        return self.owner, self.reason


class NotInitialisedError(FastneuronError, AttributeError):
    """A state was asked for that the model has not, or before `init_state`. Field: ``name``."""

    FIELDS = ("owner", "name", "advice")

    def parts(self):
        """Which state does not exist."""
        return self.owner, f"{self.name} does not exist"


class ReadOnlyError(FastneuronError, ValueError):
    """An assignment that would come to nothing. Field: ``problem``.

    Examples
    --------
    >>> print(ReadOnlyError(owner="LIF.V", problem="these values are not those of now",
    ...                     advice="Write neurons.V[...] = value."))
    LIF.V: these values are not those of now. Write neurons.V[...] = value.
    """

    FIELDS = ("owner", "problem", "advice")

    def parts(self):
        """What was to be assigned to, and why not."""
        return self.owner, self.problem


class BusyError(FastneuronError, RuntimeError):
    """A group that was to be run within its own run: by a progress function, a measure, an input, a signal handler.

    Field: ``problem``.

    Examples
    --------
    >>> print(BusyError(owner="LIF.run"))
    LIF.run: it is being run already, and would have to wait for itself.
    Write copy.deepcopy(neurons), and run that.
    """

    FIELDS = ("owner", "problem", "advice")

    def __init__(self, **fields):
        fields.setdefault("problem", "it is being run already, and would have to wait for itself")
        fields.setdefault("advice", "Write copy.deepcopy(neurons), and run that.")
        super().__init__(**fields)

    def parts(self):
        """Which call, and why not."""
        return self.owner, self.problem
