"""Contracts: kinds of parameters, the cases that follow from them, and the checks of a function."""
