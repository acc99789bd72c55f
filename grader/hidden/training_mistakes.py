"""Typical mistakes in training.py."""
SUSPECTS = {}
EXAMPLES = {}
