"""A page for each model, from its declaration: equations, tables, notes, references, figure, source.

A model that is added to the registry has a page without a line here.
"""

import inspect
import re
import textwrap

import accuracy

from fastneuron.models import Model, registry
from fastneuron.runs.tolerances import solvers_for

BOUNDS = {"above": "more than {}", "at_least": "at least {}", "at_most": "at most {}"}
_HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)


def sections(docstring):
    """A NumPy-style docstring by section; what comes before the first has the name ``""``."""
    parts = _HEADING.split(docstring)
    return {"": parts[0].strip()} | {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def family(model):
    """The model and those that it is derived from, nearest first."""
    return [cls for cls in model.__mro__ if issubclass(cls, Model) and cls is not Model and cls.__doc__]


def inherited(model, has):
    """The nearest of the family whose docstring passes a test, and its sections; None if there is none."""
    found = ((cls, sections(inspect.getdoc(cls))) for cls in family(model))
    return next(((cls, parts) for cls, parts in found if has(parts)), None)


def page(model):
    """The page of a model in reStructuredText.

    Parameters
    ----------
    model : type
        A declaration.

    Returns
    -------
    str
    """
    own = sections(inspect.getdoc(model))
    name = model.__name__
    pieces = [
        f"{name}\n{'=' * len(name)}", own[""], _equations_of_base(model, own),
        f".. figure:: {name}.png\n   :alt: {name} under a step current\n\n   {CAPTION}",
        _title("Parameters"), _parameters(model), _title("States"), _states(model), _title("Behaviour"),
        _behaviour(model), *_accuracy(model), *_notes(model), _title("References"), _references(model),
        _title("Declaration"), _source(model),
    ]  # fmt: skip
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


CAPTION = (
    "Default parameters, hard reset. Left: a step current, the weakest of 64 that makes the neuron fire at least four "
    "times, if any does. Right: the drift of the potential, the phase plane with the current on, or the other states."
)


def _title(text):
    return f"{text}\n{'-' * len(text)}"


def _equations_of_base(model, own):
    """Equations that the docstring leaves to the model it is derived from."""
    if ".. math::" in own[""]:
        return None
    found = inherited(model, lambda parts: ".. math::" in parts[""])
    if found is None:
        return None
    base, parts = found
    body = parts[""][parts[""].index(".. math::") :]
    return f"The equations are those of :doc:`{base.__name__}`:\n\n{body}"


def _table(header, widths, rows):
    lines = [".. list-table::", "   :header-rows: 1", f"   :widths: {widths}", ""]
    for row in [header, *rows]:
        lines += [f"   {'* -' if n == 0 else '  -'} {cell}".rstrip() for n, cell in enumerate(row)]
    return "\n".join(lines)


def _value(number, unit):
    return f"{number:g}" + ("" if unit == "1" else f" {unit}")


def _parameters(model):
    rows = []
    for name, p in model.parameters.items():
        limits = {bound: getattr(p, bound) for bound in BOUNDS}
        words = [
            BOUNDS[bound].format(f"``{limit}``" if isinstance(limit, str) else _value(limit, p.unit))
            for bound, limit in limits.items() if limit is not None
        ]  # fmt: skip
        rows.append((f"``{name}``", f"{p.default:g}", p.unit, ", ".join(words), p.meaning))
    return _table(("name", "default", "unit", "bounds", "meaning"), "14 12 10 24 40", rows)


def _states(model):
    arguments = {name: f"``{argument}``" for name, argument in model.first_value_arguments().items()}
    rows = [
        (f"``{name}``", _start(state), state.unit, state.meaning, arguments.get(name, ""))
        for name, state in model.states.items()
    ]  # fmt: skip
    return _table(("name", "first value", "unit", "meaning", "argument"), "12 24 10 34 20", rows)


def _start(state):
    if state.initial is None:
        return "follows from the states before it"
    if isinstance(state.initial, tuple):
        return "uniform from {:g} to {:g}".format(*state.initial)
    return f"{state.initial:g}"


def _behaviour(model):
    unit = {"1": "no unit"}.get(model.input_unit, model.input_unit)
    delta = model.delta_unit()
    target = "" if model.event_unit else f", added to ``{model.delta_state}``"
    solvers = ", ".join(f"``{name}``" for name in solvers_for(model))
    exponential = model.solver == "exponential_euler"
    groups = ", then ".join(", ".join(f"``{name}``" for name in group) for group in model.groups())
    apart = "; each sees the new values of those before" if len(model.groups()) > 1 else ""
    together = ", side by side, from the old values" if any(len(group) > 1 for group in model.groups()) else ""
    facts = [
        f"input current ``x``: {unit}; delta inputs: " + ("no unit" if delta == "1" else delta) + target,
        f"spike: {_spike(model)}",
        f"exponential and symplectic Euler take {groups}{together}{apart}" if exponential else None,
        "the current is not part of the linearisation" if exponential and not model.current_in_drift else None,
        None if model.refractory() else "no refractory period",
        f"solvers: {solvers} (default ``{model.solver}``)",
    ]  # fmt: skip
    return "\n".join(f"- {fact}" for fact in facts if fact)


def _spike(model):
    if model.spike_at_peak:
        return "the first fall of the potential above the threshold, as in NEST; nothing is reset"
    if model.rising_edge:
        return "the crossing of the threshold upwards; nothing is reset"
    return f"at or above the threshold; the reset, by default {model.spk_reset}, begins the next step"


def _accuracy(model):
    """How far each solver is off at some steps."""
    found = accuracy.of_model(model)
    if found is None:
        return ()
    sentence, header, rows = found
    widths = " ".join(["28", *["18"] * (len(header) - 1)])
    return _title("Accuracy"), sentence, _table(header, widths, rows)


def _notes(model):
    """What the docstring says on numerics, and on how the model differs from brainpy.state and from the paper."""
    found = inherited(model, lambda parts: "Notes" in parts)
    if found is None:
        return ()
    base, parts = found
    whose = "" if base is model else f"Of :doc:`{base.__name__}`: "
    general = "What holds for all models is on the page :doc:`/differences`."
    return _title("Numerics, and differences from the reference"), f"{whose}{parts['Notes']}", general


def _references(model):
    found = inherited(model, lambda parts: "References" in parts)
    return listed(found[1]["References"])


def listed(text):
    """Footnotes that nothing refers to as the entries of a list."""
    return re.sub(r"^( *)\.\. \[\d+\] ", r"\1-  ", text, flags=re.MULTILINE)  # two spaces: what follows is at 3


def _source(model):
    source = textwrap.dedent(inspect.getsource(model))
    lines = source.count("\n")
    body = re.sub(r'""".*?"""', '"""..."""', source, count=1, flags=re.DOTALL)
    words = f"All of the model, {lines} lines with the documentation that is left out here:"
    return f"{words}\n\n.. code-block:: python\n\n{textwrap.indent(body, '   ')}"


def overview():
    """The page that lists all models, with the first sentence on each.

    Returns
    -------
    str
    """
    models = registry().values()
    rows = [
        (f":doc:`{m.__name__}`", {"1": "none"}.get(m.input_unit, m.input_unit), str(len(m.states)), _first_line(m))
        for m in models
    ]  # fmt: skip
    table = _table(("model", "unit of ``x``", "states", ""), "24 14 10 52", rows)
    tree = "\n".join(f"   {m.__name__}" for m in models)
    return (
        f"Models\n======\n\n{table}\n\nEach page is made from the model's declaration.\n\n"
        f".. toctree::\n   :hidden:\n\n{tree}\n"
    )


def _first_line(model):
    return inspect.getdoc(model).splitlines()[0]


def pages():
    """All pages by name, without ending.

    Returns
    -------
    dict
    """
    return {"index": overview()} | {name: page(model) for name, model in registry().items()}
