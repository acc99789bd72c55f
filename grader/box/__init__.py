"""The box: untrusted code runs in it and can do nothing but answer questions."""
