"""What no message may tell: every number that a hidden check asks with or expects."""

import multiprocessing
from collections.abc import Iterator, Mapping
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

from grader.box.inside import values


def hidden_numbers(root: Path) -> set[float]:
    """
    Return the numbers in all hidden questions of the course in *root* and in their answers.

    The reference is judged in a process of its own, and what crosses is written down.
    """
    context = multiprocessing.get_context("spawn")
    queue: SimpleQueue[set[float]] = context.SimpleQueue()
    process = context.Process(target=_write_down, args=(root, queue))
    process.start()
    found = queue.get()
    process.join()
    return found


def _write_down(root: Path, queue: "SimpleQueue[set[float]]") -> None:
    from grader.box.sandbox import find_walls
    from grader.box.zygote import Zygote
    from grader.course.manifest import find_course
    from grader.engine.worker import preload
    from grader.judging.judge import Judge
    from grader.judging.session import run_session

    course = find_course(root)
    seen: set[float] = set()

    class Overheard:
        """A channel to a child that notes every number in questions and answers."""

        def __init__(self, channel: Any) -> None:
            self._channel = channel

        def ask(self, text: bytes, blob: bytes) -> None:
            seen.update(_numbers(values.decode(text, blob)))
            self._channel.ask(text, blob)

        def answer(self, limit_s: float) -> Any:
            reply = self._channel.answer(limit_s)
            seen.update(_numbers(values.decode(reply.text, reply.blob)))
            return reply

        def time_used(self) -> Any:
            return self._channel.time_used()

        def close(self) -> None:
            self._channel.close()

    def body(judge: Judge) -> None:
        zygote.wait_until_warm()
        judge.prove_reference()

    zygote = Zygote(find_walls(), preload(course))
    try:
        zygote.launch()

        def spawn(files: Mapping[str, bytes]) -> Overheard:
            return Overheard(zygote.spawn(files))

        run_session(course, spawn, body)
    finally:
        zygote.stop()
        queue.put(seen)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, values.SentTensor):
        yield from value.tensor.double().reshape(-1).tolist()
    elif isinstance(value, values.SentNumber):
        yield float(value.value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
