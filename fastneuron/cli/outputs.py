"""What a command writes, looked at before the work: stores and pictures."""

import io
import os
import shlex

from ..errors import ParameterError
from ..sweeping import disk
from .entries import shown
from .values import ConfigError


def check_output(path, resume=False):
    """Refuse a place for a store that cannot become one.

    Parameters
    ----------
    path : str
    resume : bool
        Whether it may exist.
    """
    exists = _exists("-o", path, "fi.zarr")
    try:
        disk.folder(path)
    except ParameterError as error:
        advice = f"Write -o {shlex.quote(disk.on_disk(path))}, and copy it when the sweep has ended."
        raise ConfigError(path=f"-o {path}", problem=f"this must be {error.expected}", advice=advice) from error
    if exists and not resume:
        advice = f"Write --resume to go on with it, or -o {free_path(path)}."
        raise ConfigError(path=f"-o {path}", problem="the path exists already", advice=advice)
    if exists and not os.path.isdir(path):
        advice = f"Write -o {free_path(path)}."
        raise ConfigError(path=f"-o {path}", problem="this is no store of a sweep", advice=advice)
    _check_folder("-o", path, "fi.zarr")


def check_plot(path, axes=1, zipped=False):
    """Find out whether there will be a picture: matplotlib, its format, the place, the number of parameters.

    Parameters
    ----------
    path : str or None
    axes : int
        How many parameters are swept.
    zipped : bool
        Whether side by side.
    """
    if path is None:
        return
    from ..pictures.plots import need_matplotlib

    need_matplotlib()
    if axes > 2 or zipped:
        problem = f"a picture shows all values of one or two parameters, not {'a sample' if zipped else axes}"
        advice = 'Write --set tau="10 ms" for one value of a parameter, or leave out --plot.'
        raise ConfigError(path=f"--plot {path}", problem=problem, advice=advice)
    if _exists("--plot", path, "fi.png") and not os.path.isfile(path):
        raise ConfigError(path=f"--plot {path}", problem="this is not a file", advice="Write --plot fi.png.")
    _check_format(path)
    _check_folder("--plot", path, "fi.png")


def _check_format(path):
    """Draw a letter in the format: some of them need other programs."""
    from matplotlib.backend_bases import FigureCanvasBase
    from matplotlib.figure import Figure

    suffix, known = os.path.splitext(path)[1][1:].lower(), FigureCanvasBase.get_supported_filetypes()
    problem = f"there is no picture format {suffix!r}, only {', '.join(sorted(known))}"
    try:
        if suffix in known:
            figure = Figure()
            figure.text(0.5, 0.5, "V")
            return figure.savefig(io.BytesIO(), format=suffix)
    except Exception as error:  # whatever a program says that is not there
        problem = f"the format {suffix} does not work here ({str(error).splitlines()[0]})"
    good = shlex.quote(f"{os.path.splitext(path)[0]}.png")
    raise ConfigError(path=f"--plot {path}", problem=problem, advice=f"Write --plot {good}.")


def _exists(option, path, example):
    """Whether there is something; a path that no file can have is refused."""
    try:
        if path.strip():
            return bool(os.lstat(path))
        problem = "the path is empty"
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        problem = error.strerror
    except ValueError as error:
        problem = str(error)
    raise ConfigError(path=f"{option} {path}", problem=problem, advice=f"Write {option} {example}.")


def _check_folder(option, path, example):
    """Refuse a folder that cannot be written; those of a store are made, if they are not there."""
    folder = os.path.dirname(os.path.abspath(path))
    while option == "-o" and not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    reason = None if os.path.isdir(folder) else "is not a folder" if os.path.lexists(folder) else "does not exist"
    reason = reason or (None if os.access(folder, os.W_OK | os.X_OK) else "is not writable")
    if os.path.lexists(path) and not os.access(path, os.W_OK):
        folder, reason = path, "is not writable"
    if reason:
        raise ConfigError(path=f"{option} {path}", problem=f"cannot be written ({folder} {reason})",
                          advice=f"Write {option} {example}.")  # fmt: skip


def free_path(path):
    """A path like this one that does not exist, for a shell."""
    return shlex.quote(disk.free_path(path))


def check_count(option, value, most, owner="fastneuron sweep"):
    """Refuse a number of an option of a command that is none from 1 to a largest one."""
    if value is not None and not 1 <= value <= most:
        expected, good = (f"from 1 to {most}", most) if most < 1e6 else ("at least 1", 1000)
        problem = f"{option} must be {expected}, got {shown(value)}"
        raise ConfigError(path=owner, problem=problem, advice=f"Write {option} {good}.")
