"""The command ``fastneuron``: its arguments and its exit codes."""

import argparse
import os
import sys
import traceback

from ..errors import FastneuronError, NumericalError
from ..runs.options import ADAPTIVE
from .said import DONE, FAILED, INTERRUPTED, WRONG, WorkFailed, complain, flushed, say, silence, told_warnings

EXTRA = "this needs pip install 'fastneuron[plot]'"
EPILOG = """exit codes:
  0    done
  1    the work failed: a disk that is full, neurons that failed with errors = "raise"
  2    a wrong file or option, explained in one paragraph before anything is computed
  130  interrupted (Ctrl-C); the message says how to go on
"""

FILE = """a file for `fastneuron sweep`:
  model = "AdExIF"                           # see `fastneuron models`
  duration = "1 s"
  dt = "0.1 ms"
  measure = ["rate", "latency", "isi_cv"]    # also count, isi_mean, and a state's name such as "V"
  spk_reset = "hard"                         # these six may be left out
  dtype = "float32"
  seed = 1
  zipped = false                             # true: arrays side by side instead of all combinations
  keep_failed = false                        # true: measures of points that failed, too
  solver = "exponential_euler"               # and {adaptive} for "rkf45" and "dopri5"

  [parameters]                               # parameters, "x" for the current, "V_initializer"
  x = { start = 0, stop = 30, num = 1000, unit = "mA" }
  b = { values = [0, 0.5, 1], unit = "mA" }
  tau_w = "100 ms"                           # shared by all points
""".replace("{adaptive}", ", ".join(ADAPTIVE))

COMPARE = """the current of `fastneuron compare`:
  --x 25                                     # 25 of each model's own unit: mA, uA, mV/ms, or none
  --x "25 mA"                                # converted; a model that takes no such unit is an error
  --x 25 --x HH=10 --x FitzHughNagumo=0.8    # 25, and other values for these
  --x "HH=0.01 mA"                           # with a unit

The reset is hard unless --spk-reset soft is given: with the soft reset, brainpy's default, ExpIF and ExpIFRef run away.
"""


NETWORK = """a file for `fastneuron network`, which is Python:
  import fastneuron as fn, quantities as pq

  run = dict(duration=1 * pq.s, dt=0.1 * pq.ms, x=20 * pq.mA)   # arguments of network.run; may be left out

  def network(neurons=4000):                                    # or network = fn.Network(...)
      cells = fn.LIFRef(neurons, V_th=10 * pq.mV)
      some = fn.connect.FixedProbability(0.02, seed=1)
      return fn.Network(cells, projections=fn.Projection(cells, cells, some, weight=0.1 * pq.mV))

  --set neurons=1000 is for the function; --duration and --dt go before the file's.
"""


def main(arguments=None):
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, default those of the process

    Returns
    -------
    int
        Exit code: 0 done, 1 the work failed, 2 a file or an option is wrong, 130 interrupted. For a command that
        is not understood argparse exits with 2.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = parser().parse_args(arguments, argparse.Namespace(arguments=arguments))
        with told_warnings():
            return flushed(_code(options))
    except BrokenPipeError:
        silence()
        return DONE
    except SystemExit as end:
        raise SystemExit(flushed(end.code)) from None
    except OSError as error:  # of the output itself
        silence()
        complain(f"fastneuron: error: {error}")
        return FAILED


def _code(options):
    """The exit code of a command; nothing that happens in it is a traceback."""
    try:
        return options.command(options) or DONE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        complain(f"fastneuron: error: {_explained(error, options)}")
        return code_of(error)


def code_of(error):
    """Who has to do something: the user (2), or nobody before (1)."""
    failed = isinstance(error, (WorkFailed, NumericalError)) or not isinstance(error, FastneuronError)
    return FAILED if failed else WRONG


def _explained(error, options):
    """The error's own words; of what nobody foresaw also its type and place, for whoever mends it."""
    if isinstance(error, (FastneuronError, OSError)):
        return error
    if isinstance(error, MemoryError):
        advice = ". Write --points 100 for fewer values, or --chunk 1000" if hasattr(options, "points") else ""
        return f"this needs more memory than there is{advice}"
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}, line {last.lineno}"
    return f"this was not foreseen, please report it: {type(error).__name__}: {error} ({place})"


def parser():
    """The parser of all commands."""
    from .. import __version__

    raw = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(
        prog="fastneuron", description="Very many spiking neurons, fast.", epilog=EPILOG, formatter_class=raw
    )
    top.add_argument("--version", action="version", version=f"fastneuron {__version__}")
    commands = top.add_subparsers(required=True, metavar="command")
    words = "run a parameter sweep that a TOML file describes"
    texts = dict(help=words, description=words.capitalize() + ".", epilog=f"{FILE}\n{EPILOG}")
    _add_sweep(commands.add_parser("sweep", **texts, formatter_class=raw))
    words = "run one step current through several models, count their spikes and draw their potentials"
    texts = dict(help=words, description=words.capitalize() + ".", epilog=f"{COMPARE}\n{EPILOG}")
    _add_compare(commands.add_parser("compare", **texts, formatter_class=raw))
    words = "run a network that a Python file makes, count its spikes and draw them"
    texts = dict(help=words, description=words.capitalize() + ".", epilog=f"{NETWORK}\n{EPILOG}")
    _add_network(commands.add_parser("network", **texts, formatter_class=raw))
    models = commands.add_parser("models", help="list the models with parameters, defaults and units")
    models.add_argument("name", nargs="*", help="only these")
    models.set_defaults(command=_models)
    info = commands.add_parser("info", help="say what the package sees: processor, threads, cache, CUDA")
    info.set_defaults(command=_info)
    return top


def _add_sweep(command):
    command.add_argument("file", help="TOML file, see examples/adex_fi.toml")
    command.add_argument("-o", "--output", required=True, metavar="OUT.zarr", help="Zarr store to write")
    command.add_argument("--resume", action="store_true", help="go on with OUT.zarr where it was left")
    command.add_argument("--plot", metavar="FILE.png", help=f"draw the first measure; {EXTRA}")
    command.add_argument("--threads", type=int, help="number of threads (default: all cores)")
    command.add_argument("--dtype", choices=("float64", "float32"), help="instead of the file's")
    command.add_argument("--points", type=int, help="at most so many values of each parameter")
    command.add_argument("--chunk", type=int, help="at most so many points in a chunk")
    command.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE",
        help='another value for an entry of the file: --set duration="0.1 s" --set tau="20 ms"',
    )  # fmt: skip
    command.add_argument("--progress", action="store_true", help="show the bar without a terminal too")
    command.add_argument("--quiet", action="store_true", help="print nothing but errors")
    command.set_defaults(command=_sweep)


def _add_compare(command):
    command.add_argument("models", nargs="+", metavar="MODEL", help="names, from top to bottom of the picture")
    command.add_argument(
        "--x", action="append", required=True, metavar="[MODEL=]VALUE",
        help="current while it is on; a number is in each model's own unit, a value with a unit is converted",
    )  # fmt: skip
    command.add_argument("--plot", metavar="FILE.png", help=f"draw the potentials, one above the other; {EXTRA}")
    for name, default, words in (
        ("duration", "100 ms", "length of the recording"), ("on", "10 ms", "when the current begins"),
        ("off", "80 ms", "when it ends"), ("dt", "0.01 ms", "step size"),
    ):  # fmt: skip
        command.add_argument(f"--{name}", default=default, help=f"{words} (default {default})")
    command.add_argument("--solver", help="integration method (default: that of each model)")
    command.add_argument("--spk-reset", choices=("hard", "soft"), default="hard", help="reset (default hard)")
    command.add_argument(
        "--set", action="append", default=[], metavar="MODEL.NAME=VALUE",
        help='a parameter that is not the default: --set LIFRef.tau="10 ms"',
    )  # fmt: skip
    command.set_defaults(command=_compare)


def _add_network(command):
    command.add_argument("file", metavar="FILE.py", help="Python file, see examples/ei_network.py")
    command.add_argument("--duration", help='how long, such as "500 ms"')
    command.add_argument("--dt", help="step size")
    command.add_argument("--seed", type=int, help="of random inputs")
    command.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="an argument of the file's function `network`"
    )
    command.add_argument("--plot", metavar="FILE.png", help=f"draw raster, rates and three potentials; {EXTRA}")
    command.add_argument("--threads", type=int, help="number of threads (default: all cores)")
    command.add_argument("--progress", action="store_true", help="show the bar without a terminal too")
    command.add_argument("--quiet", action="store_true", help="print nothing but errors")
    command.set_defaults(command=_network)


def _network(options):
    from .network import run

    return run(options)


def _compare(options):
    from .compare import run

    return run(options)


def _sweep(options):
    from .sweep import run

    return run(options)


def _models(options):
    from .models import table

    say(table(options.name))


def _info(options):
    from .info import report

    say(report())
