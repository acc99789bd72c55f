"""Spread submissions over judges: worker processes on this machine."""
