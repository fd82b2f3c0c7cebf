"""``fastneuron sweep``: a sweep from a TOML file into a Zarr store."""

import contextlib
import os
import shlex
import sys
import time
import warnings

import numpy as np

from ..errors import OutputExistsError, OutputInUseError, OutputNotWritableError
from ..runs.progress import reporting
from ..sweeping import FailedPointsWarning, SweepInterrupted, sweep
from ..sweeping.lock import Lock
from .config import read
from .outputs import check_count, check_output, check_plot, free_path
from .said import WorkFailed, say
from .values import ConfigError


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
    arguments, words = _read(options)
    try:
        with words.telling():
            dataset, meter = _swept(arguments, options)
    except SweepInterrupted as interrupted:
        print(_interrupted(interrupted, options), file=sys.stderr)
        return 130
    if not options.quiet:
        say(summary(dataset, meter, options.output))
    if options.plot:
        draw(dataset, options)
    return 0


def _read(options):
    """The arguments of the sweep; what can be refused is refused before there is a store."""
    check_count("--points", options.points, 2**31)
    check_count("--chunk", options.chunk, 2**31)
    arguments, words = read(options.file, options.set)
    check_output(options.output, options.resume)
    if options.dtype:
        arguments["dtype"] = options.dtype
    if options.points is not None:
        arguments["parameters"] = fewer(arguments["parameters"], options.points)
    swept = [name for name, values in arguments["parameters"].items() if np.ndim(values)]
    check_plot(options.plot, len(swept), arguments.get("zipped", False))
    if options.plot and os.path.realpath(options.plot) == os.path.realpath(options.output):
        problem = "this is the store too"
        raise ConfigError(path=f"--plot {options.plot}", problem=problem, advice="Write --plot fi.png.")
    use_threads(options.threads)
    return arguments, words


def _of_store(error, options, begun):
    """What is wrong with the store, and how to go on, as a command."""
    again = shlex.join(["fastneuron", *(word for word in options.arguments if word != "--resume"), "--resume"])
    place, another = f"-o {options.output}", f"-o {free_path(options.output)}"
    if isinstance(error, OutputInUseError):
        line = f"If it writes something else, or has ended, write rm {shlex.quote(Lock(options.output).path)}."
        return ConfigError(path=place, problem=error.parts()[1], advice=f"Wait for it, or write {another}. {line}")
    if isinstance(error, OutputExistsError):
        reason = "" if error.advice is None else error.advice.split(" Write ")[0].rstrip(".")
        return ConfigError(path=place, problem=reason or "the path exists already", advice=f"Write {another}.")
    kept = f"; what was computed is in {error.kept}" if error.kept else ""
    advice = f"When there is room go on with:\n{again}" if kept else "Write -o fi.zarr, in a folder of yours."
    advice = getattr(error.__cause__, "advice", advice)  # of what is no file
    kind = WorkFailed if begun else ConfigError
    return kind(path=place, problem=f"cannot be written ({error.reason}){kept}", advice=advice)


def _swept(arguments, options):
    bar = "always" if options.progress else not options.quiet
    store = dict(store=options.output, resume=options.resume, chunk=options.chunk)
    with contextlib.ExitStack() as stack:
        meter = Meter(bar, stack)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", FailedPointsWarning)  # the summary says it
        try:
            return sweep(**arguments, **store, progress=meter), meter
        except (OutputExistsError, OutputNotWritableError) as error:
            raise _of_store(error, options, begun=meter.before is not None) from error


def _interrupted(interrupted, options):
    done = f"interrupted after {interrupted.done:,} of {interrupted.total:,} points"
    if not interrupted.done:
        return f"{done}, of which nothing is kept. Write it again:\n{shlex.join(['fastneuron', *options.arguments])}"
    words = [word for word in options.arguments if word != "--resume"]
    line = shlex.join(["fastneuron", *words, "--resume"])
    return f"{done}, which are in {options.output}. Go on with:\n{line}"


def use_threads(threads, owner="fastneuron sweep"):
    """Set the number of threads; None leaves it at all cores."""
    import numba

    check_count("--threads", threads, numba.config.NUMBA_NUM_THREADS, owner)
    if threads is not None:
        numba.set_num_threads(threads)


def fewer(parameters, most):
    """At most so many values of each parameter, the first and the last among them."""

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


def draw(dataset, options):
    """Draw the first measure into a file; the results are safe if that fails."""
    from ..pictures.plots import overview

    try:
        overview(dataset).savefig(options.plot, dpi=150)
    except Exception as error:
        problem = f"the picture failed ({error}); the results are in {options.output}"
        raise WorkFailed(path=f"--plot {options.plot}", problem=problem, advice="Write --plot fi.png.") from error
