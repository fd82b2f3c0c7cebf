"""Rates: functions of one variable, each with a name of its own that equations can ask for."""

from .entries import ALL_WORDS, arguments, is_name, refused

EXAMPLE = "Write def alpha(V): return 0.1 * V."


def check_rates(model):
    """Refuse rates that no equation could ask for, or that could not be computed."""
    seen = dict.fromkeys(ALL_WORDS, "a word of equations")
    seen |= dict.fromkeys(model.parameters, "a parameter") | dict.fromkeys(model.states, "a state")
    for function in model.rates.given:
        name = getattr(function, "__name__", repr(function))
        if not is_name(name):
            raise refused(model, "rates", f"{name} has no name that equations could ask for", EXAMPLE)
        if name in seen:
            raise refused(model, "rates", f"{name} is the name of {seen[name]} too", f"Call the rate {name}_0.")
        seen[name] = "another rate"
        if not _takes_one(function):
            raise refused(model, "rates", f"{name} is not a function of one variable", EXAMPLE)
    for name in model.rates.arguments:
        if name not in (known := (*model.states, *model.parameters)):
            problem = f"there is no parameter or state {name!r}, which their variable asks for"
            advice = "Write fn.Rates(..., of=lambda V: V)."
            raise refused(model, "rates", problem, advice, unknown=name, known=known)


def _takes_one(function):
    """Whether a function can be called with one argument by position, and needs no more."""
    found = (arguments(function) or {}).values()
    needed = [a for a in found if a.default is a.empty and a.kind not in (a.VAR_POSITIONAL, a.VAR_KEYWORD)]
    return len(needed) == 1 and needed[0].kind is not needed[0].KEYWORD_ONLY
