"""Grading on a platform that calls the grader for one submission at a time."""
