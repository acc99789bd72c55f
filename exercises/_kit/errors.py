"""The one way in which a command says no."""


class Refused(Exception):  # noqa: N818 - reads as what it says
    """A command that cannot do what was asked; its text is one line for the student."""
