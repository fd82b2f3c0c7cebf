"""Every mistake has its own exception type: the offending names as fields, and a text with what to write.

A message has three parts: what was given, what was expected, a line to paste. It is put together when it is
shown, so raising costs little and a program can read the fields instead of the text. All types pickle, which
sweeps on worker processes need.
"""

import difflib


def _rebuild(cls, fields):
    return cls(**fields)


def nearest_name(name, known):
    """The known name most like another, whatever its case; None if none is."""
    lower = {one.lower(): one for one in known or ()}
    found = difflib.get_close_matches(str(name).lower(), lower, n=1)
    return lower[found[0]] if found else None


def _choice(nearest, known):
    """The end of a sentence on an unknown name: the nearest one and all known ones."""
    guess = f". Did you mean {nearest!r}?" if nearest else "."
    return f"{guess} Known: {', '.join(known or ()) or 'none'}"


class FastneuronError(Exception):
    """Base of all errors of this package; catch it to catch every one.

    Parameters
    ----------
    **fields
        The attributes named in ``FIELDS`` of the type; those left out are None. All types have ``owner``,
        the call or class that was given something (``"AdExIF"``), and ``advice``, the sentence to paste from.
    """

    FIELDS = ("owner", "advice")

    def __init__(self, **fields):
        super().__init__()  # first: AttributeError has a field `name` of its own, which this makes None
        for name in self.FIELDS:
            setattr(self, name, fields.pop(name, None))
        if fields:
            names = ", ".join(fields)
            raise TypeError(f"{type(self).__name__} has no field {names}, only {', '.join(self.FIELDS)}")
        self.args = (str(self),)

    def parts(self):
        """What was given, and what is wrong with it."""
        return self.owner or "fastneuron", "something went wrong"

    def __str__(self):  # KeyError would show the text in quotes, OSError with an errno
        given, problem = self.parts()
        return f"{given}: {problem}." + (f" {self.advice}" if self.advice else "")

    def __reduce__(self):
        return _rebuild, (type(self), {name: getattr(self, name) for name in self.FIELDS})


def call(owner, name, given):
    """The offending call as text, ``AdExIF(tau=10)``; without an owner ``tau=10``."""
    argument = f"{name}={given}"
    return f"{owner}({argument})" if owner else argument


def place(index):
    """Where in an array, as text: ``" at index 3"``, ``" at index (1, 2)"``, nothing for a scalar."""
    if not index:
        return ""
    return f" at index {index[0] if len(index) == 1 else index}"


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
    a scalar), ``unit`` of the value, ``expected`` ("greater than 0 ms").

    Examples
    --------
    >>> print(ParameterError(owner="LIF", name="tau", value=-1.0, index=(3,), unit="ms",
    ...                      expected="greater than 0 ms", advice="Write for example tau=5 * pq.ms."))
    LIF(tau=<array>): tau must be greater than 0 ms, got -1 ms at index 3. Write for example tau=5 * pq.ms.
    """

    FIELDS = ("owner", "name", "value", "index", "unit", "expected", "advice")

    def parts(self):
        """What was given, and what the value must be."""
        value = _shown(self.value)
        value += f" {self.unit}" if self.unit not in (None, "1") else ""
        given = "<array>" if self.index else value
        problem = f"{self.name} must be {self.expected}, got {value}{place(self.index)}"
        return call(self.owner, self.name, given), problem


def _shown(value):
    """A value as it would be written, without ``np.int64(...)`` and not longer than a line can bear."""
    value = value.item() if getattr(value, "ndim", None) == 0 else value
    text = f"{value:.12g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


class ShapeError(FastneuronError, ValueError):
    """An array that does not fit.

    Fields: ``name`` of the argument, ``shape`` that it has, ``expected`` (a shape, or a sentence's end).

    Examples
    --------
    >>> print(ShapeError(owner="LIF", name="tau", shape=(7,), expected=(10,)))
    LIF(tau=<shape (7,)>): tau has shape (7,), which does not broadcast to (10,).
    """

    FIELDS = ("owner", "name", "shape", "expected", "advice")

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
        text = f"there is no {self.kind} {self.name!r}"
        return self.owner or "fastneuron", text + _choice(self.nearest, self.known)


class DeclarationError(FastneuronError, TypeError, NameError):
    """A declaration of a model in which something would be ignored, or replace something else.

    Fields: ``owner`` (the declaration), ``entry`` (what in it), ``problem``, ``unknown`` (a name that does not exist,
    None if that is not the matter), ``known`` (those that exist), ``nearest`` (the one most like it).

    Examples
    --------
    >>> print(DeclarationError(owner="Theta", entry="dV", problem="there is no parameter or state 'tua'",
    ...                        unknown="tua", known=("V", "I", "tau"), advice="Write def dV(V, I, tau)."))
    Theta.dV: there is no parameter or state 'tua'. Did you mean 'tau'? Known: V, I, tau. Write def dV(V, I, tau).
    """

    FIELDS = ("owner", "entry", "problem", "unknown", "known", "advice")

    @property
    def nearest(self):
        """The known name most like the unknown one, whatever its case; None if none is."""
        return nearest_name(self.unknown, self.known) if self.unknown else None

    def parts(self):
        """What in which declaration, what is the matter with it, and the names that exist."""
        given = f"{self.owner}.{self.entry}" if self.entry else self.owner
        return given, self.problem + (_choice(self.nearest, self.known) if self.unknown else "")


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
        choices = (f"{fields['name']}={_magnitude(c)} * pq.{_unit(c)}" for c in fields.get("choices") or ())
        fields.setdefault("advice", f"Write {' or '.join(choices)}.")
        super().__init__(**fields)

    def parts(self):
        """The duration, and the step that it is no multiple of."""
        given = call(self.owner, self.name, f"{_magnitude(self.value)} {_unit(self.value)}")
        step = f"{_magnitude(self.dt)} {_unit(self.dt)}"
        return given, f"{self.name} is not a whole number of steps of dt={step}"


def _magnitude(quantity):
    return f"{float(quantity):.12g}"  # 12 digits: 3 * 0.1 shows as 0.3 and is within the slack of a step


def _unit(quantity):
    return quantity.dimensionality.string


def _size(nbytes):
    """A number of bytes in words."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if nbytes < 1000:
            return f"{nbytes:.3g} {unit}"
        nbytes /= 1000
    return f"{nbytes:.3g} TB"


class RecordingTooLargeError(FastneuronError, MemoryError, ValueError):
    """A recording that will not fit in memory.

    Fields: ``name`` of what is recorded, ``nbytes`` that it needs, ``available`` bytes, ``place`` (None or "cpu" for
    the host).

    Examples
    --------
    >>> print(RecordingTooLargeError(owner="LIF.run", name="V", nbytes=8e10, available=1.2e10,
    ...                              advice="Write every=1 * pq.ms."))
    LIF.run(record='V'): the recording needs 80 GB, 12 GB are free. Write every=1 * pq.ms.
    """

    FIELDS = ("owner", "name", "nbytes", "available", "place", "advice")

    def parts(self):
        """What was to be recorded, and its size."""
        where = "" if self.place in (None, "cpu") else f" on {self.place}"
        size = f"the recording needs {_size(self.nbytes)}, {_size(self.available)} are free{where}"
        return call(self.owner, "record", repr(self.name)), size


class DeviceError(FastneuronError, RuntimeError):
    """A device that does not exist or cannot be used, or neurons that are elsewhere.

    Fields: ``name`` of the device (None if no one was named), ``problem``.

    Examples
    --------
    >>> print(DeviceError(owner="LIF.run", name="cuda:3", problem="the devices here are cuda:0 to cuda:1",
    ...                   advice='Write device="cuda".'))
    LIF.run(device='cuda:3'): the devices here are cuda:0 to cuda:1. Write device="cuda".
    """

    FIELDS = ("owner", "name", "problem", "advice")

    def parts(self):
        """Which device, and what is the matter with it."""
        return call(self.owner, "device", repr(self.name)) if self.name else self.owner, self.problem


class DeviceMemoryError(DeviceError, MemoryError):
    """What does not fit in the memory of a device.

    Fields: ``name`` of the device, ``nbytes`` needed, ``available`` bytes (None if memory ran out on the way).

    Examples
    --------
    >>> print(DeviceMemoryError(owner="LIF.run", name="cuda:0", nbytes=8e10, available=1.2e10,
    ...                         advice="Run fewer neurons at a time."))
    LIF.run(device='cuda:0'): it needs 80 GB, 12 GB are free there. Run fewer neurons at a time.
    """

    FIELDS = ("owner", "name", "nbytes", "available", "advice")

    def parts(self):
        """The device, what is needed and what there is."""
        problem = f"it needs {_size(self.nbytes)}, "
        problem += "and memory ran out" if self.available is None else f"{_size(self.available)} are free there"
        return call(self.owner, "device", repr(self.name)), problem


class OutputExistsError(FastneuronError, FileExistsError, ValueError):
    """An output path that exists already. Field: ``path``.

    Examples
    --------
    >>> print(OutputExistsError(owner="sweep", path="fi.zarr", advice="Choose another path."))
    sweep(store='fi.zarr'): the path exists already. Choose another path.
    """

    FIELDS = ("owner", "path", "advice")

    def parts(self):
        """The path."""
        return call(self.owner, "store", repr(str(self.path))), "the path exists already"


class OutputNotWritableError(FastneuronError, OSError, ValueError):
    """An output path that cannot be written.

    Fields: ``path``, ``reason`` (the system's words), ``kept`` (where what was computed is, or None).

    Examples
    --------
    >>> print(OutputNotWritableError(owner="sweep", path="/x/fi.zarr", reason="Permission denied",
    ...                              kept="/tmp/fi.zarr"))
    sweep(store='/x/fi.zarr'): cannot be written (Permission denied); what was computed is in /tmp/fi.zarr.
    """

    FIELDS = ("owner", "path", "reason", "kept", "advice")

    def parts(self):
        """The path, why not, and where the results are."""
        kept = f"; what was computed is in {self.kept}" if self.kept else ""
        reason = f" ({self.reason})" if self.reason else ""
        return call(self.owner, "store", repr(str(self.path))), f"cannot be written{reason}{kept}"


class NumericalError(FastneuronError, ArithmeticError):
    """Neurons that became non-finite, ran away, or whose step size or number of steps hit its limit.

    Fields, one entry for each of the first offenders: ``indices``, ``status`` (words), ``step`` (in which it happened,
    counted from 0 since the start; see `Status`), ``time`` (Quantities, that of the beginning of the step),
    ``parameters`` (dictionaries name -> Quantity); ``count`` of all offenders among ``size``.

    Examples
    --------
    >>> import quantities as pq
    >>> print(NumericalError(owner="ExpIF.run", count=2, size=10, indices=[4], status=["became non-finite"],
    ...                      step=[120], time=[12.0 * pq.ms], parameters=[{"tau": 10 * pq.ms}],
    ...                      advice='Try spk_reset="hard", or a smaller dt.'))
    ExpIF.run: 2 of 10 neurons failed. Neuron 4 became non-finite in step 120 (12 ms) with tau=10 ms.
    Try spk_reset="hard", or a smaller dt.
    """

    FIELDS = ("owner", "count", "size", "indices", "status", "step", "time", "parameters", "advice")
    SHOWN = 3

    def parts(self):
        """How many failed, and what happened to the first of them."""
        columns = (self.indices, self.status, self.step, self.time, self.parameters)
        rows = list(zip(*columns, strict=True))[: self.SHOWN]
        text = [f"{self.count} of {self.size} neurons failed", *(self._offender(*row) for row in rows)]
        return self.owner or "run", ". ".join(text)

    @staticmethod
    def _offender(index, status, step, time, parameters):
        values = ", ".join(f"{name}={_magnitude(q)} {_unit(q)}" for name, q in parameters.items())
        when = f"in step {step} ({_magnitude(time)} {_unit(time)})"
        return f"Neuron {index} {status} {when}" + (f" with {values}" if values else "")
