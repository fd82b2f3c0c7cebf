"""Attributes of a declaration: spelt as `Model` has them, and of the right kind."""

import difflib

from ..models import Model, Rates
from ..solvers import SOLVERS
from .entries import attributes, entries, refused
from .values import check_unit

# Kinds of those whose default is None, and a value to paste.
KINDS = {"sequence": tuple, "tolerance": str, "event_unit": str, "current_state": str, "held_states": tuple}
EXAMPLES = {
    "sequence": '(("w",), ("V",))', "tolerance": '"error"', "event_unit": '"pA"', "current_state": '"I_stim"',
    "held_states": '("V",)',    "rates": "fn.Rates(alpha)",
}  # fmt: skip
WORDS = {bool: "True or False", str: "a text", tuple: "a tuple", dict: "a dictionary", Rates: "made by fn.Rates"}
CHOICES = {"spk_reset": ("soft", "hard"), "solver": tuple(SOLVERS)}
CLOSE = 0.7  # how like an attribute's name another may not be; of difflib, 1 is the same


def check_attributes(model):
    """Refuse attributes of another kind than `Model` has, unknown choices and units, and misspelt ones."""
    for name, default in attributes().items():
        value, kind = getattr(model, name), KINDS.get(name, type(default))
        if not (isinstance(value, kind) or (value is None and default is None)):
            example = EXAMPLES.get(name, repr(default))
            raise refused(model, name, f"it must be {WORDS[kind]}, got {value!r}", f"Write {name} = {example}.")
    for name, known in CHOICES.items():
        value = getattr(model, name)
        if value not in known:
            advice = f"Write {name} = {known[0]!r}."
            raise refused(model, name, f"there is no choice {value!r}", advice, unknown=value, known=known)
    for name in ("input_unit", "event_unit"):
        if getattr(model, name) is not None:
            check_unit(model, name, getattr(model, name))
    _check_spelling(model)


def _check_spelling(model):
    """Refuse what would be an attribute if it were spelt like it; constants of the user are left alone."""
    known = attributes()
    for name, value in entries(model).items():
        if name in known or callable(getattr(Model, name, None)):
            continue
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=CLOSE)
        kind = near and KINDS.get(near[0], type(known[near[0]]))
        if isinstance(value, Rates) or (near and isinstance(value, kind)):
            shown = repr(value) if isinstance(value, (bool, str, tuple)) else "..."
            advice = f"Write {near[0] if near else 'rates'} = {shown}, or call it _{name} if it is something else."
            raise refused(model, name, f"there is no attribute {name!r}", advice, unknown=name, known=tuple(known))
