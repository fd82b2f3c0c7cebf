"""The integration methods."""

from .exponential_euler import exponential_euler as exponential_euler
