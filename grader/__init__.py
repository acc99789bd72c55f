"""Grade submissions of a PyTorch exercise unit: a box runs them, trusted tests judge them."""

__version__ = "0.1.0"
