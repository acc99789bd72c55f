"""nbgrader's database and its autograded notebooks."""
