"""Stubs of classes: constructor, attributes, methods and properties, also those of bases that are not public."""

import ast
import enum
import inspect
import textwrap

from stub_functions import function, tree
from stub_names import CLASSES
from stub_types import annotated, phrases, returned, typed

import fastneuron as fn

SPECIAL = ("__call__", "__getitem__", "__contains__")
ARGUMENTS = {
    "in_size": "int or sequence of int", "spk_fun": "callable", "spk_reset": "str", "ref_var": "bool", "name": "str",
    "dtype": "dtype",
}  # fmt: skip
# Checkers do not see what a decorator makes of a class. So a declaration of a model is a group for them, and what is
# declared in it is on an instance what a group has.
BASES = {"Model": ["Neurons"]}
GET = """\
@overload
def __get__(self, instance: None, owner: type[Any]) -> Self: ...
@overload
def __get__(self, instance: object, owner: type[Any]) -> Quantity: ..."""
EXTRA = {
    "Model": ["def __init__(self, in_size: int | Sequence[int], *args: Any, **kwargs: Any) -> None: ..."],
    "SynapseModel": ["def __init__(self, *args: Any, **kwargs: Any) -> None: ..."],
    "Parameter": [GET],
    "State": [GET, "def __set__(self, instance: object, value: _Value) -> None: ..."],
}


def class_(cls):
    """The stub of a class.

    Parameters
    ----------
    cls : type

    Returns
    -------
    str
    """
    own = list(_own(cls))
    bases = BASES.get(cls.__name__) or list(dict.fromkeys(_bases(cls)))
    lines = [f'"""{inspect.getdoc(cls).splitlines()[0]}"""', *_attributes(cls, own), *_constructor(cls, own)]
    lines += [line for name, member in _members(cls, own).items() for line in _member(name, member, cls)]
    body = textwrap.indent("\n".join(lines + EXTRA.get(cls.__name__, [])), "    ")
    return f"class {cls.__name__}{'(' + ', '.join(bases) + ')' if bases else ''}:\n{body}"


def _own(cls):
    """The class, and the bases that have no stub of their own."""
    yield cls
    for base in cls.__bases__:
        if _hidden(base):
            yield from _own(base)


def _hidden(base):
    """Whether a class is ours and not one that users know."""
    return base.__module__.startswith("fastneuron") and base.__name__ not in CLASSES


def _bases(cls):
    """Names of the bases, in place of hidden ones theirs."""
    if hasattr(cls, "_fields"):
        yield "NamedTuple"
        return
    for base in cls.__bases__:
        if _hidden(base):
            yield from _bases(base)
        elif base is not object and (base.__name__ in CLASSES or base.__module__ in ("builtins", "enum")):
            yield base.__name__


def _attributes(cls, own):
    """Fields and other data of a class and its instances."""
    if issubclass(cls, enum.Enum):
        return [f"{name} = {member.value}" for name, member in cls.__members__.items()]
    found = {}
    for one in reversed(own):
        found |= {name: _kind(value) for name, value in vars(one).items() if _is_data(name, value)}
        found |= dict.fromkeys([*vars(one).get("FIELDS", ()), *_assigned(vars(one).get("__init__"))], "Any")
        found |= {name: annotated(kind) for name, kind in inspect.get_annotations(one).items()}
    if issubclass(cls, fn.surrogate.Surrogate):
        found |= dict.fromkeys(inspect.signature(cls).parameters, "float") if "gradient" in vars(cls) else {}
    words = phrases(cls.__doc__, "Attributes")
    taken = [*_members(cls, own), *(["model"] if fn.Neurons in cls.__bases__ else [])]
    return [f"{name}: {_told(kind, words.get(name))}" for name, kind in found.items() if name not in taken]


def _told(kind, phrase):
    """The type of an attribute: what the docstring says, or the value; one that is None may be something else."""
    told = typed(phrase, given=False)
    if kind == "None" and told != "Any":
        return f"{told} | None"
    return told if told != "Any" or kind == "None" else kind


def _is_data(name, value):
    return not name.startswith("_") and not hasattr(value, "__get__")


def _kind(value):
    kinds = {dict: "dict[str, Any]", tuple: "tuple[Any, ...]", type: "type[Any]", type(None): "None"}
    return kinds.get(type(value), type(value).__name__ if isinstance(value, (bool, int, float, str)) else "Any")


def _assigned(function):
    """Names of what a constructor writes into the object."""
    nodes = (node for node in ast.walk(tree(function)) if isinstance(node, ast.Attribute))
    of_self = (node.attr for node in nodes if isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self")
    return [name for name in of_self if not name.startswith("_")]


def _constructor(cls, own):
    if hasattr(cls, "_fields") or not ("__signature__" in vars(cls) or any("__init__" in vars(one) for one in own)):
        return []
    return [function("__init__", cls, _arguments(cls), self="self", result="None")]


def _arguments(cls):
    """Phrase of each argument of a constructor; those of a model follow from its declaration."""
    model = getattr(cls, "model", None)
    if model is None:
        return phrases(cls.__doc__)
    if not issubclass(model, fn.Model):
        return dict.fromkeys(model.parameters, "Quantity") | dict.fromkeys(model.without, "Quantity or None")
    first = model.first_value_arguments().values()
    return ARGUMENTS | dict.fromkeys(model.parameters, "Quantity") | dict.fromkeys(first, "Quantity or callable")


def _members(cls, own):
    """Methods and properties; of a declaration those that a group has not."""
    kinds = (property, classmethod, staticmethod)
    found = {}
    for name, member in ((name, member) for one in own for name, member in vars(one).items()):
        if (not name.startswith("_") or name in SPECIAL) and (inspect.isfunction(member) or isinstance(member, kinds)):
            found.setdefault(name, member)
    return {name: one for name, one in found.items() if cls is not fn.Model or not hasattr(fn.Neurons, name)}


def _member(name, member, cls):
    if isinstance(member, property):
        yield from _property(name, member, phrases(cls.__doc__, "Attributes"))
    elif isinstance(member, (classmethod, staticmethod)):
        yield f"@{type(member).__name__}"
        yield function(name, member.__func__)
    else:
        of_same_class = returned(member.__doc__) == cls.__name__
        yield function(name, member, result="Self" if of_same_class else None)


def _property(name, member, words):
    doc = member.__doc__.splitlines()[0]
    kind = typed(words[name], given=False) if name in words else returned(doc)
    yield f'@property\ndef {name}(self) -> {kind}:\n    """{doc}"""'
    if member.fset:
        given = "_Value" if kind == "Quantity" else "Any"
        yield f"@{name}.setter\ndef {name}(self, value: {given}) -> None: ..."
