"""``fastneuron network``: a network from a Python file, run, counted and drawn."""

import os
import time
from collections.abc import Iterable

import numpy as np

from .network_file import Beside, arguments_of, names_of, network_of
from .outputs import check_plot
from .said import say
from .sweep import use_threads
from .values import ConfigError, Place, single

OWNER = "fastneuron network"
HEAD = ("group", "neurons", "spikes", "rate Hz", "ISI CV")


def run(options):
    """Run the network of a file.

    Parameters
    ----------
    options : argparse.Namespace
    """
    check_plot(options.plot)
    picture = options.plot and os.path.abspath(options.plot)  # the file may go to another folder
    use_threads(options.threads, OWNER)
    given = {name: _time(f"--{name}", getattr(options, name), example)
             for name, example in (("duration", "1 s"), ("dt", "0.1 ms"))}  # fmt: skip
    given["seed"] = options.seed
    with Beside(options.file):
        found = names_of(options.file)
        network = network_of(options.file, found, _settings(options.set))
        arguments = arguments_of(options.file, found, given)
        record = ("spikes", "V") if options.plot else ("spikes",)
        for name, needed in (("record", record), ("measures", ("isi_cv",))):
            arguments[name] = _with(needed, arguments.get(name), network.groups)
        arguments["progress"] = "always" if options.progress else not options.quiet
        begun = time.perf_counter()
        result = network.run(**arguments)
        seconds = time.perf_counter() - begun
    if not options.quiet:
        say(report(network, result, arguments["duration"], seconds))
    if options.plot:
        from ..pictures.activity import overview

        overview(result).savefig(picture, dpi=150)


def _with(needed, given, groups):
    """What the file asks for, of all groups or by group, with what the command needs; what is no names is left."""
    if isinstance(given, dict):
        return given | {group: _with(needed, given.get(group), groups) for group in groups}
    given = () if given is None else (given,) if isinstance(given, str) else given
    if not isinstance(given, Iterable):
        return given
    return (*needed, *(name for name in given if name not in needed))


def _settings(changes):
    """Arguments of the file's function: numbers, quantities, or words."""
    found = {}
    for change in changes:
        name, equals, text = change.partition("=")
        if not (equals and name.isidentifier()):
            problem, advice = "this is no NAME=VALUE", "Write --set neurons=1000."
            raise ConfigError(path=f"--set {change}", problem=problem, advice=advice)
        try:
            value = _value(f"--set {name}", text, "1 ms")
        except ConfigError:
            value = text
        found[name] = int(value) if isinstance(value, float) and value.is_integer() else value
    return found


def _value(option, text, example):
    return single(Place(f"{OWNER} {option}", option, f'{option} "{example}"'), text)


def _time(option, text, example):
    """A value with a unit, or None."""
    value = None if text is None else _value(option, text, example)
    if isinstance(value, float):
        raise ConfigError(path=f"{OWNER} {option}", problem=f"it needs a unit of time, got {text}",
                          advice=f'Write {option} "{text} ms".')  # fmt: skip
    return value


def report(network, result, duration, seconds):
    """A table of all groups, and how long it took.

    Parameters
    ----------
    network : Network
    result : NetworkResult
    duration : Quantity [ms]
    seconds : float

    Returns
    -------
    str
    """
    rows = [HEAD, *(_row(group, result[group]) for group in network.groups)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = ["  ".join([row[0].ljust(widths[0]), *(map(str.rjust, row[1:], widths[1:]))]) for row in rows]
    length = float(duration.rescale("s"))
    synapses = sum(map(len, network.projections))
    lines += [f"{synapses:,} synapses; {length:g} s in {seconds:.2f} s, {seconds / length:.3g} of real time"]
    return "\n".join(lines)


def _row(group, result):
    rate, variation = np.mean(result.spikes.rate().magnitude), np.asarray(result.measures["isi_cv"])
    some = variation[np.isfinite(variation)]
    words = f"{some.mean():.3f}" if some.size else "-"
    return type(group).__name__, f"{result.counts.size:,}", f"{result.counts.sum():,}", f"{rate:.2f}", words
