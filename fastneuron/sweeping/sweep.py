"""The function `sweep`."""

import numpy as np

from ..runs.options import SWEPT, documented
from .check import SweepRequest, check_places
from .job import Job


@documented(SWEPT, errors='"record" or "raise", default "record"', device='str, default "cpu"')
def sweep(
    model, parameters, *, duration, dt=None, measure=("rate",), x=None, delta=None, conductance=None,
    zipped=False, dtype=np.float64, spk_reset=None, clip=False, progress=False, store=None, resume=False, client=None,
    chunk=None, keep_failed=False, **others,
):  # fmt: skip
    """Run a model at many parameters, and give a few numbers for each point.

    Every combination of the given values is one neuron. They run in chunks that take a fraction of a
    second, so memory stays small, progress shows, and an interrupted sweep can go on. For traces of single
    neurons use `run`.

    Parameters
    ----------
    model : class or str
        Such as ``fn.AdExIF``, or its name.
    parameters : dict
        Name and Quantity (values,) of what is swept: parameters, ``"x"`` (the input current), initial states
        (``"V_initializer"``). One dimension each, in this order. A scalar is shared by all points.
    duration : Quantity [ms]
        Of each run, a whole number of steps.
    dt : Quantity [ms], default from the environment
        Step.
    measure : str, Measure, sequence of these, or dict, default ("rate",)
        "count", "rate", "latency", "isi_mean", "isi_cv", a state's name, or objects; see
        `fastneuron.measures`. A dict gives names of your choice.
    x, delta, conductance : as for `run`, default none
        Inputs that all points share: one number or a waveform of shape (steps, 1). ``x`` and a swept
        ``"x"`` add up.
    zipped : bool, default False
        Take the arrays side by side instead of combining all values: one dimension "point", for random
        samples.
    dtype : dtype, default float64
        Of the states: float64 or float32.
    spk_reset : str, default that of the model
        "soft" or "hard".
    clip : bool, default False
        Whether a potential above its threshold counts as that, for models with a reset.
    progress : bool, "always" or callable, default False
        Show a bar; True leaves it out where the output is no terminal. A function is called with the number
        of finished points and that of all, before the first chunk and after each.
    store : str or path, optional
        Zarr store to write to, chunk by chunk, while the sweep runs: a folder on a disk of this machine.
    resume : bool, default False
        Go on with a store of the same sweep: finished chunks are kept.
    client : dask.distributed.Client, optional
        Run the chunks on its workers, which must have one thread each. A chunk that fails twice there, since a measure
        raised an error or ended its worker, gets the status CHUNK_FAILED, and the sweep goes on.
    chunk : int, optional
        Points in a chunk, at most; by default as many as take 0.3 s and fit into 128 MB.
    keep_failed : bool, default False
        Keep the measures of points whose status is not ok, as they were when the run ended. Otherwise they are NaN (in
        a store integers have a fill value, which xarray reads as NaN), and a `FailedPointsWarning` says how many.
    **others
        Parameters and initial states that all points share, as Quantities; and options of the runs:

        {options}

        Tolerances are the same for all points; for models with a tolerance of their own (``gsl_error_tol``) sweep or
        give that. The numbers of the noise belong to a seed, a point and a step. With errors="raise" a sweep stops at
        the first chunk with a neuron that fails. With ``client`` each worker looks for the device on its machine.

    Returns
    -------
    xarray.Dataset
        A variable for each measure, and ``status`` (0: ok, see `Status`). Units are in the attributes. With
        ``store`` it reads from there. Integers with a missing value among them are float64.

    Raises
    ------
    UnitError, ShapeError, ParameterError, UnknownNameError, DurationError
        Before anything is computed.
    OutputExistsError, OutputInUseError, OutputNotWritableError
        Likewise; and the latter when the disk is full, with finished chunks kept.
    RecordingTooLargeError
        If the results do not fit in memory.
    WorkersError
        If the client has no workers or loses them, or all chunks end theirs.
    SweepInterrupted
        On Ctrl-C; what is finished is in the store, or in the exception.

    Notes
    -----
    Without ``client`` an error of a measure ends the sweep; what is finished is in the store.

    Results are the same bits for any chunking, number of threads or workers, interrupted or not. Memory: 8
    bytes a point and measure (none with ``store``), and about 0.5 kB for each point of a chunk.

    Examples
    --------
    >>> import fastneuron as fn, numpy as np, quantities as pq
    >>> ds = fn.sweep(fn.LIF, {"x": [0.5, 1.5, 2.5] * pq.mA, "tau": [5, 10] * pq.ms}, duration=100 * pq.ms,
    ...               dt=0.1 * pq.ms, measure=("count", "latency"))
    >>> ds.latency.values
    array([[ nan,  nan],
           [ 5.5, 11. ],
           [ 2.6,  5.2]])
    >>> ds["count"].dims, ds.latency.units
    (('x', 'tau'), 'ms')
    """
    check_places(progress, store, resume)
    inputs = {"x": x, "delta": delta, "conductance": conductance}
    options = {name: others.pop(name) for name in SWEPT if name in others}
    group = {"dtype": dtype, "spk_reset": spk_reset, "clip": clip}
    group |= {"options": options, "fixed": others, "keep_failed": keep_failed}
    request = SweepRequest(model, parameters, duration, dt, measure, inputs, zipped, **group)
    return Job(request, store, resume, client, chunk).run(progress)
