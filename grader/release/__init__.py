"""The student bundle, and the tools to write bundles and packages."""
