"""Rules about what the code may contain: relaxed arithmetic, prints, branches on states in equations."""

import ast
from pathlib import PurePosixPath

# Each of these lets the compiler change bits, and breaks the promise that results are the same everywhere.
RELAXED = {"fastmath", "reassoc", "contract", "afn", "arcp", "nnan", "ninf", "nsz"}
MAY_PRINT = {"cli"}  # the command line: fastneuron/cli.py or fastneuron/cli/
MACHINERY = {"__init__.py", "declaration.py"}  # files of models/ that hold no equations
CONVERSIONS = {"float", "int", "bool"}
BRANCHES = {
    ast.If: "if", ast.IfExp: "if", ast.While: "while", ast.For: "for", ast.BoolOp: "and/or",
    ast.Assert: "assert", ast.Try: "try",
}  # fmt: skip


def _called(node):
    """Name of the function that a node calls by its bare name, None for any other node."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None


def no_relaxed_arithmetic(path, source):
    """Keywords and flags that let a compiler reorder, contract or assume finite numbers."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in RELAXED:
            found.append(f"{path}:{node.value.lineno} {node.arg}= is forbidden: write fma(a, b, c)")
        if isinstance(node, ast.Constant) and node.value in RELAXED:
            found.append(f"{path}:{node.lineno} the flag {node.value!r} is forbidden: it changes results")
    return found


def no_print(path, source):
    """Prints in the library, which belong on the command line."""
    if set(PurePosixPath(path).with_suffix("").parts) & MAY_PRINT:
        return []
    prints = (node for node in ast.walk(ast.parse(source)) if _called(node) == "print")
    return [f"{path}:{node.lineno} print() in the library: return, raise or warn instead" for node in prints]


def _equations(path, tree):
    """Methods of the classes of a model family: everything in them must work on lanes."""
    parts = PurePosixPath(path).parts
    if "models" not in parts or parts[-1] in MACHINERY:
        return
    for cls in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for node in cls.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                yield node


def lanes_only_in_equations(path, source):
    """Branches and conversions to one number in equations: they would work on floats and fail on lanes."""
    found = []
    for function in _equations(path, ast.parse(source)):
        for node in ast.walk(function):
            word = BRANCHES.get(type(node))
            if word:
                found.append(f"{path}:{node.lineno} `{word}` in {function.name}: write where(mask, a, b)")
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                found.append(f"{path}:{node.lineno} `not` in {function.name}: write ~mask")
            elif _called(node) in CONVERSIONS:
                found.append(f"{path}:{node.lineno} {_called(node)}() in {function.name}: use convert()")
    return found
