"""Sphinx: the pages of this folder, and the reference made from the declarations.

    pip install '.[docs]'
    sphinx-build -W --keep-going docs docs/_build
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "pages"), str(HERE.parent), str(HERE.parent / "tests")]

import declared  # noqa: E402  (docs/pages)
import write  # noqa: E402

from fastneuron import __version__  # noqa: E402

project = "fastneuron"
author = "fastneuron developers"
copyright = author
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.mathjax"]
exclude_patterns = ["_build", "pages", "generated/*.md"]
html_theme = "alabaster"
html_theme_options = {"page_width": "1100px", "sidebar_width": "240px", "description": "Spiking neurons, fast."}
html_show_sourcelink = False
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_mock_imports = [name for name in ("jax", "torch") if find_spec(name) is None]
# An attribute such as `spikes` that several results have: sphinx links the first.
suppress_warnings = ["ref.python"]
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
os.environ.setdefault("MPLBACKEND", "Agg")


def listed_references(app, what, name, thing, options, lines):
    """Several docstrings on a page have a reference [1]: make lists of them."""
    lines[:] = [declared.listed(line) for line in lines]


def setup(app):
    """Write what is made from the declarations before Sphinx reads."""
    app.connect("builder-inited", lambda app: write.everything(HERE / "generated"))
    app.connect("autodoc-process-docstring", listed_references)
