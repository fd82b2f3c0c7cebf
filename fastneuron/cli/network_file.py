"""The Python file of ``fastneuron network``: what it defines, the network that it makes, how that is to be run."""

import contextlib
import inspect
import os
import runpy
import shlex
import sys
import traceback

from ..errors import FastneuronError, UnknownNameError
from ..networks.network import Network
from .values import ConfigError

EXAMPLE = "def network(): return fn.Network(cells, projections=[E, I])"
RUN = "run = dict(duration=1 * pq.s, dt=0.1 * pq.ms, x=20 * pq.mA)"
NAME = "__network__"  # of the file as a module: one next to it may be called network
OURS = (FastneuronError, KeyboardInterrupt, BrokenPipeError)  # told as they are


class Beside:
    """A context in which what lies next to a file can be imported, by its functions too."""

    def __init__(self, path):
        self.folder = os.path.dirname(os.path.abspath(path))

    def __enter__(self):
        sys.path.insert(0, self.folder)

    def __exit__(self, *_):
        with contextlib.suppress(ValueError):  # the file may have taken it out
            sys.path.remove(self.folder)


def names_of(path):
    """What a file defines; what goes wrong in it is told with its line.

    Parameters
    ----------
    path : str

    Returns
    -------
    dict
    """
    if not os.path.isfile(path):
        problem = "this is a folder" if os.path.isdir(path) else "there is no such file"
        raise _wrong(path, problem, "fastneuron network examples/ei_network.py")
    with _told(path):
        return runpy.run_path(path, run_name=NAME)


@contextlib.contextmanager
def _told(path):
    """What goes wrong in a user's file is told with its last line there, `sys.exit` also."""
    try:
        yield
    except OURS:
        raise
    except SyntaxError as error:
        where = path if error.filename in (path, None) else shlex.quote(error.filename)
        place = f"line {error.lineno}" if error.lineno else "it"  # bytes that are no text have no line
        place = place if where is path else f"{place} of {where}"
        raise _wrong(path, f"{place} is no Python: {error.msg}", None) from error
    except BaseException as error:
        lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == path]
        place, words = f"line {lines[-1]}: " if lines else "", f": {error}" if str(error) else ""
        raise _wrong(path, f"{place}{type(error).__name__}{words}", None) from error


def network_of(path, found, settings):
    """The network that a file defines, or that its function ``network`` makes.

    Parameters
    ----------
    path : str
    found : dict
        What the file defines.
    settings : dict
        Arguments of the function.

    Returns
    -------
    Network
    """
    made = found.get("network")
    if made is None:
        raise _wrong(path, "it defines no network", EXAMPLE)
    if callable(made) and not isinstance(made, type):
        _check_settings(path, made, settings)
        with _told(path):
            made = made(**settings)
    elif settings:
        name = next(iter(settings))
        problem = f"--set {name}: network is no function that takes it"
        raise _wrong(path, problem, f"def network({name}=...): return fn.Network(...)")
    if not isinstance(made, Network):
        what = f"the class {made.__name__}" if isinstance(made, type) else type(made).__name__
        raise _wrong(path, f"network must be a fn.Network, got {what}", EXAMPLE)
    return made


def _check_settings(path, function, settings):
    """Refuse settings that a function does not take, and a function that needs others."""
    try:
        parameters = inspect.signature(function).parameters
    except ValueError:  # of some in C nobody knows
        raise _wrong(path, f"network must be a function of Python, got {function!r}", EXAMPLE) from None
    known = {name: p for name, p in parameters.items() if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    anything = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    for name in () if anything else settings:
        if name not in known:
            owner = "fastneuron network --set"
            raise UnknownNameError(owner=owner, kind="argument of network", name=name, known=tuple(known))
    for name, p in parameters.items():
        if p.default is p.empty and p.kind is p.POSITIONAL_ONLY:
            raise _wrong(path, f"network needs {name}, which has no name for others", f"def network({name}=...)")
        if name in known and name not in settings and p.default is p.empty:
            raise _wrong(path, f"network needs {name}", None, f"Write --set {name}=1, or give it a default.")


def arguments_of(path, found, given):
    """The arguments of the run: those of the file's ``run``, and before them those of the options.

    Parameters
    ----------
    path : str
    found : dict
        What the file defines.
    given : dict
        By the options; None where an option was left out.

    Returns
    -------
    dict
    """
    own = found.get("run", {})
    if not isinstance(own, dict):
        raise _wrong(path, f"run must be a dictionary of arguments of network.run, got {type(own).__name__}", RUN)
    odd = [name for name in own if not isinstance(name, str)]
    if odd:
        raise _wrong(path, f"names of arguments in run must be texts, got {odd[0]!r}", RUN)
    arguments = own | {name: value for name, value in given.items() if value is not None}
    for name, example in (("duration", "1 s"), ("dt", "0.1 ms")):
        if arguments.get(name) is None:
            advice = f'Write --{name} "{example}", or run = dict({name}=...) in the file.'
            raise _wrong(path, f"there is no {name}", None, advice)
    return arguments


def _wrong(path, problem, line, advice=None):
    advice = advice or (f"Write {line}." if line else None)
    return ConfigError(path=shlex.quote(path), problem=problem, advice=advice)
