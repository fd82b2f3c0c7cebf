"""The code of functions and classes as parts to hash: instructions, constants, defaults, and what its names mean.

What is installed, this package included, is known by its name: it is not edited between two runs of a sweep.
"""

import contextlib
import dis
import functools
import importlib.util
import os
import site
import sys
import sysconfig
import types

_OF_CODE = (
    "co_code", "co_exceptiontable", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_names",
    "co_freevars", "co_cellvars",
)  # fmt: skip
_HAS_DOCUMENTATION = 0x4000000  # a flag of Python 3.13
_READS = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")


class NoContentError(TypeError):
    """An object that cannot be told from others by its content. Attribute: ``found``, the object."""

    def __init__(self, found):
        self.found = found
        super().__init__(found)


def is_installed(name):
    """Whether a module, by its name, is one that was imported from where Python or packages are installed."""
    module = sys.modules.get(name)
    return module is not None and name != "__main__" and _lies_where_installed(module.__spec__)


def _lies_where_installed(spec):
    if spec is None or spec.origin in ("built-in", "frozen"):
        return spec is not None
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    return any(os.path.realpath(place).startswith(_installed()) for place in places)


@functools.cache
def _installed():
    """Folders of Python, of installed packages, and of this package."""
    folders = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    folders.append(os.path.dirname(sys.modules[__name__.partition(".")[0]].__file__))
    return tuple(os.path.join(os.path.realpath(folder), "") for folder in folders)


def wrapped(value):
    """The function within an installed kind of object, such as what `functools.cache` and `numba.njit` give."""
    return getattr(value, "__wrapped__", None) if is_installed(type(value).__module__) else None


def _function(walk, function):
    """A function: its code, or its name if that is installed, and what it was made with."""
    code, module = function.__code__, function.__globals__.get("__name__")
    made_with = [function.__defaults__, function.__kwdefaults__, vars(function)]
    if is_installed(module):
        nameless = [code] if "<" in function.__qualname__ else []  # a lambda, or made within another function
        cells = (_content(cell) for cell in function.__closure__ or ())
        return f"{module}.{function.__qualname__}", *walk.all([*nameless, *made_with]), *walk.all(cells)
    names = set(_names(code))
    values = [(name, function.__globals__[name]) for name in sorted(_globals(code)) if name in function.__globals__]
    values += zip(code.co_freevars, map(_content, function.__closure__ or ()), strict=True)
    values += [(module.__name__, module) for module in _imported(code, function.__globals__.get("__package__"))]
    meanings = (text for name, value in values for text in (name, *_meaning(walk, value, names, set())))
    return *_code(walk, code, function.__doc__), *walk.all(made_with), *meanings


def _content(cell):
    """What is in a cell; nothing if it is empty yet."""
    with contextlib.suppress(ValueError):
        return cell.cell_contents


def _meaning(walk, value, names, seen):
    """What a name stands for; of a user's module only what is asked for by one of these names."""
    if not isinstance(value, types.ModuleType):
        yield walk.of(value)
    elif is_installed(value.__name__):
        yield value.__name__
    elif value.__name__ not in seen:
        seen.add(value.__name__)
        for name in sorted(names & vars(value).keys()):
            yield name
            yield from _meaning(walk, vars(value)[name], names, seen)


def _code(walk, code, documentation=None):
    """Instructions and constants, but for the function's documentation."""
    constants = code.co_consts
    if constants and constants[0] == documentation:  # without documentation it is None
        constants = constants[1:]
    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]  # what others are called does not matter
    flags = code.co_flags & ~_HAS_DOCUMENTATION
    return walk.all([*(getattr(code, name) for name in _OF_CODE), arguments, flags, constants])


def _with_inner(code):
    """A function's code and that of all functions within."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _with_inner(constant)


def _names(code):
    return (name for inner in _with_inner(code) for name in inner.co_names)


def _globals(code):
    steps = (step for inner in _with_inner(code) for step in dis.get_instructions(inner))
    return {step.argval for step in steps if step.opname in _READS}


def _imported(code, package):
    """The users' modules that are imported within a function."""
    for inner in _with_inner(code):
        steps = [step for step in dis.get_instructions(inner) if step.opname != "EXTENDED_ARG"]
        for n, step in enumerate(steps):
            if step.opname == "IMPORT_NAME":
                level, members = (before.argval for before in steps[n - 2 : n])
                name = "." * level + step.argval
                stem = name if name.endswith(".") else f"{name}."
                names = (name, *(stem + member for member in members or ()))
                yield from (module for name in names for module in _module(name, package))


def _module(name, package):
    """The module of a name if there is one and a user wrote it."""
    with contextlib.suppress(ImportError, ValueError):  # if the function needs it, it will say so itself
        name = importlib.util.resolve_name(name, package)
        if not _lies_where_installed(importlib.util.find_spec(name.partition(".")[0])):
            yield importlib.import_module(name)


def _class(walk, cls):
    """A class: its bases, and what its body defines; its name if it is installed."""
    if is_installed(cls.__module__):
        return (f"{cls.__module__}.{cls.__qualname__}",)
    members = {name: value for name, value in sorted(vars(cls).items()) if _is_written(name, value)}
    return walk.all([*cls.__bases__, members])


OF_PYTHON = {
    "__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__firstlineno__", "__static_attributes__",
    "__annotations__", "__annotations_cache__", "__abstractmethods__", "_abc_impl", "__parameters__", "__orig_bases__",
    "__dataclass_params__", "__dataclass_fields__", "__match_args__",
}  # fmt: skip


def _is_written(name, value):
    """Whether a member of a class was written in it: Python adds texts and tables of its own."""
    return callable(value) or name not in OF_PYTHON


def _no_module(walk, module):
    if not is_installed(module.__name__):
        raise NoContentError(module)
    return (module.__name__,)


_IN_C = (
    types.GetSetDescriptorType, types.MemberDescriptorType, types.MethodDescriptorType, types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
)  # fmt: skip

PARTS_OF_CODE = {
    types.FunctionType: _function,
    types.CodeType: _code,
    type: _class,
    types.ModuleType: _no_module,
    types.MethodType: lambda walk, method: walk.all([method.__func__, method.__self__]),
    staticmethod: lambda walk, method: (walk.of(method.__func__),),
    classmethod: lambda walk, method: (walk.of(method.__func__),),
    property: lambda walk, made: walk.all([made.fget, made.fset, made.fdel]),
    functools.cached_property: lambda walk, made: (walk.of(made.func),),
    **dict.fromkeys(_IN_C, lambda walk, method: (method.__qualname__,)),
}
