"""Run untrusted code where it can do nothing but answer questions."""
