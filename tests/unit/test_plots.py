"""Pictures: what is on the axes, and what cannot be drawn."""

import builtins

import numpy as np
import pytest
import quantities as pq
import xarray as xr

import fastneuron as fn
from fastneuron.errors import ParameterError
from fastneuron.measures import Panel
from fastneuron.pictures import plots
from fastneuron.sweeping.labels import unit_text

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def dataset():
    return fn.sweep(
        fn.LIF, {"x": np.linspace(0, 3, 5) * pq.mA, "tau": [5, 10, 20] * pq.ms}, duration=50 * pq.ms,
        dt=0.1 * pq.ms, measure=("rate", "isi_cv"),
    )  # fmt: skip


@pytest.fixture
def ax():
    from matplotlib.figure import Figure

    return Figure().subplots()


def test_surface_shows_the_first_parameter_across(dataset, ax):
    assert plots.surface(dataset.rate, ax) is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("current x (mA)", "membrane time constant tau (ms)")
    (mesh,) = ax.collections
    np.testing.assert_array_equal(mesh.get_array().reshape(3, 5), dataset.rate.values.T)


def test_curves_are_the_rows_of_the_surface(dataset, ax):
    plots.curves(dataset.rate, ax)
    assert len(ax.lines) == 3
    for n, line in enumerate(ax.lines):
        np.testing.assert_array_equal(line.get_ydata(), dataset.rate.values[:, n])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["5", "10", "20"]
    assert ax.get_ylabel() == "firing rate (Hz)"


def test_labels_of_measures():
    """Their meaning and unit, and the name where the meaning does not say it."""
    expected = {
        "rate": "firing rate (Hz)", "latency": "time of the first spike (ms)", "count": "number of spikes count",
        "isi_mean": "mean interval between spikes isi_mean (ms)", "V": "membrane potential after the last step V (mV)",
        "isi_cv": "coefficient of variation of the intervals between spikes isi_cv",
    }  # fmt: skip
    measures = Panel(tuple(expected), fn.LIF.model, "test").measures
    found = {
        name: plots.label(xr.DataArray(0.0, name=name, attrs={"units": unit_text(m.unit), "long_name": m.meaning}))
        for name, m in measures.items()
    }
    assert found == expected


def test_overview_of_one_and_two_parameters(dataset):
    assert len(plots.overview(dataset).axes) == 3  # surface, its colour bar, curves
    assert len(plots.overview(dataset.isel(tau=0)).axes) == 1


def test_too_many_dimensions_are_refused(dataset):
    more = dataset.expand_dims("R")
    with pytest.raises(ParameterError, match=r"over 1 or 2 swept parameters.*\.sel\("):
        plots.overview(more)
    with pytest.raises(ParameterError, match="over 2 swept parameters"):
        plots.surface(dataset.rate.isel(tau=0), ax=object())


def test_without_matplotlib(dataset, monkeypatch):
    find = builtins.__import__

    def without(name, *arguments, **keywords):
        if name == "matplotlib":
            raise ImportError(name)
        return find(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install 'fastneuron\[plot\]'"):
        plots.overview(dataset)
