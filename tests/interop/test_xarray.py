"""What xarray and its files make of a sweep: units that can be read back, netCDF, selection."""

import numpy as np
import pytest
import quantities as pq
import xarray as xr

import fastneuron as fn


@pytest.fixture(scope="module")
def dataset():
    return fn.sweep(
        fn.LIF, {"x": np.linspace(0, 3, 5) * pq.mA, "tau": [5, 10] * pq.ms}, duration=50 * pq.ms,
        dt=0.1 * pq.ms, measure=("rate", "count", "latency", "V"),
    )  # fmt: skip


def test_units_are_read_back_by_quantities(dataset):
    for name in (*dataset.data_vars, *dataset.coords):
        if name != "status":
            assert pq.Quantity(1.0, dataset[name].units).units is not None
    assert pq.Quantity(dataset.rate.values, dataset.rate.units).rescale("1/ms").max() > 0 / pq.ms


def test_netcdf_and_back(dataset, tmp_path):
    dataset.to_netcdf(tmp_path / "a.nc", engine="scipy")
    with xr.open_dataset(tmp_path / "a.nc", engine="scipy") as opened:
        xr.testing.assert_equal(opened, dataset)
        assert opened.attrs["dt"] == "0.1 ms" and opened.tau.units == "ms"


def test_selection_by_value(dataset):
    assert dataset.rate.sel(tau=10, x=3.0).dims == ()
    assert dataset.rate.max("x").dims == ("tau",)


def test_sweeps_are_put_together(dataset):
    halves = [dataset.isel(x=slice(0, 2)), dataset.isel(x=slice(2, None))]
    xr.testing.assert_equal(xr.concat(halves, "x"), dataset)
