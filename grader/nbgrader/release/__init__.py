"""The course as an nbgrader course of source notebooks."""
