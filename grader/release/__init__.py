"""What is handed out: the course as an nbgrader course of notebooks."""
