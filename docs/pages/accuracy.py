"""How far intervals between spikes are off, in words and cells, from what benchmarks/periods.py measured."""

from fastneuron.models import registry
from fastneuron.runs.accuracy import close
from fastneuron.runs.periods import DTS, PERIODS


def percent(error):
    """An error as a cell: ``+30 %``."""
    return "fails" if error is None else f"{100 * error:+.2g} %".replace("+0 %", "0 %").replace("-0 %", "0 %")


def current(name):
    """The current of a model with its unit."""
    unit = registry()[name].input_unit
    return f"{PERIODS[name][0]:g}" + ("" if unit == "1" else f" {unit}")


def taken(name):
    """The solver and the step to take, of those at 0.1 ms and below."""
    return close(PERIODS[name][-1], registry()[name].solver, DTS[0])


def of_model(model):
    """What a model's page says; None if it was not measured.

    Returns
    -------
    sentence : str
    header : tuple of str
    rows : list of tuple of str
    """
    if model.__name__ not in PERIODS:
        return None
    _, count, period, errors = PERIODS[model.__name__]
    solver, step = taken(model.__name__)
    sentence = (
        f"The mean interval between the first {count} spikes under {current(model.__name__)}, with default parameters "
        f"and the hard reset, is {period:.4g} ms (DOP853). So far is it off with each solver and step; ``{solver}`` at "
        f"{step:g} ms is a good choice."
    )
    header = ("solver", *(f"{dt:g} ms" for dt in DTS))
    return sentence, header, [(f"``{name}``", *map(percent, found)) for name, found in errors.items()]


HEADER = ["model", "current", "interval, ms", *(f"default, {dt:g} ms" for dt in DTS[:3]), "rk4, 0.1 ms", "take"]


def overview():
    """The rows of the table in docs/choosing.md.

    Returns
    -------
    list of list of str
    """
    rows = []
    for name, (_, _, period, errors) in PERIODS.items():
        default, (solver, step) = errors[registry()[name].solver], taken(name)
        page = f"[{name}](generated/models/{name}.rst)"
        cells = [*map(percent, default[:3]), percent(errors["rk4"][0])]
        rows.append([page, current(name), f"{period:.4g}", *cells, f"`{solver}`, {step:g} ms"])
    return rows
