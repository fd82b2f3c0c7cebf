"""Classes that no name leads to, from notebooks and functions: `pickle` writes their code, as `cloudpickle` does."""

import pickle
import uuid
import weakref

ADVICE = "Define it in a module that can be imported, or write pip install cloudpickle."
_KEYS, _CLASSES = weakref.WeakKeyDictionary(), weakref.WeakValueDictionary()  # of classes that went by value


def by_value(cls):
    """How a class is made again that no name leads to: from its code, in processes that have not got it."""
    try:
        import cloudpickle
    except ImportError:
        name = f"{cls.__module__}.{cls.__qualname__}"
        raise pickle.PicklingError(f"{name} is no name that another process could import. {ADVICE}") from None
    key = _KEYS.setdefault(cls, uuid.uuid4().bytes)
    _CLASSES[key] = cls
    return _made, (key, cloudpickle.dumps(cls))


def _made(key, code):
    """The class of a key; what `cloudpickle` would do to one that is here already, it does not need."""
    if key not in _CLASSES:
        made = pickle.loads(code)
        _KEYS[made], _CLASSES[key] = key, made
    return _CLASSES[key]
