"""Files and archives from outside, read within limits."""
