"""What the author of a hidden check imports."""
