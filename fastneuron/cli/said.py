"""What a command says: on its output, which may be closed at any time, and about errors, without a traceback."""

import contextlib
import os
import sys
import warnings

from .values import ConfigError

DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130


class WorkFailed(ConfigError):
    """Work that was asked for in order, and failed on the way: exit code 1."""


def say(text):
    """Print a text, with escapes for what the output's encoding lacks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))


def complain(text):
    """Print a text on the output for errors, which may be closed too."""
    with contextlib.suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def told_warnings():
    """Warnings are lines of the command, not of the source that gave them."""

    def show(message, category, filename, lineno, file=None, line=None):
        complain(f"fastneuron: warning: {message}")

    with warnings.catch_warnings():
        warnings.showwarning = show
        yield


def flushed(code):
    """An exit code, when everything is printed; whoever closes the pipe has read enough."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except BrokenPipeError:
        silence()
    return code


def silence():
    """Send what is left in buffers to nowhere: the interpreter writes it when it ends, and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
