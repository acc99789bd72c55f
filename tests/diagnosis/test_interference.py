"""What students read depends on outcomes and visible twins, and on nothing else that is hidden."""

import random
from collections.abc import Mapping
from dataclasses import replace

import torch
from helpers.courses import REPOSITORY

from grader.box.inside.values import SentTensor
from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.check.corpus import read_corpus
from grader.course.checks import Check
from grader.course.manifest import find_course
from grader.diagnosis.explain import Diagnosis
from grader.engine.worker import preload
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.judging.submission.session import SubmissionSession
from grader.messages.explanation import Explanation
from grader.testing import CheckFailed
from grader.testing.contracts.contract import Twins

COURSE = find_course(REPOSITORY)
FILES = ("E01_graph_gradients", "E06_sigmoid", "E13_bce_with_logits", "E15_make_optimizer")


def other(failure: CheckFailed, draw: random.Random) -> CheckFailed:
    """Return a failure of which only the outcome and the twins are the same."""
    assert failure.question is not None
    words = "".join(chr(draw.randrange(32, 1000)) for _ in range(draw.randrange(200)))
    size = draw.randrange(2000)
    reply = {
        "value": SentTensor(torch.zeros(size)),
        "after": [words] * draw.randrange(5),
        words: draw.random(),
        "raised": {"type": words, "text": words, "bases": [words], "place": [words, size, ""]},
    }
    question = replace(failure.question, text=words.encode(), blob=bytes(size))
    return replace(
        failure,
        message=words,
        note=words,
        pattern=words,
        reply=reply,
        question=question,
        precise=draw.random() < 0.5,
    )


class Changing(Diagnosis):
    """A diagnosis that is asked again after all that came of hidden cases has been changed."""

    compared = 0

    def explain(
        self, failures: Mapping[Check, CheckFailed], session: SubmissionSession
    ) -> dict[Check, Explanation]:
        """Explain twice, and compare what is said."""
        said = super().explain(failures, session)
        draw = random.Random(Changing.compared)
        hidden = {
            check: other(failure, draw)
            for check, failure in failures.items()
            if isinstance(failure.twins, Twins)
        }
        again = super().explain({**failures, **hidden}, session)
        for check in hidden:
            assert again.get(check) == said.get(check), check.name
            Changing.compared += 1
        return said


def test_a_message_holds_nothing_of_a_hidden_reply(walls: Walls):
    """Names, texts, shapes, sizes and keys of it are changed; the message is the same."""
    corpus = read_corpus(COURSE)
    own = [[each for each in corpus if f"mistakes/{name}.py" in each.where] for name in FILES]
    entries = [entry for some in own for entry in some[::14]]
    modules = {exercise.id: exercise.module for exercise in COURSE.unit.exercises}

    def body(judge: Judge) -> None:
        for entry in entries:
            files = dict(judge.reference.files)
            files[f"{modules[entry.exercise]}.py"] += b"\n\n" + entry.code.encode()
            judge.judge(Submission(entry.name, files), exercises=[entry.exercise])

    with Zygote(walls, preload(COURSE)) as zygote:
        run_session(COURSE, zygote.spawn, body, make_explainer=Changing.of_modules)

    assert Changing.compared > len(entries)
