"""``fastneuron compare``: one step current through several models, counted and drawn."""

from ..classes import neuron
from ..errors import FastneuronError, UnitError, UnknownNameError
from ..models import registry
from ..pictures.responses import Window, middle, response
from ..runs.tolerances import solvers_for
from ..units import attach, strip
from .sweep import check_plot
from .values import ConfigError, quantity

OWNER = "fastneuron compare"


def run(options):
    """Compare models.

    Parameters
    ----------
    options : argparse.Namespace
    """
    declared = _models(options.models)
    currents = _currents(declared, options.x)
    settings = _settings(declared, options.set)
    window = _window(options)
    groups = {
        name: neuron(model)(1, spk_reset=options.spk_reset, **(middle(model) | settings[name]))
        for name, model in declared.items()
    }
    _check_solver(declared, options.solver)
    check_plot(options.plot, OWNER)
    found = [response(group, currents[name], window, options.solver) for name, group in groups.items()]
    print(table(found))
    if options.plot:
        from ..pictures.traces import comparison

        comparison(found, window).savefig(options.plot, dpi=150)


def _models(names):
    known = registry()
    for name in names:
        if name not in known:
            raise UnknownNameError(owner=OWNER, kind="model", name=name, known=tuple(known))
    return {name: known[name] for name in names}


def _currents(declared, texts):
    """The current of each model: a number is in the model's own unit, and one for a model goes before that for all."""
    everybody, own = [text for text in texts if "=" not in text][-1:], {}
    for text in (text for text in texts if "=" in text):
        name, _, value = text.partition("=")
        _need(declared, name)
        own[name] = value
    lacking = next((name for name in declared if name not in own and not everybody), None)
    if lacking:
        problem, advice = f"there is no current for {lacking}", f"Write --x 25 or --x {lacking}=25."
        raise ConfigError(path=OWNER, problem=problem, advice=advice)
    return {name: _current(model, own.get(name, *everybody)) for name, model in declared.items()}


def _current(model, text):
    name, unit = model.__name__, model.input_unit
    value = quantity(OWNER, "--x", text)
    if isinstance(value, float):
        return attach(value, unit)
    try:
        return attach(strip(value, unit, OWNER, "x"), unit)
    except UnitError as error:
        words = "" if unit == "1" else f" {unit}"
        error.owner, error.name = f"{OWNER}: {name}", "--x"
        error.advice = f'Write --x {name}="1{words}", or a number, which is in the unit of each model.'
        raise


def _settings(declared, changes):
    """Parameters by model, from ``MODEL.NAME=VALUE``."""
    found = {name: {} for name in declared}
    for change in changes:
        place, equals, text = change.partition("=")
        name, dot, parameter = place.partition(".")
        if not (equals and dot):
            problem = f"{change!r} does not say which parameter of which model"
            raise ConfigError(path="--set", problem=problem, advice='Write --set LIF.tau="10 ms".')
        _need(declared, name)
        found[name][parameter.strip()] = quantity(OWNER, place, text)
    return found


def _need(declared, name):
    if name not in declared:
        raise UnknownNameError(owner=OWNER, kind="compared model", name=name, known=tuple(declared))


def _check_solver(declared, solver):
    for name, model in declared.items():
        known = solvers_for(model)
        if solver not in (None, *known):
            raise UnknownNameError(owner=OWNER, kind=f"solver for {name}", name=solver, known=known)


def _window(options):
    """The times of the options; each mistake names its option."""
    times = {name: quantity(OWNER, f"--{name}", getattr(options, name)) for name in Window._fields}
    window = Window(**times)
    try:
        window.steps(OWNER)
    except FastneuronError as error:
        error.advice = 'Write --duration "100 ms" --on "10 ms" --off "80 ms" --dt "0.01 ms".'
        raise
    return window


def table(found):
    """The models, their currents, spikes and first spikes, a line each.

    Parameters
    ----------
    found : sequence of Response

    Returns
    -------
    str
    """
    rows = [("model", "x", "spikes", "first spike", "last interval")]
    for shown in found:
        times = shown.spikes
        first = f"{times[0]:g} ms" if len(times) else "-"
        interval = f"{times[-1] - times[-2]:.4g} ms" if len(times) > 1 else "-"
        rows.append((shown.name, _text(shown.x), shown.failure or str(len(times)), first, interval))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _text(x):
    unit = x.dimensionality.string
    return f"{float(x):g}" + ("" if unit == "dimensionless" else f" {unit}")
