"""Attributes of a synapse: where what arrives goes, and pulses of transmitter."""

import difflib

from .attributes import CLOSE
from .entries import entries, refused
from .structure import need_states

EXAMPLES = {"arrives": '("g",)', "sequence": '(("g",),)', "pulse": '("T", "T_dur")'}
ATTRIBUTES = ("arrives", "sequence", "pulse", "aligned", "direct")


def check_transmission(model):
    """Refuse attributes that are misspelt, of another kind than they should be, or that do not fit each other."""
    _check_spelling(model)
    _check_one_of(model, "aligned", ("post", "pre"))
    _check_one_of(model, "direct", (False,))
    for name in ("arrives", "sequence", "pulse"):
        value = getattr(model, name)
        if not isinstance(value, (tuple, type(None), *((str,) if name == "arrives" else ()))):
            advice = f"Write {name} = {EXAMPLES[name]}."
            raise refused(model, name, f"it must be a tuple, got {value!r}", advice)
    need_states(model, "arrives", model.arriving(), '("{}",)')
    if (model.aligned == "pre") != (model.pulse is not None):
        problem = 'what opens receptors of a presynaptic neuron is a pulse: aligned = "pre" and pulse go together'
        raise refused(model, "pulse", problem, 'Write aligned = "pre" and pulse = ("T", "T_dur").')
    if model.arrives is None and model.aligned == "post" and len(model.states) > 1:
        problem = f"which of {', '.join(model.states)} receives what arrives is not said"
        raise refused(model, "arrives", problem, f"Write arrives = ({next(iter(model.states))!r},).")
    if model.aligned == "pre" and model.arriving():
        raise refused(model, "arrives", "what arrives is the pulse", "Leave it out.")
    _check_pulse(model)


def _check_one_of(model, name, choices):
    value = getattr(model, name)
    if value not in choices or type(value) is not type(choices[0]):
        expected = " or ".join(map(repr, choices))
        raise refused(model, name, f"it must be {expected}, got {value!r}", f"Write {name} = {choices[0]!r}.")


def _check_pulse(model):
    """A pulse is a height and a duration, which are parameters."""
    if model.pulse is None:
        return
    good = 'Write pulse = ("T", "T_dur").'
    if len(model.pulse) != 2 or not all(name in model.parameters for name in model.pulse):
        problem = f"it must name two parameters, the height and the duration of a pulse, got {model.pulse!r}"
        raise refused(model, "pulse", problem, good)
    duration = model.parameters[model.pulse[1]]
    if duration.unit != "ms" or duration.above != 0:
        advice = f'Write {model.pulse[1]} = fn.Parameter({duration.default!r}, "ms", "duration of a pulse", above=0).'
        raise refused(model, model.pulse[1], "the duration of a pulse is in ms, and above 0", advice)


def _check_spelling(model):
    """Refuse what would be an attribute if it were spelt like it; constants of the user are left alone."""
    for name, value in entries(model).items():
        near = difflib.get_close_matches(name.lower(), ATTRIBUTES, n=1, cutoff=CLOSE)
        if near and name not in ATTRIBUTES and isinstance(value, (str, tuple, bool)):
            advice = f"Write {near[0]} = {value!r}, or call it _{name} if it is something else."
            raise refused(model, name, f"there is no attribute {name!r}", advice, unknown=name, known=ATTRIBUTES)
