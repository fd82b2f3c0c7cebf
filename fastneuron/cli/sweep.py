"""``fastneuron sweep``: a sweep from a TOML file into a Zarr store."""

import contextlib
import shlex
import sys
import time
import warnings

import numpy as np

from ..errors import OutputNotWritableError, ParameterError
from ..runs.progress import reporting
from ..sweeping import FailedPointsWarning, SweepInterrupted, sweep
from ..units import check_bounds
from .config import read


class Meter:
    """Counts what is computed, and the time it takes without checks and compilation; shows a bar.

    Parameters
    ----------
    bar : bool or "always"
        See `sweep`.
    stack : contextlib.ExitStack
        Closes the bar.
    """

    def __init__(self, bar, stack):
        self.bar, self.stack, self.before = bar, stack, None

    def __call__(self, done, total):
        if self.before is None:
            self.before, self.begun = done, time.perf_counter()
            self.report = self.stack.enter_context(reporting(self.bar, total))
        self.seconds = time.perf_counter() - self.begun
        self.computed = done - self.before
        self.report(done)


def run(options):
    """Run the sweep of a file.

    Parameters
    ----------
    options : argparse.Namespace

    Returns
    -------
    int
        Exit code.
    """
    arguments = read(options.file, options.set)
    if options.dtype:
        arguments["dtype"] = options.dtype
    if options.points is not None:
        arguments["parameters"] = fewer(arguments["parameters"], options.points)
    use_threads(options.threads)
    check_plot(options.plot)
    try:
        dataset, meter = _swept(arguments, options)
    except SweepInterrupted as interrupted:
        print(_interrupted(interrupted, options), file=sys.stderr)
        return 130
    if not options.quiet:
        print(summary(dataset, meter, options.output))
    if options.plot:
        draw(dataset, options.plot)
    return 0


def _swept(arguments, options):
    bar = "always" if options.progress else not options.quiet
    store = dict(store=options.output, resume=options.resume, chunk=options.chunk)
    with contextlib.ExitStack() as stack:
        meter = Meter(bar, stack)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", FailedPointsWarning)  # the summary says it
        return sweep(**arguments, **store, progress=meter), meter


def _interrupted(interrupted, options):
    words = [word for word in options.arguments if word != "--resume"]
    line = shlex.join(["fastneuron", *words, "--resume"])
    done = f"interrupted after {interrupted.done:,} of {interrupted.total:,} points"
    return f"{done}, which are in {options.output}. Go on with:\n{line}"


def use_threads(threads):
    """Set the number of threads; None leaves it at all cores."""
    import numba

    most = numba.config.NUMBA_NUM_THREADS
    if threads is None:
        return
    if not 1 <= threads <= most:
        raise ParameterError(
            owner="fastneuron sweep", name="--threads", value=threads, expected=f"from 1 to {most}",
            advice=f"Write --threads {most}, or set NUMBA_NUM_THREADS before.",
        )  # fmt: skip
    numba.set_num_threads(threads)


def fewer(parameters, most):
    """At most so many values of each parameter, the first and the last among them."""
    check_bounds(most, "1", "fastneuron sweep", "--points", at_least=1)

    def some(values):
        if np.ndim(values) == 0 or len(values) <= most:
            return values
        return values[np.linspace(0, len(values) - 1, most).round().astype(int)]

    return {name: some(values) for name, values in parameters.items()}


def summary(dataset, meter, path):
    """One line: what was computed, how fast, how many points failed, where it is."""
    import numba

    steps = dataset.attrs["steps"]
    work, threads = meter.computed * steps, numba.get_num_threads()
    failed = int(np.count_nonzero(dataset.status.values > 0))
    words = [f"{meter.computed:,} points x {steps:,} steps in {meter.seconds:.2f} s on {threads} threads"]
    if work:
        speed, each = work / meter.seconds, 1e9 * meter.seconds / work
        words.append(f"{speed:.3g} neuron-steps a second ({each:.2g} ns each)")
    words.append(f"{failed:,} points failed{_without_measures(dataset)}, see status" if failed else "no point failed")
    return ", ".join([*words, f"in {path}"])


def _without_measures(dataset):
    """What became of the measures of points that failed."""
    return "" if dataset.attrs["keep_failed"] else " and have no measures (keep_failed = true keeps them)"


def check_plot(path, owner="fastneuron sweep"):
    """Find out before the work starts whether there will be a picture."""
    if path is None:
        return
    from ..pictures.plots import need_matplotlib

    need_matplotlib()
    try:
        open(path, "ab").close()
    except OSError as error:
        raise OutputNotWritableError(
            owner=owner, path=path, reason=error.strerror, advice="Write --plot out.png."
        ) from None


def draw(dataset, path):
    """Draw the first measure into a file."""
    from ..pictures.plots import overview

    overview(dataset).savefig(path, dpi=150)
