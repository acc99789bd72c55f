"""
All that the box may see of the kit: the wire format, the drivers, the lock-down.

Nothing here imports the rest of the kit, and nothing here is a secret: a
submission can read and change every line of it. It decides no verdict.
"""
