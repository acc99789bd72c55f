"""`grader check`: the proof that a course is complete, fresh and fair."""
