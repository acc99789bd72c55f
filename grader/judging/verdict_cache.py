"""
The verdicts on answers that came before.

A hidden test is a function of the answers it gets: its inputs have fixed
seeds and it reads no clock. Equal bytes therefore get equal verdicts, and the
test need not run again; most right submissions give the reference's bytes.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable

from grader.box.child import Reply
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed

from .verdicts import CheckVerdict

#: Verdicts to remember, the most bytes of an answer that is kept beside a failure, and of all
#: such answers together: a hostile class could send thousands, each of its own.
CAPACITY = 20_000
LARGEST_KEPT = 64 << 10
ALL_KEPT = 16 << 20

#: What is decided by the answers alone, not by the end of a child or of our own side.
_DECIDED = frozenset(
    {Outcome.PASSED, Outcome.WRONG, Outcome.UNANSWERED, Outcome.RAISED, Outcome.OUT_OF_MEMORY}
)

_Known = tuple[CheckVerdict, CheckFailed | None]


class VerdictCache:
    """Verdicts by check and answers; the least recently used are dropped first."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._sizes: dict[bytes, int] = {}
        self._kept = 0

    def recall(self, check: str, replies: Iterable[Reply]) -> _Known | None:
        """Return the verdict that these answers to *check* got before, if any."""
        key = _digest(check, replies)
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def keep(
        self, check: str, replies: list[Reply], verdict: CheckVerdict, failure: CheckFailed | None
    ) -> None:
        """Remember the verdict on these answers, if they alone decide it."""
        size = sum(len(reply.text) + len(reply.blob) for reply in replies)
        if verdict.outcome not in _DECIDED or (failure is not None and size > LARGEST_KEPT):
            return
        key = _digest(check, replies)
        if key in self._known:
            return
        self._known[key] = verdict, failure
        self._sizes[key] = size if failure is not None else 0
        self._kept += self._sizes[key]
        while len(self._known) > CAPACITY or self._kept > ALL_KEPT:
            self._kept -= self._sizes.pop(self._known.popitem(last=False)[0])


def _digest(check: str, replies: Iterable[Reply]) -> bytes:
    total = hashlib.blake2b(check.encode(), digest_size=20)
    for reply in replies:
        total.update(reply.digest)
    return total.digest()
