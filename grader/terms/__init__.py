"""The terms of a course: submission times, due dates, attempts and late penalties."""
