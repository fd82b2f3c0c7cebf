"""Warnings that show the user's line, however many calls of this package lie between."""

import os
import sys
import warnings

PACKAGE = os.path.dirname(os.path.dirname(__file__)) + os.sep


def warn_user(text, category):
    """Warn at the line that called this package.

    Parameters
    ----------
    text : str
    category : type
    """
    frame, level = sys._getframe(), 1
    while frame.f_back is not None and frame.f_code.co_filename.startswith(PACKAGE):
        frame, level = frame.f_back, level + 1
    warnings.warn(text, category, stacklevel=level)
