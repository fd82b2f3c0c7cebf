"""What all errors have in common: fields, and a text that is put together when it is shown."""

import difflib

LONGEST = 100  # characters of a name that is compared with others: the time grows with their product


def _rebuild(cls, fields):
    return cls(**fields)


def nearest_name(name, known):
    """The known name most like another, whatever its case; None if none is."""
    lower = {one.lower(): one for one in known or ()}
    found = difflib.get_close_matches(str(name)[:LONGEST].lower(), lower, n=1)
    return lower[found[0]] if found else None


def by_likeness(name, known):
    """Known names, those most like another first."""
    matcher = difflib.SequenceMatcher(b=str(name)[:LONGEST].lower())  # of which it keeps what it found out

    def likeness(one):
        matcher.set_seq1(one.lower())
        return matcher.ratio()

    return tuple(sorted(known, key=likeness, reverse=True))


def choice(nearest, known):
    """The end of a sentence on an unknown name: the nearest one and all known ones."""
    guess = f". Did you mean {nearest!r}?" if nearest else "."
    return f"{guess} Known: {', '.join(known or ()) or 'none'}"


class FastneuronError(Exception):
    """Base of all errors of this package; catch it to catch every one.

    Parameters
    ----------
    **fields
        The attributes named in ``FIELDS`` of the type; those left out are None. All types have ``owner``,
        the call or class that was given something (``"AdExIF"``), and ``advice``, the sentence to paste from.
    """

    FIELDS = ("owner", "advice")

    def __init__(self, **fields):
        super().__init__()  # first: AttributeError has a field `name` of its own, which this makes None
        for name in self.FIELDS:
            setattr(self, name, fields.pop(name, None))
        if fields:
            names = ", ".join(fields)
            raise TypeError(f"{type(self).__name__} has no field {names}, only {', '.join(self.FIELDS)}")
        self.args = (str(self),)

    def parts(self):
        """What was given, and what is wrong with it."""
        return self.owner or "fastneuron", "something went wrong"

    def __str__(self):  # KeyError would show the text in quotes, OSError with an errno
        given, problem = self.parts()
        return f"{given}: {problem}." + (f" {self.advice}" if self.advice else "")

    def __reduce__(self):
        return _rebuild, (type(self), {name: getattr(self, name) for name in self.FIELDS})


def call(owner, name, given):
    """The offending call as text, ``AdExIF(tau=10)``; without an owner ``tau=10``."""
    argument = f"{name}={given}"
    return f"{owner}({argument})" if owner else argument


def place(index):
    """Where in an array, as text: ``" at index 3"``, ``" at index (1, 2)"``, nothing for a scalar."""
    if not index:
        return ""
    return f" at index {index[0] if len(index) == 1 else index}"


def magnitude(quantity):
    return f"{float(quantity):.12g}"  # 12 digits: 3 * 0.1 shows as 0.3 and is within the slack of a step


def size_text(nbytes):
    """A number of bytes in words."""
    nbytes = float(min(nbytes, 10**100))  # an int may be larger than any float
    for unit in ("bytes", "kB", "MB", "GB"):
        if nbytes < 1000:
            return f"{nbytes:.3g} {unit}"
        nbytes /= 1000
    return f"{nbytes:.3g} TB"


def unit_text(quantity):
    return quantity.dimensionality.string


def shown(value):
    """A value as it would be written, without ``np.int64(...)`` and not longer than a line can bear."""
    value = value.item() if getattr(value, "ndim", None) == 0 else value
    try:
        text = f"{value:.12g}" if isinstance(value, float) else repr(value)
    except ValueError:  # Python shows no integers of more than 4300 digits
        return f"<{type(value).__name__} too long to show>"
    return text if len(text) <= 60 else text[:57] + "..."
