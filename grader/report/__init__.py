"""HTML pages made from result files: student feedback, the class, similar submissions."""
