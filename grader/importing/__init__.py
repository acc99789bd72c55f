"""Bring existing material in as a course: assignments with pytest, and notebooks of nbgrader."""
