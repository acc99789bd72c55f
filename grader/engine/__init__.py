"""Grading many submissions: on this machine or a cluster, and only what has changed."""
