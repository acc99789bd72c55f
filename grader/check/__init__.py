"""`grader check`: is a course complete, up to date and fair?"""
