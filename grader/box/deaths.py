"""
The reasons why a child ended, from what the kernel reports.

=============================================  ================  ==============================
how it ended                                   who is to blame   outcome
=============================================  ================  ==============================
it exits, with any code                        the submission    KILLED
it closes its connection and goes on           the submission    KILLED
any signal but SIGXCPU and SIGKILL             the submission    KILLED
SIGXCPU below its processor limit              the submission    KILLED
SIGXCPU at its processor limit                 the submission    TIMED_OUT
more processor time: the grader kills it       the submission    TIMED_OUT
no answer in time: the grader kills it         the submission    TIMED_OUT (``ChildTimedOut``)
SIGKILL at the grader's own processor limit    the submission    TIMED_OUT
SIGKILL in a box that let it kill itself       the submission    KILLED
any other SIGKILL                              something else    tried again; then NOT_JUDGED
=============================================  ================  ==============================

A child cannot send SIGKILL to itself, which it attests, and none of its limits makes the kernel
send one. A SIGKILL that the grader did not send therefore comes from outside: from a person, a
program, or from the kernel because memory ran out. Memory above the child's own limit is refused
to it without a signal (OUT_OF_MEMORY).
"""

import os
import resource
import signal

from grader.errors import BoxFailed

from .inside.control import Ended


class ChildDied(Exception):  # noqa: N818 - reads as what happened
    """
    A child ended instead of answering, and nothing outside ended it.

    Attributes:
        how: How it ended, such as "exit code 0" or "signal SIGSEGV".
        over_cpu_limit: Whether it used up its processor time.
    """

    def __init__(self, how: str, *, over_cpu_limit: bool = False) -> None:
        super().__init__(how)
        self.how = how
        self.over_cpu_limit = over_cpu_limit


def explain(ended: Ended, cpu_limit_s: int, *, could_kill_itself: bool) -> ChildDied | BoxFailed:
    """
    Return what the end of a child means: its own fault or a failure of the box.

    Args:
        ended: What the kernel says of it.
        cpu_limit_s: Its limit of processor time.
        could_kill_itself: Whether it might have sent SIGKILL to itself.
    """
    code = os.waitstatus_to_exitcode(ended.status)
    if code >= 0:
        return ChildDied(f"exit code {code}")
    how = f"signal {signal_name(-code)}"
    if -code == signal.SIGXCPU:
        return ChildDied(how, over_cpu_limit=_has_used(ended.cpu_s, cpu_limit_s))
    if -code != signal.SIGKILL or could_kill_itself:
        return ChildDied(how)
    # A hard limit that the grader itself runs under holds for its children too.
    own_limit_s = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if own_limit_s != resource.RLIM_INFINITY and _has_used(ended.cpu_s, own_limit_s):
        return ChildDied(how, over_cpu_limit=True)
    return BoxFailed(
        f"Something outside the box ended a child with {how}, perhaps because memory ran out. "
        "Use fewer jobs, or another machine."
    )


def _has_used(cpu_s: float, limit_s: int) -> bool:
    """
    Say whether a process may have reached a limit of processor time, by what it has used.

    The kernel counts for the limit in whole ticks, and can be far above what was really used.
    """
    return cpu_s >= limit_s / 2


def signal_name(number: int) -> str:
    """
    Return the name of a signal: ``SIGSEGV``, ``SIGRTMIN+1``; of any other number, the number.

    Python knows no name for real-time signals but the first and the last one.
    """
    try:
        return signal.Signals(number).name
    except ValueError:
        above = number - signal.SIGRTMIN
        return f"SIGRTMIN+{above}" if above > 0 else f"signal {number}"
