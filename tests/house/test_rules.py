"""The house rules themselves: each catches a bad line and passes a good one."""

import pytest

from house import docstrings, imports, syntax, text

MODEL = "fastneuron/models/lif.py"
DECLARATION = "fastneuron/models/declaration.py"
ENGINE = "fastneuron/engine/plan.py"
EQUATION = "class A:\n    def drift(V):\n        "

BAD = [
    (imports.import_arrows, "fastneuron/simd/ops.py", "from ..engine import cpu"),
    (imports.import_arrows, "fastneuron/simd/ops.py", "from fastneuron import units"),
    (imports.import_arrows, "fastneuron/simd/ops.py", "import quantities as pq"),
    (imports.import_arrows, MODEL, "import numpy as np"),
    (imports.import_arrows, MODEL, "def f():\n    from numba import njit"),
    (imports.import_arrows, MODEL, "from ..solvers import step"),
    (imports.import_arrows, MODEL, "from .. import units"),
    (imports.import_arrows, "fastneuron/solvers/euler.py", "from ..models import lif"),
    (imports.import_arrows, ENGINE, "from ..models.adex import AdExIF"),
    (imports.import_arrows, ENGINE, "from ..models import adex"),
    (imports.import_arrows, ENGINE, "from ..units import strip"),
    (imports.import_arrows, "fastneuron/engine/kernel/kernel.py", "from ..fixed import step"),
    (imports.import_arrows, "fastneuron/engine/gaps/sums.py", "from ..spikes import rows"),
    (imports.import_arrows, "fastneuron/engine/plan.py", "from .cuda import device"),
    (imports.import_arrows, "fastneuron/simd/plain/numbers.py", "from ..lanes import types"),
    (imports.import_arrows, "fastneuron/simd/lanes/masks.py", "from fastneuron.simd.numbers.dual import dual"),
    (imports.import_arrows, "fastneuron/runs/running.py", "from ..neurons import Neurons"),
    (imports.import_arrows, "fastneuron/runs/running.py", "from ..engine.cuda.device import device"),
    (imports.import_arrows, "fastneuron/runs/running.py", "from ..simd.plain import numbers"),
    (imports.import_arrows, "fastneuron/runs/running.py", "from ..simd import lanes"),
    (imports.import_arrows, "fastneuron/runs/running.py", "import fastneuron.simd.lanes"),
    (imports.import_arrows, "fastneuron/sweeping/key.py", "from ..engine import plan"),
    (imports.import_arrows, "fastneuron/networks/network.py", "from ..sweeping import sweep"),
    (imports.import_arrows, "fastneuron/cli/main.py", "from ..engine import plan"),
    (imports.import_arrows, "fastneuron/synapses/exponential.py", "from ..models import Model"),
    (imports.import_arrows, "fastneuron/gradients/torch.py", "from ..networks import network"),
    (imports.import_arrows, "fastneuron/signature.py", "from .neurons import Neurons"),
    (syntax.no_relaxed_arithmetic, MODEL, "@njit(fastmath=True)\ndef f(): pass"),
    (syntax.no_relaxed_arithmetic, MODEL, "options = {'fastmath': True}"),
    (syntax.no_relaxed_arithmetic, MODEL, "b.fmul(x, y, flags=('contract',))"),
    (syntax.no_print, "fastneuron/sweep.py", "print('done')"),
    (syntax.lanes_only_in_equations, MODEL, EQUATION + "if V > 0: return V"),
    (syntax.lanes_only_in_equations, MODEL, EQUATION + "return V if V > 0 else 0"),
    (syntax.lanes_only_in_equations, MODEL, EQUATION + "return V > 0 and V < 1"),
    (syntax.lanes_only_in_equations, MODEL, EQUATION + "return not V"),
    (syntax.lanes_only_in_equations, MODEL, EQUATION + "return float(V)"),
    (docstrings.first_line_says_what_for, MODEL, "import math\n"),
    (text.short_enough, MODEL, "\n" * 401),
    (text.speaks_of_itself, "docs/a.md", "as an " + "AI" + " would"),
    (text.speaks_of_itself, "docs/a.md", "see ../shared/golden"),
    (text.speaks_of_itself, "docs/a.md", "cd /work/main"),
    (text.speaks_of_itself, "docs/a.md", "sketch/simd.py"),
    (text.speaks_of_itself, MODEL, "# TODO later"),
]

GOOD = [
    (imports.import_arrows, MODEL, "from ..simd import exp\nfrom .declaration import Model\nimport math"),
    (imports.import_arrows, ENGINE, "from ..models.declaration import Model\nimport numba.core"),
    (imports.import_arrows, "fastneuron/neurons.py", "import quantities\nfrom .engine import plan"),
    (imports.import_arrows, "fastneuron/engine/adaptive/trial.py", "from ..kernel import traced\nfrom . import seats"),
    (imports.import_arrows, "fastneuron/runs/places.py", "from ..engine.cuda.device import device"),
    (imports.import_arrows, "fastneuron/cli/info.py", "from ..engine import host"),
    (imports.import_arrows, "fastneuron/simd/random/philox.py", "from ..lanes.types import Simd"),
    (imports.import_arrows, "fastneuron/__init__.py", "from .cli import main"),
    (syntax.no_relaxed_arithmetic, MODEL, "'no fastmath here: it changes bits'\nf(fast=1)"),
    (syntax.no_print, "fastneuron/cli.py", "print('done')"),
    (syntax.lanes_only_in_equations, MODEL, EQUATION + "return where(V > 0, V, 0)"),
    (syntax.lanes_only_in_equations, DECLARATION, EQUATION + "if x: pass"),
    (text.short_enough, MODEL, "\n" * 400),
    (text.speaks_of_itself, "docs/a.md", "../shared/data/x.txt, LLVM, details, /workers, framework/work"),
]


@pytest.mark.parametrize(("rule", "path", "source"), BAD)
def test_bad_line_is_caught(rule, path, source):
    assert len(rule(path, source)) == 1


@pytest.mark.parametrize(("rule", "path", "source"), GOOD)
def test_good_line_passes(rule, path, source):
    assert rule(path, source) == []


DOCUMENTED = '''
def run(duration, *args, dt=None, **rest):
    """Run.

    Parameters
    ----------
    {}

    Returns
    -------
    result : Result
        What was recorded.
    """
'''


@pytest.mark.parametrize("entries", ["duration, dt : Quantity", "duration\n        x : float\n    dt"])
def test_docstring_that_disagrees_is_caught(entries):
    (message,) = docstrings.parameters_as_in_signature("a.py", DOCUMENTED.format(entries))
    assert "['duration', 'args', 'dt', 'rest']" in message


def test_docstring_that_agrees_passes():
    entries = "duration : s\n        Why: so.\n    *args, dt : float, default 1\n    **rest\n        More."
    assert docstrings.parameters_as_in_signature("a.py", DOCUMENTED.format(entries)) == []


def test_docstring_of_a_class_is_compared_with_its_constructor():
    docstring = '"""A.\n\n    Parameters\n    ----------\n    a : int\n    """'
    source = f"class A:\n    {docstring}\n    def __init__(self, b): pass"
    assert len(docstrings.parameters_as_in_signature("a.py", source)) == 1
