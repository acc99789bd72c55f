"""Packages for Gradescope and Classroom 50, and the programs that run in them there."""
