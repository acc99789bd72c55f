"""A course as files: its manifest, solutions, stubs and checks, read and written but never run."""
