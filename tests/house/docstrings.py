"""The docstring rule: a public docstring lists the parameters of the signature, in its order."""

import ast
import inspect
import re

_HEAD = re.compile(r"^\s*Parameters\s*\n\s*-{3,}\s*\n", re.MULTILINE)
_NEXT = re.compile(r"^(\s*)\S.*\n\1-{3,}\s*$", re.MULTILINE)
_NAMES = re.compile(r"^(\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::.*)?$")


def documented_parameters(docstring):
    """Names in the Parameters section of a NumPy-style docstring, None without such a section."""
    head = _HEAD.search(docstring)
    if head is None:
        return None
    section = docstring[head.end() :]
    following = _NEXT.search(section)
    lines = section[: following.start() if following else None].splitlines()
    lines = inspect.cleandoc("\n".join(lines)).splitlines()
    entries = (line for line in lines if line and not line[0].isspace())
    names = (match.group(1) for match in map(_NAMES.match, entries) if match)
    return [name.strip().lstrip("*") for group in names for name in group.split(",")]


def signature_parameters(function):
    """Names of a function's parameters in order, without self and cls and without private ones."""
    a = function.args
    names = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs]
    names += [a.kwarg] if a.kwarg else []
    return [n.arg for n in names if n.arg not in ("self", "cls") and not n.arg.startswith("_")]


def _constructor(cls):
    return next((n for n in cls.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)


def _public(tree):
    """Yield (name, node with the docstring, function with the signature) of everything public."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in tree.body:
        if isinstance(node, functions) and not node.name.startswith("_"):
            yield node.name, node, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            if _constructor(node):
                yield node.name, node, _constructor(node)
            for method in (n for n in node.body if isinstance(n, functions) and not n.name.startswith("_")):
                yield f"{node.name}.{method.name}", method, method


def parameters_as_in_signature(path, source):
    """Public docstrings whose Parameters section does not list the signature's parameters in order."""
    found = []
    for name, documented, function in _public(ast.parse(source)):
        listed = documented_parameters(ast.get_docstring(documented) or "")
        wanted = signature_parameters(function)
        if listed is not None and listed != wanted:
            found.append(f"{path}:{documented.lineno} {name}: docs list {listed}, the signature has {wanted}")
    return found


def first_line_says_what_for(path, source):
    """Files that do not begin with a docstring."""
    missing = source.strip() and not ast.get_docstring(ast.parse(source))
    return [f"{path}:1 does not say what the file is for"] if missing else []
