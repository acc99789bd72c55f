"""Typical mistakes in optimizer.py."""
SUSPECTS = {}
EXAMPLES = {}
