"""``fastneuron network``: a network from a Python file, run, counted and drawn."""

import inspect
import os
import runpy
import shlex
import sys
import time
import traceback

import numpy as np

from ..errors import FastneuronError, UnknownNameError
from ..networks.network import Network
from .outputs import check_plot
from .said import say
from .sweep import use_threads
from .values import ConfigError, Place, single

OWNER = "fastneuron network"
HEAD = ("group", "neurons", "spikes", "rate Hz", "ISI CV")
EXAMPLE = "def network(): return fn.Network(cells, projections=[E, I])"


def run(options):
    """Run the network of a file.

    Parameters
    ----------
    options : argparse.Namespace
    """
    check_plot(options.plot)
    use_threads(options.threads)
    found = _names_of(options.file)
    given = {name: _value(f"--{name}", getattr(options, name)) for name in ("duration", "dt")}
    settings = _settings(options.set)
    network = _network(options, found, settings)
    arguments = _arguments(options, found, given)
    record = ("spikes", "V") if options.plot else ("spikes",)
    arguments["record"] = tuple(dict.fromkeys((*record, *_listed(arguments.get("record", ())))))
    arguments["measures"] = tuple(dict.fromkeys(("isi_cv", *_listed(arguments.get("measures", ())))))
    arguments["progress"] = "always" if options.progress else not options.quiet
    begun = time.perf_counter()
    result = network.run(**arguments)
    seconds = time.perf_counter() - begun
    if not options.quiet:
        say(report(network, result, arguments["duration"], seconds))
    if options.plot:
        from ..pictures.activity import overview

        overview(result).savefig(options.plot, dpi=150)


def _names_of(path):
    """What a file defines; what goes wrong in it is told with its line."""
    if not os.path.isfile(path):
        raise _wrong(path, "there is no such file", "fastneuron network examples/ei_network.py")
    folder = os.path.dirname(os.path.abspath(path))
    sys.path.insert(0, folder)
    try:
        return runpy.run_path(path, run_name="network")
    except (FastneuronError, KeyboardInterrupt):
        raise
    except SyntaxError as error:
        problem = f"line {error.lineno} is no Python: {error.msg}"
        raise _wrong(path, problem, None) from error
    except (Exception, SystemExit) as error:
        raise _in_file(path, error) from error
    finally:
        sys.path.remove(folder)


def _in_file(path, error):
    """What went wrong in a user's file, with its last line there."""
    lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == path]
    place = f"line {lines[-1]}: " if lines else ""
    return _wrong(path, f"{place}{type(error).__name__}: {error}", None)


def _network(options, found, settings):
    """The network that a file defines, or that its function ``network`` makes with the settings."""
    made = found.get("network")
    if made is None:
        raise _wrong(options.file, "it defines no network", EXAMPLE)
    if callable(made):
        made = _made(options.file, made, settings)
    elif settings:
        name = next(iter(settings))
        problem = f"--set {name}: network is no function that takes it"
        raise _wrong(options.file, problem, f"def network({name}=...): return fn.Network(...)")
    if not isinstance(made, Network):
        raise _wrong(options.file, f"network must be a fn.Network, got {type(made).__name__}", EXAMPLE)
    return made


def _made(path, function, settings):
    """Call it."""
    known = inspect.signature(function).parameters
    for name in settings:
        if name not in known:
            raise UnknownNameError(owner=f"{OWNER} --set", kind="argument of network", name=name, known=tuple(known))
    for name, parameter in known.items():
        if name not in settings and parameter.default is parameter.empty and parameter.kind < 2:
            raise _wrong(path, f"network needs {name}", None, f"Write --set {name}=1, or give it a default.")
    try:
        return function(**settings)
    except (FastneuronError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise _in_file(path, error) from error


def _arguments(options, found, given):
    """The arguments of the run: those of the file's ``run``, and before them those of the options."""
    own = found.get("run", {})
    if not isinstance(own, dict):
        problem = f"run must be a dictionary of arguments of network.run, got {type(own).__name__}"
        raise _wrong(options.file, problem, "run = dict(duration=1 * pq.s, dt=0.1 * pq.ms, x=20 * pq.mA)")
    arguments = own | {name: value for name, value in given.items() if value is not None}
    if options.seed is not None:
        arguments["seed"] = options.seed
    for name, example in (("duration", "1 s"), ("dt", "0.1 ms")):
        if name not in arguments:
            advice = f'Write --{name} "{example}", or run = dict({name}=...) in the file.'
            raise _wrong(options.file, f"there is no {name}", None, advice)
    return arguments


def _settings(changes):
    """Arguments of the file's function: numbers, quantities, or words."""
    found = {}
    for change in changes:
        name, equals, text = change.partition("=")
        if not (equals and name.isidentifier()):
            problem, advice = "this is no NAME=VALUE", "Write --set neurons=1000."
            raise ConfigError(path=f"--set {change}", problem=problem, advice=advice)
        try:
            value = _value(f"--set {name}", text)
        except ConfigError:
            value = text
        found[name] = int(value) if isinstance(value, float) and value.is_integer() else value
    return found


def _value(option, text):
    if text is None:
        return None
    return single(Place(f"{OWNER} {option}", option, f'{option} "1 ms"'), text)


def _listed(names):
    return (names,) if isinstance(names, str) else names


def _wrong(path, problem, line, advice=None):
    advice = advice or (f"Write {line}." if line else None)
    return ConfigError(path=shlex.quote(path), problem=problem, advice=advice)


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
