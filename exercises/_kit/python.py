"""
The Python and the packages that the exercises need.

This file, conftest.py and __main__.py run on older Pythons.
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


def require_packages():  # type: () -> None
    """End with one line if a package of unit.toml is not installed, or torch cannot be loaded."""
    from importlib.metadata import distribution

    from _kit.unit.manifest import load_unit

    try:
        for package in load_unit().requires:
            if package == "torch":  # may be installed and lack a library
                import torch
            else:
                distribution(package)
        return
    except (ImportError, OSError) as error:
        reason = error
    from _kit.language import translator_for

    translate = translator_for(sys.stderr)
    if isinstance(reason, ImportError):
        said = translate(
            "This Python ({python}) does not have the package {name}, which the tests need. "
            "Activate the environment of this course, or install it: {command}",
            python=sys.executable,
            name=reason.name or package,
            command=f"pip install {reason.name or package}",
        )
    else:
        said = translate(
            "torch cannot be loaded: {reason}. On Windows install the newest Visual C++ "
            "Redistributable of Microsoft, from {address}",
            reason=" ".join(str(reason).split()).rstrip("."),
            address="https://aka.ms/vs/17/release/vc_redist.x64.exe",
        )
    sys.stderr.write(said + "\n")
    raise SystemExit(2)
