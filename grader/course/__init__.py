"""The course as words and text: manifest, solution markers, stubs and their proof; no processes."""
