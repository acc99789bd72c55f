"""
The commands of ``python -m exercises``.

- progress, predict, hints, compare, reset, pack, watch: one command each
- runner, worker: the processes that run tests for ``watch``
- keyboard: single keys for ``watch``
"""

from _kit.language import TranslatableError


class CommandError(TranslatableError):
    """A command cannot do what was asked; the text is one line for the student."""
