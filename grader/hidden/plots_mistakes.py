"""Typical mistakes in plots.py."""
SUSPECTS = {}
EXAMPLES = {}
