"""Types of arguments and results, from the words that docstrings have for them.

What a phrase does not say, or says in words that are not listed here, is ``Any``.
"""

import inspect
import re

from declared import sections
from stub_names import CLASSES

# What a phrase begins with, the type of an argument, that of a result.
WORDS = [
    (r"Quantity\b", "_Value", "Quantity"),
    (r"(float64 )?ndarray of int64", "NDArray[np.int64]", "NDArray[np.int64]"),
    (r"(float64 )?ndarray\b", "NDArray[Any]", "NDArray[Any]"),
    (r"array\b", "ArrayLike", "NDArray[Any]"),
    (r"(number|float)\b", "float", "float"),
    (r"(int|str|bool|None)\b", r"\1", r"\1"),
    (r'"\w+"', "str", "str"),
    (r"path\b", "PathLike[str]", "PathLike[str]"),
    (r"dtype\b", "DTypeLike", "Any"),
    (r"dict\b", "Mapping[str, Any]", "dict[str, Any]"),
    (r"callable\b", "Callable[..., Any]", "Callable[..., Any]"),
    (r"class\b", "type[Neurons]", "type[Neurons]"),
    (r"group\b", "Neurons", "Neurons"),
    (r"pair of groups", "Sequence[Neurons]", "Sequence[Neurons]"),
    (r"noise source", "WhiteNoise | OUProcess", "Any"),
    (r"neo\.AnalogSignal", "Quantity", "Any"),  # it is one
    (r"xarray\.(\w+)", r"\1", r"\1"),
    (r"tuple \(g, E\)", "tuple[Any, Any]", "tuple[Any, Any]"),
]
CONTAINERS = {"tuple": "tuple[{}, ...]", "sequence": "Sequence[{}]", "list": "Sequence[{}]"}
_COMMA = re.compile(r",(?![^(\[{]*[)\]}])")  # not within brackets
_ASIDE = re.compile(r", (?:default|optional|shape|broadcastable|which)\b.*")


def typed(phrase, given=True):
    """The type that a phrase stands for.

    Parameters
    ----------
    phrase : str or None
        What follows the colon in a docstring, such as "Quantity [ms], default 1 ms".
    given : bool, default True
        Whether it is an argument, which may be more than what the same words mean for a result.

    Returns
    -------
    str
    """
    words = [one for part in _COMMA.split(_ASIDE.sub("", phrase or "anything")) for one in part.split(" or ")]
    found = [_one(re.sub(r"^an? ", "", word.strip()), given) for word in words if word.strip()]
    return "Any" if "Any" in found else " | ".join(dict.fromkeys(found))


def _one(words, given):
    first, (kind, of, inner) = words.split(" ")[0], words.partition(" of ")
    if re.fullmatch(r"\{.*\}", words):
        return f"Literal[{words[1:-1]}]"
    if first in CLASSES:
        return first
    if of and kind in CONTAINERS:
        return CONTAINERS[kind].format(_one(re.sub(r"(?<=\w)s$", "", inner), given))
    matches = ((re.match(pattern, words), types) for pattern, *types in WORDS)
    return next((match.expand(types[not given]) for match, types in matches if match), "Any")


def annotated(annotation):
    """The type that an annotation stands for."""
    return re.sub(r"\btuple\b(?!\[)", "tuple[Any, ...]", inspect.formatannotation(annotation))


def phrases(docstring, section="Parameters"):
    """Phrase of each entry in a section of a docstring."""
    lines = sections(inspect.cleandoc(docstring or "")).get(section, "").splitlines()
    entries = [line.split(" : ", 1) for line in lines if " : " in line and not line[0].isspace()]
    return {name.strip(): phrase for names, phrase in entries for name in names.split(",")}


def returned(docstring):
    """The type of a result: from the section Returns or Yields, or a Quantity that the first line names."""
    parts = sections(inspect.cleandoc(docstring or ""))
    for section, form in (("Returns", "{}"), ("Yields", "AbstractContextManager[{}]")):
        if section in parts:
            line = parts[section].splitlines()[0]
            return form.format(typed(line.split(" : ", 1)[-1], given=False))
    return "Quantity" if "Quantity [" in parts[""].partition("\n")[0] else "Any"
