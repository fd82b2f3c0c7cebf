"""``fastneuron compare``: one step current through several models, counted and drawn."""

from ..classes import neuron
from ..errors import FastneuronError, UnknownNameError
from ..memory import available_memory, count
from ..models import registry
from ..pictures.responses import Window, middle, response
from ..runs.tolerances import solvers_for
from ..sweeping.names import sweepable
from ..units import attach, strip
from .entries import with_unit
from .outputs import check_plot
from .said import say
from .values import ConfigError, Place, single
from .words import Words

OWNER = "fastneuron compare"
STEP_BYTES = 64  # of a step: the potential, its time, what is drawn of them


class ModelWords(Words):
    """What the options say of one of the models."""

    def __init__(self, model):
        self.model = model

    def place(self, name):
        """The option of a parameter."""
        return f"{OWNER} --set {self.model.__name__}.{name}"

    def line(self, name, text):
        """An option to paste."""
        return f"--set {self.model.__name__}.{name}={text}"

    def example(self, name):
        """An option that is right."""
        parameter = self.model.parameters.get(name) or next(iter(self.model.parameters.values()))
        return self.line(name, with_unit(parameter.default, parameter.unit))

    def in_unit(self, name, unit):
        """A value in another unit."""
        parameter = self.model.parameters.get(name)
        return with_unit(parameter.default if parameter else -65.0, unit)

    def corrected(self, error, name):
        """The option with the nearest known name."""
        return [self.example(error.nearest)] if error.nearest in self.model.parameters else []


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
    groups = {name: _group(model, settings[name], options.spk_reset) for name, model in declared.items()}
    _check_solver(declared, options.solver)
    _check_size(window)
    check_plot(options.plot)
    found = [response(group, currents[name], window, options.solver) for name, group in groups.items()]
    say(table(found))
    if options.plot:
        from ..pictures.traces import comparison

        comparison(found, window).savefig(options.plot, dpi=150)


def _group(model, settings, spk_reset):
    with ModelWords(model).telling():
        return neuron(model)(1, spk_reset=spk_reset, **(middle(model) | settings))


def _check_size(window):
    """Refuse more steps than a picture of every step has room for."""
    steps = window.steps(OWNER)[0]
    if STEP_BYTES * steps > available_memory():
        problem, advice = f"{count(steps)} steps are too many to be drawn", 'Write --duration "100 ms" --dt "0.01 ms".'
        raise ConfigError(path=f"{OWNER} --duration", problem=problem, advice=advice)


def _models(names):
    known = registry()
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice:
        raise ConfigError(path=OWNER, problem=f"{twice} is there twice", advice=f"Write it once: {twice}.")
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
    value = _value("--x", text, "--x 25")
    if isinstance(value, float):
        return attach(value, unit)
    try:
        return attach(strip(value, unit, OWNER, "--x"), unit)
    except FastneuronError as error:
        advice = f"Write --x {name}={with_unit(1.0, unit)}, or a number, which is in the unit of each model."
        raise ConfigError(path=f"{OWNER}: {name}", problem=error.parts()[1], advice=advice) from None


def _value(option, text, example):
    return single(Place(f"{OWNER} {option}", option, example), text)


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
        found[name][parameter] = _setting(declared[name], parameter, text)
    return found


def _setting(model, name, text):
    """The value of a parameter or a first value, in a unit that it may have."""
    known = {one: unit for one, (unit, _) in sweepable(model).items() if one != "x"}
    words = ModelWords(model)
    if name not in known:
        raise words.told(UnknownNameError(kind="parameter", name=name, known=tuple(known)))
    value = _value(words.line(name, "").removesuffix("="), text, words.example(name))
    with words.telling():
        strip(value, known[name], OWNER, name)
    return value


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
    times = {name: _value(f"--{name}", getattr(options, name), f'--{name} "10 ms"') for name in Window._fields}
    window = Window(**times)
    try:
        window.steps(OWNER)
    except FastneuronError as error:
        advice = 'Write --duration "100 ms" --on "10 ms" --off "80 ms" --dt "0.01 ms".'
        raise ConfigError(path=f"{OWNER} --{error.name}", problem=error.parts()[1], advice=advice) from None
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
