"""My homework is late."""
