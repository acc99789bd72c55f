"""Learning management systems: class lists, downloads and gradebook files."""
