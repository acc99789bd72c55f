"""The unit as source notebooks of an nbgrader course."""
