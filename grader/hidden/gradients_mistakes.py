"""Known mistakes of gradients.py, and a visible question for each function."""

from grader.judging.suspects import Examples, Suspects

SUSPECTS: Suspects = {}
EXAMPLES: Examples = {}
