"""One module for each learning platform."""
