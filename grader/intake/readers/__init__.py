"""The processes, with limits, in which strangers' files are parsed."""
