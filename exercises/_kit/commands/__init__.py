"""
The commands of ``python -m exercises``, one module each.

- progress, hints, reset, pack, watch: the commands
- runner, worker, keyboard: the processes that run tests for ``watch``, and its keys
"""


class CommandError(Exception):
    """A command cannot do what was asked; the text is one line for the student."""
