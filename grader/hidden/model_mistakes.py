"""Typical mistakes in model.py."""
SUSPECTS = {}
EXAMPLES = {}
