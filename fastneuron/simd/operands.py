"""What a public function does in Python: it looks at its operands and leaves the work to the most special kind."""

import functools

from .plainconstant import ConstantNumber, plain, stays


class Operand:
    """A kind of number that knows by itself how a function of this package applies to it.

    Attributes
    ----------
    rank : int
        Among several kinds, the one with the highest rank decides: dual numbers, then expressions, then traced values.
    """

    rank = 0

    @classmethod
    def call(cls, function, operands):
        """The function of these operands, of which one at least is of this kind and none of a higher one."""
        raise NotImplementedError


def on_numbers(implementation):
    """Decorate a public function: in Python it runs ``implementation`` on plain numbers.

    The decorated body is never run: its name, signature and documentation are what matters.
    """

    def decorate(public):
        @functools.wraps(public)
        def function(*operands):
            kinds = [type(operand) for operand in operands if isinstance(operand, Operand)]
            if kinds:
                return max(kinds, key=lambda kind: kind.rank).call(function, operands)
            value = implementation(*map(plain, operands))
            return ConstantNumber(value) if stays(operands) else value

        return function

    return decorate
