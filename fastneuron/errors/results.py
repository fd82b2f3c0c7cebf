"""What stands in the way of a result: memory, devices, files; neurons that fail."""

from .base import FastneuronError, call, magnitude, shown, size_text, unit_text


class TooLargeError(FastneuronError, MemoryError, ValueError):
    """What takes more memory than this process may have; nothing was begun.

    Fields: ``name`` of the argument, ``value`` that was given, ``what`` takes the memory (a plural), ``nbytes`` that it
    needs, ``available`` bytes.

    Examples
    --------
    >>> print(TooLargeError(owner="LIF.init_state", name="batch_size", value=10**12, what="1e+12 neurons", nbytes=5e13,
    ...                     available=1.2e10, advice="Write batch_size=100."))
    LIF.init_state(batch_size=1000000000000): 1e+12 neurons need 50 TB, 12 GB are free. Write batch_size=100.
    """

    FIELDS = ("owner", "name", "value", "what", "nbytes", "available", "advice")

    def parts(self):
        """What was asked for, and its size."""
        given = call(self.owner, self.name, shown(self.value)) if self.name else self.owner
        return given, f"{self.what} need {size_text(self.nbytes)}, {size_text(self.available)} are free"


class RecordingTooLargeError(TooLargeError):
    """A recording that will not fit in memory.

    Fields: ``name`` of what is recorded, ``nbytes`` that it needs, ``available`` bytes, ``place`` (None or "cpu" for
    the host), ``reached`` (where the run stopped and the neurons are; None if it was not begun).

    Examples
    --------
    >>> print(RecordingTooLargeError(owner="LIF.run", name="V", nbytes=8e10, available=1.2e10,
    ...                              advice="Write every=1 * pq.ms."))
    LIF.run(record='V'): the recording needs 80 GB, 12 GB are free. Write every=1 * pq.ms.
    """

    FIELDS = ("owner", "name", "nbytes", "available", "place", "reached", "advice")

    def parts(self):
        """What was to be recorded, and its size; how far it came."""
        where = "" if self.place in (None, "cpu") else f" on {self.place}"
        size = f"the recording needs {size_text(self.nbytes)}, {size_text(self.available)} are free{where}"
        return call(self.owner, "record", repr(self.name)), size + (f"; {self.reached}" if self.reached else "")


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
        problem = f"it needs {size_text(self.nbytes)}, "
        problem += "and memory ran out" if self.available is None else f"{size_text(self.available)} are free there"
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


class OutputInUseError(OutputExistsError):
    """An output that another process is writing. Fields: ``path``, ``writer`` (the process and its host, in words).

    Examples
    --------
    >>> print(OutputInUseError(owner="sweep", path="fi.zarr", writer="process 7 on lab", advice="Wait for it."))
    sweep(store='fi.zarr'): process 7 on lab is writing to it. Wait for it.
    """

    FIELDS = ("owner", "path", "writer", "advice")

    def parts(self):
        """The path, and who writes."""
        return call(self.owner, "store", repr(str(self.path))), f"{self.writer} is writing to it"


class WorkersError(FastneuronError, RuntimeError):
    """Workers of a client that are not there, or die. Field: ``problem``.

    Examples
    --------
    >>> print(WorkersError(owner="sweep", problem="the client has no workers", advice="Write client.cluster.scale(2)."))
    sweep(client=client): the client has no workers. Write client.cluster.scale(2).
    """

    FIELDS = ("owner", "problem", "advice")

    def parts(self):
        """What is the matter with them."""
        return f"{self.owner}(client=client)", self.problem


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
        values = ", ".join(f"{name}={magnitude(q)} {unit_text(q)}" for name, q in parameters.items())
        when = f"in step {step} ({magnitude(time)} {unit_text(time)})"
        return f"Neuron {index} {status} {when}" + (f" with {values}" if values else "")


class MissingPackageError(FastneuronError, ImportError):
    """An optional package that is not installed. Fields: ``package``, ``extra`` that brings it.

    Examples
    --------
    >>> print(MissingPackageError(owner="plots", package="matplotlib", extra="plot"))
    plots: matplotlib is not installed. Write pip install 'fastneuron[plot]'.
    """

    FIELDS = ("owner", "package", "extra", "advice")

    def __init__(self, **fields):
        fields.setdefault("advice", f"Write pip install 'fastneuron[{fields.get('extra')}]'.")
        super().__init__(**fields)

    def parts(self):
        """Who needs which package."""
        return self.owner, f"{self.package} is not installed"
