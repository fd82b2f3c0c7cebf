"""How many events of a Poisson process are in a step, by inversion of one uniform number.

Up to `FEW` expected events the probabilities are added up until they pass the number. Beyond, the number becomes a
normal one, and that a count by the expansion of Cornish and Fisher: the probability of at most so many events is off by
less than 1.6e-5 at 64 expected ones, and by less than 1e-3 / rate everywhere; mean and variance by less than 1.5e-6 of
themselves.
"""

from fastneuron.simd import any as any_lane
from fastneuron.simd import exp, fma, log, scalar, sqrt, uniform, where
from fastneuron.simd.functions.formats import FORMATS
from fastneuron.simd.numbers.flow import repeat

FEW = 64.0  # expected events; more are rounded from normal numbers
MOST_EVENTS = 256  # of few: so many are looked at

# Acklam's approximation to the quantile of the normal distribution, relative error 1.15e-9: in the middle a function of
# u - 1/2, in the tails of sqrt(-2 log u); the highest power comes first.
TAIL = 0.02425
MIDDLE = (
    (-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.3577518672690, -30.66479806614716,
     2.506628277459239),
    (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1.0),
)  # fmt: skip
OUTSIDE = (
    (-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
     2.938163982698783),
    (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0),
)  # fmt: skip


def few_events(rate, z):
    """The count of a process of at most `FEW` expected events, from a uniform number.

    Where all neurons share a rate, probabilities are one number and not lanes, which are divided in each turn of the
    loop: LIFRef in float64 with two expected events takes 6.5 instead of 7.3 ns a neuron and step, in float32 as long.
    """
    none = 0.0 * z
    share = exp(-rate) if rate.kind.width == 1 else exp(-rate) + none
    first = uniform(z.number(0, z.kind.dtype))

    def further(more, j, events, share, below):
        j = j + 1.0
        events = events + where(more, 1.0, none)
        share = share * rate / j
        below = below + share
        return z > below, j, events, share, below

    def going(more, j, *_):
        return any_lane(more) & (scalar(j) < MOST_EVENTS)

    return repeat(going, further, (z > share, first, none, share, share))[2]


def events(rate, z):
    """The count of a process of any number of expected events, from a uniform number."""
    few = few_events(where(rate > FEW, 0.0 * rate, rate), z)
    return where(rate > FEW, many_events(rate, z), few)


def many_events(rate, z):
    """The count of a process of more expected events than `FEW`, from a uniform number.

    See Giles, Algorithm 955: approximation of the inverse Poisson cumulative distribution function, ACM Trans. Math.
    Softw. 42:7 (2016), doi:10.1145/2699466, equation (6).
    """
    w, root = normal_quantile(z), sqrt(rate)
    near = fma(w * w, 1.0 / 6.0, 1.0 / 3.0) - w * fma(w * w, 1.0 / 72.0, 1.0 / 36.0) / root
    return _whole(fma(root, w, rate) + near)


def normal_quantile(u):
    """The number that a normal one is below with probability u, for lanes between 0 and 1."""
    upper = u > 0.5
    side = where(upper, 1.0 - u, u)
    x = side - 0.5
    middle = x * _quotient(x * x, *MIDDLE)
    outside = _quotient(sqrt(-2.0 * log(side)), *OUTSIDE)
    below = where(side < TAIL, outside, middle)
    return where(upper, -below, below)


def _quotient(x, above, below):
    """A quotient of two polynomials."""
    return _polynomial(x, above) / _polynomial(x, below)


def _polynomial(x, coefficients):
    value = fma(x, coefficients[0], coefficients[1])
    for coefficient in coefficients[2:]:
        value = fma(value, x, coefficient)
    return value


def _whole(x):
    """The largest integer below x; numbers so large that only integers are there stay as they are."""
    form = FORMATS[x.kind.dtype.name]
    rounded = ((x - 0.5) + form.shifter) - form.shifter
    return where(x < 2.0 ** (form.mantissa - 2), rounded, x)
