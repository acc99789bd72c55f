"""``python -m grader.cli``."""

from . import main

main()
