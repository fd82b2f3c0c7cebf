"""The content key of a sweep: two sweeps with the same key compute the same bits, in any process."""

from ..errors import ParameterError
from ..runs.identity import declared, operations, whole_package
from ..solvers import SOLVERS
from .code import NoContentError
from .content import content

# What a part of the key is called where it differs; a part that is not here by its own name.
WORDS = {
    "package": "the code of fastneuron",
    "equations": "the equations of {model}",
    "declaration": "the units, defaults or attributes of {model}",
    "points": "the swept values",
    "fixed": "the values that all points share",
    "drawn": "the first values that were drawn",
    "dt": "the step dt",
    "steps": "the duration",
    "atol": "the tolerances",
    "rtol": "the tolerances",
    "most_trials": "the tolerances",
    "rates": "the kind of device, which rates depend on to the last bits",
    "keep_failed": "whether measures of points that failed are kept",
}
NO_MATTER = {"errors", "device"}  # options that results do not depend on
ELSEWHERE = {"model", "panel", "options"}  # of these the key has more


def parts(description):
    """Hashes of everything that the results depend on: code and equations, points, inputs, measures.

    Threads, chunks, progress and where results go are left out: results do not depend on them. Nor do they on the
    device, but for models with rates and solvers that choose their steps: see docs/cuda.md.

    Parameters
    ----------
    description : Description

    Returns
    -------
    dict
        Name of a part and 32 hexadecimal digits.

    Raises
    ------
    ParameterError
        If something, such as a measure with an open file, cannot be known again.
    """
    model = description.model
    found = {"package": whole_package(), "model": model.__name__, "equations": _equations(model)}
    found |= {"declaration": declared(model, {"meaning"}), "measures": description.panel.measures}
    found |= {name: value for name, value in vars(description).items() if name not in ELSEWHERE}
    found |= {name: value for name, value in description.options.items() if name not in NO_MATTER}
    if SOLVERS[description.options["solver"]].adaptive and model.rates.functions:
        found["rates"] = description.options["device"] == "cpu"  # which reads them from tables
    return {name: _content(name, value) for name, value in found.items()}


def content_key(parts):
    """One hash of all parts, 32 hexadecimal digits."""
    return content(parts)


def differences(parts, others, model):
    """What two sweeps differ in, in words."""
    different = [name for name in parts | others if parts.get(name) != others.get(name)]
    words = (WORDS.get(name, f"the {name}").format(model=model) for name in different)
    return ", ".join(dict.fromkeys(words))


def _equations(model):
    """What the equations do; those for first values may be made of NumPy's functions, so of them the code."""
    starts = (model.equation(f"start_{state}") for state in model.states)
    return operations(model), [found and found[0] for found in starts]


def _content(name, value):
    try:
        return content(value)
    except NoContentError as error:
        raise ParameterError(
            owner="sweep", name=name, value=error.found,
            expected="made of numbers, arrays, functions and what can be pickled, for a store to know it again",
            advice=f"Leave out store= and client=, or make {type(error.found).__name__} where it is used.",
        ) from None  # fmt: skip
