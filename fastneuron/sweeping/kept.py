"""What a store holds that is gone on with: whether it is one of this sweep, how it was cut, which chunks are whole."""

import json
import os

from . import disk, regular
from .key import differences

KEY, PARTS, BLOCK = "fastneuron_key", "fastneuron_key_parts", "fastneuron_chunk"
ABOUT = "zarr.json"  # of a group or an array


class UnusableError(Exception):
    """A store that cannot be gone on with; the text says why."""


def about(path):
    """The attributes of a store.

    Parameters
    ----------
    path : str

    Returns
    -------
    dict
        None if a process that was killed had not written any yet.

    Raises
    ------
    UnusableError
    """
    if not os.path.isdir(path):
        raise UnusableError("it is not a store of a sweep")
    if not os.path.exists(os.path.join(path, ABOUT)):
        if all(name.endswith(disk.PARTIAL) for name in os.listdir(path)):
            return None
        raise UnusableError("it is not a store of a sweep")
    found = read(path).get("attributes")
    if not isinstance(found, dict) or KEY not in found:
        raise UnusableError("it is not a store of a sweep")
    return found


def read(path):
    """What is in the metadata of a store."""
    try:
        found = json.loads(regular.read(os.path.join(path, ABOUT)).decode())
    except regular.NotAFileError as error:
        raise UnusableError(error.strerror) from None
    except (ValueError, RecursionError) as error:
        raise UnusableError(f"its {ABOUT} is damaged ({error})") from None
    if not isinstance(found, dict):
        raise UnusableError(f"its {ABOUT} is damaged")
    return found


def check_key(attributes, key, parts, model):
    """Raise if a store is of another sweep, with what is different; older ones do not know the parts of their key."""
    theirs = attributes.get(PARTS)
    if attributes[KEY] == key:
        return
    words = differences(parts, theirs, model) if isinstance(theirs, dict) else ""
    if not words:
        raise UnusableError("it holds a sweep with other parameters, or of another version")
    raise UnusableError(f"it holds a sweep in which this was different: {words}")


def is_begun(path, attributes):
    """Whether a store was made to the end, and not by a process that was killed on the way."""
    made = read(path).get("consolidated_metadata") is not None  # which is written last
    return (made and BLOCK in attributes) or os.path.exists(os.path.join(path, "status", "c"))


def block(path, shape):
    """The block of points in which the sweep of a store is cut."""
    found = (about(path) or {}).get(BLOCK)
    good = isinstance(found, list) and len(found) == len(shape) and all(type(size) is int for size in found)
    if not good or not all(1 <= size <= length for size, length in zip(found, shape, strict=True)):
        raise UnusableError(f"its attribute {BLOCK} is {found!r}, which is no block of {shape} points")
    return found


def arrays(root, wanted):
    """The arrays of a store.

    Parameters
    ----------
    root : zarr.Group
    wanted : dict
        Name and arguments of `zarr.create_array`, as those of the store were made with.

    Returns
    -------
    dict
        Name and zarr.Array.
    """
    import zarr

    found = {}
    for name, arguments in wanted.items():
        _check_about(os.path.join(root.store.root, name, ABOUT))
        try:
            array = found[name] = root[name]
            there = _layout(array)
        except Exception as error:  # of whatever kind: zarr raises what JSON and dictionaries do
            raise UnusableError(f"{name}/{ABOUT} is missing or damaged ({type(error).__name__}: {error})") from None
        if there != _layout(zarr.create_array(zarr.storage.MemoryStore(), **arguments)):
            raise UnusableError(f"{name}/{ABOUT} is damaged: it is not as this sweep writes it")
    return found


def _check_about(path):
    """Raise if there is a pipe, which zarr would wait for."""
    try:
        regular.read(path)
    except regular.NotAFileError as error:
        raise UnusableError(error.strerror) from None
    except OSError:  # zarr says what is the matter with it
        return


def _layout(array):
    """How an array is stored, as text: two NaN are not equal."""
    return repr({name: value for name, value in array.metadata.to_dict().items() if name != "attributes"})
