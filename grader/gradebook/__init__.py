"""Scores on their way into nbgrader: grading through the box, and the gradebook."""
