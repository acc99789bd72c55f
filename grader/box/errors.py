"""How a child can fail to answer. None of these is a failure of the kit."""


class ChildTimedOut(Exception):  # noqa: N818 - reads as what happened
    """A child gave no answer within the limit; it has been killed."""


class ChildDied(Exception):  # noqa: N818 - reads as what happened
    """
    A child ended instead of answering.

    Attributes:
        how: How it ended, such as "exit code 0" or "signal SIGSEGV".
        over_cpu_limit: Whether it ran into its limit of processor time.
    """

    def __init__(self, how: str, *, over_cpu_limit: bool = False) -> None:
        super().__init__(how)
        self.how = how
        self.over_cpu_limit = over_cpu_limit
