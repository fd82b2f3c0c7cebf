"""Which modules have a stub, which names it has, where a class is written, what a stub has to import."""

import ast
import importlib
import inspect

import fastneuron as fn

ROOT = "fastneuron"
# All that users import from. A class is in the stub of the module that is nearest to its file.
MODULES = (
    ROOT, *(getattr(fn, name).__name__ for name in fn.__all__ if inspect.ismodule(getattr(fn, name))),
    "fastneuron.runs.result", "fastneuron.networks.result", "fastneuron.pictures.plots",
    "fastneuron.pictures.responses", "fastneuron.pictures.traces",
)  # fmt: skip
# For a checker a list or an array times a unit is still one, and with NumPy 2.5 a number is a number. So bare numbers,
# where a unit is due, are not found.
ALIASES = {"_Value": "Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float"}
ELSEWHERE = {
    "collections.abc": ("Callable", "Mapping", "Sequence"),
    "contextlib": ("AbstractContextManager",),
    "enum": ("IntEnum",),
    "os": ("PathLike",),
    "types": ("ModuleType",),
    "typing": ("Any", "Literal", "NamedTuple", "Self", "TypeAlias", "TypeVar", "overload"),
    "numpy.typing": ("ArrayLike", "DTypeLike", "NDArray"),
    "quantities.quantity": ("Quantity",),  # without type hints the package does not say what it exports
    "xarray": ("DataArray", "Dataset"),
}
SHORT = {"numpy": "np", "quantities": "pq"}
STANDARD = ("collections.abc", "contextlib", "enum", "os", "types", "typing")


def public(module):
    """Names and values of what a module offers."""
    module = importlib.import_module(module)
    own = [name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__]
    return {name: getattr(module, name) for name in getattr(module, "__all__", own) if not name.startswith("_")}


def home(value):
    """The module in whose stub a function or class is written."""
    if inspect.isclass(value) and issubclass(value, fn.Neurons):
        return ROOT
    above = [module for module in MODULES if f"{value.__module__}.".startswith(f"{module}.")]
    return max(above, key=len, default=ROOT)


CLASSES = {
    name: home(value) for module in MODULES for name, value in public(module).items() if inspect.isclass(value)
}


def imports(module, code):
    """The lines that a stub begins with: what its code names, what it passes on, the aliases that it uses."""
    used = _used(code)
    aliases = [f"{alias}: TypeAlias = {meaning}" for alias, meaning in ALIASES.items() if alias in used]
    used |= _used("\n".join(aliases))
    lines = {True: [], False: []}
    for whole, short in SHORT.items():
        lines[False] += [f"import {whole} as {short}"] if short in used else []
    for origin, names in ELSEWHERE.items():
        lines[origin in STANDARD] += _from(origin, used.intersection(names))
    ours = _passed_on(module) + [
        line for origin in MODULES if origin != module
        for line in _from(origin, {name for name in used - {*public(module)} if CLASSES.get(name) == origin})
    ]  # fmt: skip
    inner = [
        f"from {value.__name__.removeprefix(ROOT).rpartition('.')[0] or '.'} import {name} as {name}"
        for name, value in public(module).items() if inspect.ismodule(value)
    ]  # fmt: skip
    blocks = (lines[True], lines[False], sorted(ours), sorted(inner), aliases)
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _passed_on(module):
    """What a module offers and others have in their stubs."""
    elsewhere = {name: home(value) for name, value in public(module).items() if callable(value)}
    return [f"from {origin} import {name} as {name}" for name, origin in elsewhere.items() if origin != module]


def _from(origin, names):
    order = sorted(names, key=lambda name: (name[0].islower(), name))  # as ruff wants it: classes first
    return [f"from {origin} import {', '.join(order)}"] if names else []


def _used(code):
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
