"""Grading inside nbgrader's own autograde."""
