"""Files, folders and archives from outside, read within limits."""
