"""The arithmetic rule: what may be called from NumPy, SciPy and `math` on the way to a result.

A result has the same bits on every processor. NumPy's exp or cos are other code where other vector units are found,
its products of matrices and LAPACK are BLAS's, the order of its sums is its own, and C's functions are the system's. So
only what has one right answer is allowed, whatever computes it: what moves, compares, counts or rounds once. The
elementary functions are those of `fastneuron.simd`; sums are written out.
"""

import ast

from .imports import inner

HERE = "tests/house/arithmetic.py"
NOT_ON_THE_WAY = ("pictures", "cli", "errors")

_MOVES = """
    append arange argpartition argsort array asarray ascontiguousarray atleast_1d atleast_2d block broadcast
    broadcast_arrays broadcast_shapes broadcast_to column_stack concatenate copyto delete empty empty_like expand_dims
    flip frombuffer full full_like hstack insert ix_ linspace ma.getmaskarray ma.isMA moveaxis ndindex nditer ones
    ones_like partition pad put ravel ravel_multi_index repeat reshape roll select shape size sort split squeeze stack
    swapaxes take tile transpose unravel_index vstack where zeros zeros_like argwhere flatnonzero nonzero unique isin
    searchsorted lexsort digitize vectorize ndenumerate
"""
_COMPARES = """
    all any allclose amax amin argmax argmin array_equal equal greater greater_equal isclose isfinite isinf isnan less
    less_equal logical_and logical_not logical_or max maximum min minimum fmax fmin not_equal ptp signbit clip nanmax
    nanmin
"""
_COUNTS = """
    add.at bincount invert bitwise_and bitwise_or bitwise_xor count_nonzero cumsum left_shift right_shift packbits prod
    unpackbits
"""  # of integers, or one after the other
_ROUNDS_ONCE = """
    abs absolute add ceil copysign diff divide floor frexp ldexp modf multiply nan_to_num negative nextafter positive
    reciprocal rint round sign spacing sqrt square subtract trunc
"""
_TYPES = """
    array2string bool_ dtype errstate finfo float32 float64 floating generic iinfo inf int8 int16 int32 int64 integer
    intp isscalar issubdtype may_share_memory nan ndarray ndim newaxis number pi promote_types result_type
    shares_memory typing typing.ArrayLike typing.DTypeLike typing.NDArray uint8 uint16 uint32 uint64 random
    random.Philox ufunc
"""  # the words of Philox are whole numbers
_OF_MATH = "ceil comb copysign e floor fsum gcd inf isclose isfinite isinf isnan ldexp nan pi prod sqrt tau trunc"
ALLOWED = {
    "numpy": {"", *_MOVES.split(), *_COMPARES.split(), *_COUNTS.split(), *_ROUNDS_ONCE.split(), *_TYPES.split()},
    "math": {"", *_OF_MATH.split()},
}
METHODS = {"cumprod", "dot", "mean", "nanmean", "std", "trace", "var"}  # of arrays
EXACT_BASES = (0.5, 2, 10)  # of powers with whole exponents; any other power but a square is C's pow
FOR_A_REASON = {
    ("fastneuron/networks/canonical.py", "scipy"): "a container that users are given",
    ("fastneuron/units/conversion.py", "math.log10"): "rounded to a whole number at once",
    ("fastneuron/units/checks.py", "numpy.sum"): "only whether it is finite is asked",
    ("fastneuron/runs/handed.py", "**"): "the user's own arithmetic on what was handed out",
    ("fastneuron/engine/kernel/rehearsal.py", "numpy.mean"): "a rehearsal, of which nothing is kept",
    ("fastneuron/simd/numbers/dual.py", "**"): "of expressions in kernels, which multiply",
    ("fastneuron/simd/plain/operators.py", "math.log"): "numbers in the text of an error",
    ("fastneuron/simd/plain/operators.py", "numpy.power"): "a key, for the operator that it stands for",
}


def arithmetic_of_our_own(path, source):
    """What has other bits on another processor, on the way to a result."""
    own, found = inner(path), []
    if own is None or own[0] in NOT_ON_THE_WAY:
        return []
    tree = ast.parse(source)
    names = dict(_modules(tree))
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        for name in _called(node, names, inside):
            if (path, name) not in FOR_A_REASON:
                found.append(f"{path}:{node.lineno} {name}: other bits on another processor, see {HERE}")
    return found


def _modules(tree):
    """Yield what a file calls modules of numbers, and their names: ``np``, ``numpy``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name.split(".")[0], alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _called(node, names, inside):
    """Yield what a node uses that may not be used."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        yield from (module for module in modules if module.split(".")[0] == "scipy" and not getattr(node, "level", 0))
    if isinstance(node, (ast.Attribute, ast.Name)) and id(node) not in inside:
        module, _, name = _full_name(node, names).partition(".")
        if module in ALLOWED and name not in ALLOWED[module]:
            yield f"{module}.{name}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        if _full_name(node.func, names).partition(".")[0] not in ALLOWED:
            yield f".{node.func.attr}()"
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        if isinstance(node.op, ast.MatMult) or isinstance(node.op, ast.Pow) and not _exact_power(node):
            yield "@" if isinstance(node.op, ast.MatMult) else "**"


def _full_name(node, names):
    """``numpy.random.Philox`` for ``np.random.Philox``; "" for what is no name of a module."""
    words = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return ".".join([names[node.id], *reversed(words)]) if isinstance(node, ast.Name) and node.id in names else ""


def _exact_power(node):
    """Whether a power is one of 2 or 10, or a square."""
    base, exponent = getattr(node, "left", None), getattr(node, "right", None)
    return getattr(base, "value", None) in EXACT_BASES or getattr(exponent, "value", None) == 2
