"""Results of grading: typed records, the folder they are stored in, overrides and tables."""
