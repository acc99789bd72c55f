"""nbgrader's database and autograded notebooks, filled from result files."""
