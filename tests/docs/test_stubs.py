"""The stubs: what is committed is what the package has today, and a public name needs no line of the generator."""

import ast
import importlib
import inspect
import sys
from pathlib import Path

import pytest

import fastneuron as fn
from fastneuron.runs.options import NAMES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pages"
sys.path.insert(0, str(FOLDER))
try:
    import stub_classes
    import stub_functions
    import stub_names
    import stub_types
    import stubs
finally:
    sys.path.remove(str(FOLDER))


def definitions(module):
    """The classes and functions of a stub that is committed, by name."""
    body = ast.parse(stubs.path(module).read_text(encoding="utf-8")).body
    return {node.name: node for node in body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}


def arguments(function):
    """Names of a function's arguments in a stub, without self."""
    return [one.arg for one in (*function.args.args, *function.args.kwonlyargs) if one.arg != "self"]


def methods(cls):
    return {node.name: node for node in cls.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("module", stub_names.MODULES)
def test_committed_stub_is_up_to_date(module):
    committed = stubs.path(module).read_text(encoding="utf-8")
    assert committed == stubs.stub(module), "write it again: python docs/pages/stubs.py"


def test_every_public_name_is_in_the_stub():
    for module in stub_names.MODULES:
        names = {alias.asname for node in ast.walk(ast.parse(stubs.stub(module))) if isinstance(node, ast.ImportFrom)
                 for alias in node.names if alias.asname == alias.name}  # fmt: skip
        own = importlib.import_module(module)
        missing = {name for name in getattr(own, "__all__", ()) if not isinstance(getattr(own, name), int)}
        assert missing <= names | definitions(module).keys()


@pytest.mark.parametrize("name", [n for n, m in fn.models.registry().items() if m.__module__.startswith("fastneuron.")])
def test_model_has_its_constructor_and_attributes(name):
    model, cls = fn.models.registry()[name], getattr(fn, name)
    found = methods(definitions("fastneuron")[name])
    assert arguments(found["__init__"]) == list(inspect.signature(cls).parameters)
    assert found.keys() - {"__init__"} == {*model.parameters, *model.states, *model.aliases()}


def test_run_shows_all_options():
    group, network = (methods(definitions("fastneuron")[name])["run"] for name in ("Neurons", "Network"))
    assert {*NAMES, "x", "record"} <= {*arguments(group)} and {*NAMES, "x", "record"} <= {*arguments(network)}


def test_a_new_class_needs_no_line_of_the_generator():
    class Leak(fn.Model, register=False):
        """A leak."""

        input_unit = "mV/ms"
        tau = fn.Parameter(2.5, "ms", "time constant", above=0)
        V = fn.State(0.5, "1", "potential")

        def S(V):
            return fn.simd.heaviside(V, 1.0, 1.0)

        def dV(V, I, tau):
            return I - V / tau

    text = stub_classes.class_(fn.neuron(Leak))
    assert text.startswith('class Leak(Neurons):\n    """A leak."""\n')
    assert "tau: _Value = 2.5 * pq.ms,\n" in text and "V_initializer: _Value | Callable[..., Any] = 0.5,\n" in text
    assert "def tau(self) -> Quantity:" in text and "def V(self, value: _Value) -> None: ..." in text


@pytest.mark.parametrize(
    ("phrase", "given", "returned"),
    [
        ("Quantity [ms], default 1 ms", "_Value", "Quantity"),
        ("Quantity or callable", "_Value | Callable[..., Any]", "Quantity | Callable[..., Any]"),
        ("int or tuple of int, shape (2, 3)", "int | tuple[int, ...]", "int | tuple[int, ...]"),
        ("GapJunctions or sequence of these", "GapJunctions | Sequence[Any]", "GapJunctions | Sequence[Any]"),
        ('{"waveform", "lagged"}', 'Literal["waveform", "lagged"]', 'Literal["waveform", "lagged"]'),
        ("dict", "Mapping[str, Any]", "dict[str, Any]"),
        ("ndarray of int64, shape of a state", "NDArray[np.int64]", "NDArray[np.int64]"),
        ("what nobody knows, or a bool", "Any", "Any"),
        (None, "Any", "Any"),
    ],
)
def test_types_of_phrases(phrase, given, returned):
    assert (stub_types.typed(phrase), stub_types.typed(phrase, given=False)) == (given, returned)


def test_function_with_aside_and_default():
    def spread(index, *more, name=None, far=True):
        """Spread.

        Parameters
        ----------
        index : array of int, shape (n,)
        *more : float
        name : str, optional
        far : bool, default True

        Returns
        -------
        n : int
        """
        return 0

    expected = "def spread(index: ArrayLike, *more: float, name: str | None = None, far: bool = True) -> int: ..."
    assert stub_functions.function("spread", spread) == expected
