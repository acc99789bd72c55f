"""The entry point of ``python -m grader.cli``."""

from . import main

main()
