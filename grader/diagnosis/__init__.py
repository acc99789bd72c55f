"""Words for what went wrong, found after the verdict; nothing here changes points."""
