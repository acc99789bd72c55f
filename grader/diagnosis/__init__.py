"""Explanations of failed checks, found after the verdict; nothing here changes points."""
