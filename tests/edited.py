"""Models of a user that read a number K in all sorts of ways, as the text of a module, and what K makes of them.

The text is written to a file and edited there, or run as it is.
"""

import math

SOURCE = '''
"""Neurons whose V decays at the rate K, which each of them reads elsewhere."""

import functools
import types

import numpy as np

import fastneuron as fn

K = 1.0
constants = types.ModuleType("constants")
constants.k, constants.times = K, lambda V: K * V
PAIR, TABLE, LISTED, ARRAY, SINGLE, WHOLE = (K, 0), {"k": K}, [0, K], np.array([0.0, K]), np.float32(K), np.int64(K)


class Group:
    k = K


class Scaled:
    def __init__(self, k):
        self.k = k

    def __call__(self, V):
        return self.k * V


def helper(V):
    return K * V


def with_default(V, k=K):
    return k * V


def with_keyword(V, *, k=K):
    return k * V


def closure(k):
    return lambda V: -(k[0] * V)


box, scaled, partial = types.SimpleNamespace(k=K), Scaled(K), functools.partial(lambda k, V: k * V, K)

EQUATIONS = {
    "a global": lambda V: -(K * V),
    "module.CONSTANT": lambda V: -(constants.k * V),
    "module.function()": lambda V: -constants.times(V),
    "a helper": lambda V: -helper(V),
    "a class attribute": lambda V: -(Group.k * V),
    "a tuple": lambda V: -(PAIR[0] * V),
    "a dict": lambda V: -(TABLE["k"] * V),
    "a list": lambda V: -(LISTED[1] * V),
    "an array": lambda V: -(ARRAY[1] * V),
    "np.float32": lambda V: -(SINGLE * V),
    "np.int64": lambda V: -(WHOLE * V),
    "an object": lambda V: -(box.k * V),
    "a partial": lambda V: -partial(V),
    "a default": lambda V: -with_default(V),
    "a keyword's default": lambda V: -with_keyword(V),
    "a callable object": lambda V: -scaled(V),
    "a closure": closure([K]),
    "a branch": (lambda V: -V) if K == 1 else (lambda V: -3.0 * V),
}


class Decaying(fn.Model, register=False):
    """Decays."""

    V = fn.State(1.0, "mV", "potential")

    def S(V):
        return fn.simd.heaviside(V, 1e9, 1.0)


class Following(Decaying, register=False):
    """A second state integrates the first, as it was or as it is."""

    w = fn.State(0.0, "mV", "integral")
    sequence = (("V",), ("w",)) if K == 1 else (("V", "w"),)

    def dV(V):
        return -V

    def dw(V):
        return V


def declarations():
    """Each model by the way in which it reads K."""
    members = {name: {"dV": equation, "__module__": __name__} for name, equation in EQUATIONS.items()}
    models = {name: type("Own", (Decaying,), body, register=False) for name, body in members.items()}
    return models | {"the declaration": Following}
'''


def text(K):
    """The module with another K."""
    return SOURCE.replace("K = 1.0", f"K = {K}")


def expected(way, K):
    """The last state of a model after 0.1 ms."""
    if way == "the declaration":
        return 0.1 * math.exp(-0.1) if K == 1 else 0.1
    return math.exp(-0.1 * K)


def declarations(K):
    """The models of the module with another K, here."""
    names = {"__name__": "edited_here"}
    exec(compile(text(K), "edited_here", "exec"), names)
    return names["declarations"]()
