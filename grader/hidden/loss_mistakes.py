"""Typical mistakes in loss.py."""
SUSPECTS = {}
EXAMPLES = {}
