"""
Judging on many machines: Dask distributed sends submissions out and verdicts back.

Each worker gets the course once, as bytes, and keeps its judges warm. Only the client
writes results. It has at most a few tasks per worker in flight, so that its memory does
not grow with the number of students. Tasks in flight when a worker or the scheduler is
lost are sent again; of two answers to one task the first counts.
"""

import contextlib
import logging
import queue
import re
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker

from grader.course.judging_files import packed_course
from grader.course.manifest import Course
from grader.errors import GraderError, SchedulerUnavailable
from grader.text import clean

from .cluster_worker import ClusterWorker, Environment
from .worker import Judged, Ready, Task

Known = TypeVar("Known")
#: Tasks in flight per thread of a worker: one that is judged, one that waits there.
DEPTH = 2
CONNECT_S = 10.0
LOOK_S = 1.0
_ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://\S+:\d+")


class JudgePlugin(WorkerPlugin):
    """
    The plugin that gives a Dask worker the course when it joins, and judges when it needs them.

    Args:
        files: The course, as :func:`~grader.course.judging_files.packed_course` made it.
        wanted: The environment that the worker must have.
        unsafe: Judge even where submissions cannot be locked in.
    """

    def __init__(self, files: dict[str, bytes], wanted: Environment, unsafe: bool) -> None:
        self._course = files, wanted, unsafe
        self.judges: ClusterWorker | None = None

    def setup(self, worker: Any) -> None:
        """Write the course to the worker's disk."""
        files, wanted, unsafe = self._course
        name = str(worker.name) if worker.name != worker.address else worker.address
        self.judges = ClusterWorker(name, files, wanted, unsafe=unsafe)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the name is Dask's
        """End the judges."""
        if self.judges is not None:
            self.judges.close()


class Cluster:
    """
    The workers of a Dask scheduler, which judge submissions.

    Args:
        course: The course.
        address: The scheduler: ``tcp://host:8786``.
        box: Strength of the box on this machine; that of the workers must be the same.
        unsafe: Judge even where submissions cannot be locked in.
        patience_s: How long to wait for a lost scheduler or lost workers.
    """

    def __init__(
        self,
        course: Course,
        address: str,
        box: str,
        *,
        unsafe: bool = False,
        patience_s: float = 60.0,
    ) -> None:
        self._address = address
        self._plugin = JudgePlugin(packed_course(course), Environment.here(course, box), unsafe)
        self._name = f"grader-{uuid.uuid4().hex}"
        self._patience_s = patience_s
        self._client: Client | None = None
        self.ready: Ready | None = None
        self._in_flight: dict[Future[Any], Task] = {}
        self._waiting: deque[Task] = deque()
        self._done: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._threads = 0
        self._counted_at = 0.0

    def __enter__(self) -> "Cluster":
        if not _ADDRESS.fullmatch(self._address):
            # Dask would continue with half a client and complain when the program ends.
            raise GraderError(
                f"{clean(self._address)} is not the address of a Dask scheduler. Write it "
                "like tcp://host:8786, or grade on this machine without --scheduler."
            )
        for name in ("distributed", "distributed.client", "distributed.comm"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # Our error is one line.
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._client is not None and self._client.status == "running":
            with contextlib.suppress(Exception):  # It may be lost at this very moment.
                self._client.cancel(list(self._in_flight), force=True)
                self._client.unregister_worker_plugin(self._name)
        self._disconnect()

    def start(self) -> None:
        """Do nothing: a worker's judges start with its first task."""

    def judge(self, tasks: Iterable[Task | Known]) -> Iterator[Judged | Known]:
        """
        Yield the judgement of every task, in the order in which they finish.

        What is not a task is yielded at once. A task during which workers keep dying is
        NOT_JUDGED in every check.

        Raises:
            GraderError: If a worker differs from this machine, or no worker is left.
        """
        source = iter(tasks)
        while True:
            while len(self._in_flight) < self._window():
                task = self._waiting.popleft() if self._waiting else next(source, None)
                if task is None:
                    break
                if isinstance(task, Task):
                    self._send(task)
                else:
                    yield task
            if not self._in_flight and not self._waiting:
                return
            judged = self._receive()
            if judged is not None:
                yield judged

    def _connect(self) -> None:
        try:
            client = Client(self._address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SchedulerUnavailable(
                f"{self._address}: no Dask scheduler answers ({_first_line(error)}). "
                'Start one with "dask scheduler", or grade on this machine without --scheduler.'
            ) from None
        self._client = client
        try:
            client.wait_for_workers(1, timeout=self._patience_s)
        except TimeoutError:
            raise self._no_worker() from None
        try:
            client.register_plugin(self._plugin, name=self._name)
        except Exception as error:  # Whatever the worker could not load.
            raise GraderError(
                f"{self._address}: a worker cannot load the grader ({_first_line(error)}). "
                "Install this version of the grader on every worker."
            ) from None
        self._prepare_workers(client)

    def _prepare_workers(self, client: Client) -> None:
        """Warm up every worker; it raises if it differs from this machine."""
        workers = sorted(client.nthreads())
        asked = [
            client.submit(_prepare, self._name, workers=[worker], pure=False) for worker in workers
        ]
        for future in asked:
            # A worker that dies now is replaced, and the new one checks itself before it judges.
            with contextlib.suppress(KilledWorker, TimeoutError, OSError):
                self.ready = future.result(timeout=5 * self._patience_s)
        if self.ready is None:
            raise self._no_worker()

    def _no_worker(self) -> SchedulerUnavailable:
        return SchedulerUnavailable(
            f"{self._address} has no worker left to judge. Results so far are kept. "
            f'Start one with "dask worker {self._address} --nthreads 1", then run this again.'
        )

    def _window(self) -> int:
        """Return how many tasks may be in flight; now and then, count the workers again."""
        now = time.monotonic()
        if self._client is not None and now - self._counted_at > LOOK_S:
            with contextlib.suppress(Exception):  # A lost connection shows when we receive.
                self._threads = sum(self._client.nthreads().values())
                if self._threads:
                    self._counted_at = now
        if not self._threads and now - self._counted_at > self._patience_s:
            raise self._no_worker()
        return DEPTH * max(self._threads, 1)

    def _send(self, task: Task) -> None:
        assert self._client is not None
        future = self._client.submit(
            _judge, self._name, task, key=f"judge-{task.number}-{uuid.uuid4().hex}", pure=False
        )
        self._in_flight[future] = task
        future.add_done_callback(self._done.put)

    def _receive(self) -> Judged | None:
        """Return the next judgement, or None if none came within a second."""
        try:
            future = self._done.get(timeout=LOOK_S)
        except queue.Empty:
            if self._client is None or self._client.status != "running":
                self._reconnect()
            return None
        task = self._in_flight.get(future)
        if task is None:
            return None  # From a lost connection: the task was sent again.
        if future.status not in ("finished", "error"):
            self._reconnect()
            return None
        try:
            judged: Judged = future.result(timeout=CONNECT_S)
        except KilledWorker:
            assert self.ready is not None
            judged = self.ready.give_up(task)
        except GraderError:
            raise
        except (OSError, TimeoutError, RuntimeError):
            # Dask reports a lost answer in these ways; the task is sent again.
            self._reconnect()
            return None
        del self._in_flight[future]
        return judged

    def _reconnect(self) -> None:
        """Queue the tasks in flight again and connect to the scheduler anew."""
        self._waiting.extend(self._in_flight.values())
        self._in_flight.clear()
        self._disconnect()
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                self._connect()
                return
            except SchedulerUnavailable:
                self._disconnect()
                if time.monotonic() > deadline:
                    raise GraderError(
                        f"{self._address}: the scheduler was lost for more than "
                        f"{self._patience_s:g} s. Results so far are kept; run this again."
                    ) from None
                time.sleep(LOOK_S)

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close(timeout=LOOK_S)


def _judge(name: str, task: Task) -> Judged:
    """Judge *task* on the worker that runs this."""
    return _worker(name).judge(task)


def _prepare(name: str) -> Ready:
    """Warm up a judge on the worker that runs this."""
    return _worker(name).prepare()


def _worker(name: str) -> ClusterWorker:
    plugin: Any = get_worker().plugins[name]
    worker: ClusterWorker = plugin.judges
    return worker


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
