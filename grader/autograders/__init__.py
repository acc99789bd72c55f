"""Packages for Gradescope and Classroom 50, and what runs in them there."""
