"""The entry point of the command ``fastneuron``, outside of the package: a Ctrl-C may come while that is imported."""

import sys


def main():
    """Import the command line and run it.

    Returns
    -------
    int
        Exit code, 130 if it was interrupted.
    """
    try:
        from fastneuron.cli import main as command

        return command()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
