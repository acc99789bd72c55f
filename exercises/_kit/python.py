"""
The Python that the exercises need. This file, conftest.py and __main__.py run on older ones.
"""

import sys

NEEDED = (3, 11)


def require_python():  # type: () -> None
    """End with one line if this Python is too old."""
    if sys.version_info[:2] >= NEEDED:
        return
    sys.stderr.write(
        "This is Python {}.{} ({}). The exercises need Python {}.{} or newer: install it from "
        "https://www.python.org/downloads/ and make a new environment with it.\n".format(
            *sys.version_info[:2], sys.executable, *NEEDED
        )
    )
    raise SystemExit(2)
