"""What a public function does in Python: it looks at its operands and leaves the work to the most special kind."""

import functools

from .constant import ConstantNumber, plain, stays

WITHOUT_UNIT = "Write the number alone, in the unit that the model declares, as in (V - 5.0) / tau."


class Refused(TypeError):
    """Something that can not be done with the numbers of an equation.

    Parameters
    ----------
    problem, advice : str
        What is wrong, and the line that says what to write.
    """

    def __init__(self, problem, advice):
        self.problem, self.advice = problem, advice
        super().__init__(problem, advice)

    def __str__(self):
        return f"{self.problem}. {self.advice}"


class Operand:
    """A kind of number that knows by itself how a function of this package applies to it.

    Attributes
    ----------
    rank : int
        Among several kinds, the one with the highest rank decides: dual numbers, then expressions, then traced values.
    notes : bool
        Whether it writes down what is done with it, also by functions that look at the kinds of their operands.
    """

    rank = 0
    notes = False

    @classmethod
    def call(cls, function, operands):
        """The function of these operands, of which one at least is of this kind and none of a higher one."""
        raise NotImplementedError

    def stopped(self):
        """The number without what it is differentiated by."""
        return self


def on_numbers(implementation):
    """Decorate a public function: in Python it runs ``implementation`` on plain numbers.

    The decorated body is never run: its name, signature and documentation are what matters.
    """

    def decorate(public):
        @functools.wraps(public)
        def function(*operands):
            if kind := _deciding(operands):
                return kind.call(function, operands)
            if any(hasattr(operand, "units") for operand in operands):
                raise Refused(f"fn.simd.{public.__name__} works on numbers without a unit", WITHOUT_UNIT)
            value = implementation(*map(plain, operands))
            return ConstantNumber(value) if stays(operands) else value

        return function

    return decorate


def dispatched(public):
    """Decorate a public function whose body is what it does with plain numbers."""

    @functools.wraps(public)
    def function(*operands):
        kind = _deciding(operands)
        return kind.call(function, operands) if kind else public(*operands)

    return function


def by_kind(public):
    """Decorate a public function whose body looks at the kinds of its operands; what takes notes goes first."""

    @functools.wraps(public)
    def function(*operands):
        kind = _deciding(operands)
        return kind.call(function, operands) if kind and kind.notes else public(*operands)

    return function


def in_kernels(public):
    """Decorate a public function that has no meaning in Python, only in what is compiled."""

    @functools.wraps(public)
    def nowhere(*operands):
        raise TypeError(f"{public.__name__} works in compiled code only")

    return dispatched(nowhere)


def leaves(operands):
    """All operands, also those within tuples."""
    for operand in operands:
        if isinstance(operand, tuple):
            yield from leaves(operand)
        else:
            yield operand


def _deciding(operands):
    """The kind of operand that decides how a function applies, None among plain numbers."""
    kinds = [type(operand) for operand in leaves(operands) if isinstance(operand, Operand)]
    return max(kinds, key=lambda kind: kind.rank, default=None)


class Zero:
    """The tangent of a number without one; it disappears from every rule."""

    __array_ufunc__ = None  # NumPy leaves the arithmetic to the methods below

    def __add__(self, other):
        return other

    __radd__ = __rsub__ = __add__

    def __sub__(self, other):
        return self if other is self else -other

    def __mul__(self, other):
        return self

    __rmul__ = __truediv__ = __mul__

    def __neg__(self):
        return self


ZERO = Zero()
