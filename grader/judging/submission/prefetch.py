"""Questions that are sent to a submission before a check asks them, and their answers."""

from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from grader.box.child import Reply
from grader.course.checks import Check
from grader.testing.failures import CheckFailed, Question
from grader.testing.student import script_name

#: So many questions may lie in the pipe: a submission can read what is there before it answers.
PORTION = 32


@dataclass(frozen=True)
class PlannedQuestion:
    """
    A question that a check is known to ask.

    Attributes:
        check: The check.
        number: It is the check's question of this number, from 0.
        question: The question.
        goes_on: Whether the check asks more after it, which depends on the answers.
    """

    check: Check
    number: int
    question: Question
    goes_on: bool = False

    @cached_property
    def key(self) -> object:
        """Under what its answer is kept."""
        return answer_key(self.check.name, self.number, self.question)


#: The driver whose answer serves every check that asks the same: the calls of a contract.
SHARED = "calls"


def answer_key(check: str, number: int, question: Question) -> object:
    """Return under what an answer is kept."""
    return question if question.op == SHARED else (check, number)


class Prefetch:
    """
    The planned questions of one submission.

    Each goes through these states: *waiting* for a child of its module; *in flight*, sent and
    not answered; *answered*, until its check is over. When a child ends, what was in flight
    waits again for the next one.

    Args:
        plan: The questions in the order of their checks.
        scripts: The names of the checks that run a script.
    """

    def __init__(self, plan: Iterable[PlannedQuestion], scripts: Collection[str] = ()) -> None:
        self._scripts = scripts
        self._waiting: dict[str, deque[PlannedQuestion]] = {}
        self._blocked: dict[str, str] = {}
        self._plan: dict[str, list[PlannedQuestion]] = {}
        for planned in plan:
            self._plan.setdefault(planned.check.name, []).append(planned)
            self._waiting.setdefault(self.home_of(planned.check), deque()).append(planned)
        #: In the order in which they were sent and will be answered.
        self._in_flight: dict[object, PlannedQuestion] = {}
        self._answers: dict[object, tuple[Question, Reply | CheckFailed]] = {}
        self._over: set[str] = set()
        plans = (each for plan in self._plan.values() for each in plan)
        self._shared = {each.question for each in plans if each.question.op == SHARED}

    def home_of(self, check: Check) -> str:
        """
        Return the module that the child of a check has imported.

        That of a check that runs a script has a name of its own: it has imported nothing.
        """
        return script_name(check.module) if check.name in self._scripts else check.module

    def is_shared(self, question: Question) -> bool:
        """Say whether a question was planned that serves many checks."""
        return question in self._shared

    def take_waiting(
        self, module: str, wanted: Callable[[PlannedQuestion], bool]
    ) -> list[PlannedQuestion]:
        """
        Return the next portion of what waits for a child of *module*; the caller sends it now.

        What is answered already or not *wanted* is dropped. What stands after a question whose
        check goes on waits until that check is over.
        """
        waiting = self._waiting.get(module)
        room = PORTION - len(self._in_flight)
        blocked = self._blocked.get(module)
        if not waiting or room < PORTION // 2 or not (blocked is None or blocked in self._over):
            return []
        taken: dict[object, PlannedQuestion] = {}
        while waiting and len(taken) < room:
            planned = waiting.popleft()
            # One figure serves many checks.
            if planned.key in taken or not (self._is_new(planned) and wanted(planned)):
                continue
            taken[planned.key] = planned
            if planned.goes_on and planned.check.name not in self._over:
                self._blocked[module] = planned.check.name
                break
        return list(taken.values())

    def is_over(self, check: Check) -> bool:
        """Say whether a check is over."""
        return check.name in self._over

    def was_sent_beyond(self, check: Check, number: int) -> bool:
        """Say whether more was sent than the first *number* questions of a check."""
        later = (key for key in self._answers if type(key) is tuple and key[0] == check.name)
        return bool(self._in_flight) or any(key[1] >= number for key in later)

    def forget(self, module: str, check: Check) -> None:
        """Forget what was sent and what waits for a module; *check* has asked something else."""
        self._in_flight.clear()
        self._waiting.pop(module, None)
        for key in [key for key in self._answers if type(key) is tuple and key[0] == check.name]:
            del self._answers[key]

    def planned_for(self, check: Check) -> list[PlannedQuestion]:
        """Return what a check is known to ask."""
        return self._plan.get(check.name, [])

    def modules_named_for(self, module: str) -> set[str]:
        """Return the other modules whose names the checks of *module* ask for."""
        planned = (each for plan in self._plan.values() for each in plan)
        own = [
            p.question for p in planned if self.home_of(p.check) == module and p.question.op == "do"
        ]
        return {question.target.partition(".")[0] for question in own} - {module, ""}

    def is_waiting(self, module: str, key: object) -> bool:
        """Say whether a question with this key waits for a child of *module*."""
        return any(planned.key == key for planned in self._waiting.get(module, ()))

    def _is_new(self, planned: PlannedQuestion) -> bool:
        """Say whether a question is neither answered nor in flight."""
        return not (self.has_answer(planned.key) or self.is_in_flight(planned.key))

    def add_in_flight(self, planned: PlannedQuestion) -> None:
        """Note that a question was sent."""
        self._in_flight[planned.key] = planned

    def is_in_flight(self, key: object) -> bool:
        """Say whether a question with this key was sent and is not answered."""
        return key in self._in_flight

    def next_in_flight(self) -> PlannedQuestion | None:
        """Return the question that the child answers next, which is then in flight no more."""
        first = next(iter(self._in_flight), None)
        return None if first is None else self._in_flight.pop(first)

    def keep(self, planned: PlannedQuestion, answer: Reply | CheckFailed) -> None:
        """Keep the answer to a question, unless its check is over."""
        if planned.check.name not in self._over or planned.question.op == SHARED:
            self.keep_answer(planned.key, planned.question, answer)

    def keep_answer(self, key: object, question: Question, answer: Reply | CheckFailed) -> None:
        """Keep an answer under its key."""
        self._answers[key] = question, answer

    def has_answer(self, key: object) -> bool:
        """Say whether an answer is kept under *key*."""
        return key in self._answers

    def answer(self, key: object, question: Question) -> Reply | CheckFailed | None:
        """Return the answer under *key*; None if it answers another question."""
        asked, answer = self._answers[key]
        return answer if asked == question else None

    def end_check(self, check: Check) -> None:
        """Drop the answers to *check*, those still to come too."""
        self._over.add(check.name)
        for key in [key for key in self._answers if type(key) is tuple and key[0] == check.name]:
            del self._answers[key]

    def return_in_flight(self, module: str, check: Check) -> None:
        """
        Let what is in flight wait for the next child of *module*, because *check* ended this one.

        The rest of that check will not be asked, and gated checks perhaps not.
        """
        self._waiting[module] = deque(
            planned
            for planned in (*self._in_flight.values(), *self._waiting.get(module, ()))
            if planned.check.name != check.name
            and planned.check.name not in self._over
            and not planned.check.gated
        )
        self._in_flight.clear()

    def drop_in_flight(self) -> None:
        """Forget what is in flight."""
        self._in_flight.clear()

    def clear(self) -> None:
        """Forget every question and answer."""
        self._waiting.clear()
        self._in_flight.clear()
        self._answers.clear()
