"""
Judges on many machines: Dask distributed carries submissions out and verdicts back.

The course travels once, as bytes; each worker keeps its own warm judges. The client
alone writes results. It has a few tasks per worker on the way and no more, so its
memory does not grow with the class; what was on the way when a worker or the
scheduler vanished is given out again, and of two answers to one task it takes one.
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
#: Tasks on the way per thread of a worker: one at work, one that waits beside it.
DEPTH = 2
CONNECT_S = 10.0
LOOK_S = 1.0
_ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://\S+:\d+")


class JudgePlugin(WorkerPlugin):
    """
    What each Dask worker gets when it joins: the course, and the judges once they are needed.

    Args:
        files: The course, as :func:`~grader.course.judging_files.packed_course` made it.
        wanted: What the worker has to be like.
        unsafe: Go on where submissions cannot be locked in.
    """

    def __init__(self, files: dict[str, bytes], wanted: Environment, unsafe: bool) -> None:
        self._course = files, wanted, unsafe
        self.judges: ClusterWorker | None = None

    def setup(self, worker: Any) -> None:
        """Stage the course on the worker."""
        files, wanted, unsafe = self._course
        name = str(worker.name) if worker.name != worker.address else worker.address
        self.judges = ClusterWorker(name, files, wanted, unsafe=unsafe)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the name is Dask's
        """End the judges."""
        if self.judges is not None:
            self.judges.close()


class Cluster:
    """
    Judge submissions on the workers of a Dask scheduler.

    Args:
        course: The course.
        address: The scheduler: ``tcp://host:8786``.
        box: Strength of the box on this machine; the workers' has to be the same.
        unsafe: Go on where submissions cannot be locked in.
        patience_s: How long to wait for a scheduler or for workers that have vanished.
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
        self._ready: Ready | None = None
        self._given: dict[Future[Any], Task] = {}
        self._waiting: deque[Task] = deque()
        self._done: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._threads = 0
        self._counted_at = 0.0

    def __enter__(self) -> "Cluster":
        if not _ADDRESS.fullmatch(self._address):
            # Dask would go on with half a client, and complain at the end of the program.
            raise GraderError(
                f"{clean(self._address)} is no address of a Dask scheduler. Write it as "
                "tcp://host:8786, or grade on this machine without --scheduler."
            )
        for name in ("distributed", "distributed.client", "distributed.comm"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # We say it in one line.
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._client is not None and self._client.status == "running":
            with contextlib.suppress(Exception):  # It may vanish at this moment too.
                self._client.cancel(list(self._given), force=True)
                self._client.unregister_worker_plugin(self._name)
        self._leave()

    def start(self) -> None:
        """Do nothing: the workers' judges start with their first task."""

    def judge(self, tasks: Iterable[Task | Known]) -> Iterator[Judged | Known]:
        """
        Yield the judgement of every task, in the order in which they are done.

        What is no task is handed on at once. A task during which workers died time and
        again is NOT_JUDGED throughout.

        Raises:
            GraderError: If a worker is not like this machine, or nobody is left to judge.
        """
        source = iter(tasks)
        while True:
            while len(self._given) < self._window():
                task = self._waiting.popleft() if self._waiting else next(source, None)
                if task is None:
                    break
                if isinstance(task, Task):
                    self._give(task)
                else:
                    yield task
            if not self._given and not self._waiting:
                return
            judged = self._hear()
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
            raise self._nobody() from None
        try:
            client.register_plugin(self._plugin, name=self._name)
        except Exception as error:  # Whatever the worker could not load.
            raise GraderError(
                f"{self._address}: a worker cannot load the judge ({_first_line(error)}). "
                "Install this grader on every worker."
            ) from None
        self._examine(client)

    def _examine(self, client: Client) -> None:
        """Warm every worker up and hold it to what this machine is."""
        workers = sorted(client.nthreads())
        asked = [
            client.submit(_prepare, self._name, workers=[worker], pure=False) for worker in workers
        ]
        for future in asked:
            # One that dies meanwhile is replaced, and looks at itself before it judges.
            with contextlib.suppress(KilledWorker, TimeoutError, OSError):
                self._ready = future.result(timeout=5 * self._patience_s)
        if self._ready is None:
            raise self._nobody()

    def _nobody(self) -> SchedulerUnavailable:
        return SchedulerUnavailable(
            f"{self._address} has no worker that judges. Results so far are kept. "
            f'Start some with "dask worker {self._address} --nthreads 1", then run this again.'
        )

    def _window(self) -> int:
        """Return how many tasks may be on the way; looks again now and then who is there."""
        now = time.monotonic()
        if self._client is not None and now - self._counted_at > LOOK_S:
            with contextlib.suppress(Exception):  # A lost connection is noticed when we listen.
                self._threads = sum(self._client.nthreads().values())
                if self._threads:
                    self._counted_at = now
        if not self._threads and now - self._counted_at > self._patience_s:
            raise self._nobody()
        return DEPTH * max(self._threads, 1)

    def _give(self, task: Task) -> None:
        assert self._client is not None
        future = self._client.submit(
            _judge, self._name, task, key=f"judge-{task.number}-{uuid.uuid4().hex}", pure=False
        )
        self._given[future] = task
        future.add_done_callback(self._done.put)

    def _hear(self) -> Judged | None:
        """Return the next judgement, or None if there was none for a moment."""
        try:
            future = self._done.get(timeout=LOOK_S)
        except queue.Empty:
            if self._client is None or self._client.status != "running":
                self._reconnect()
            return None
        task = self._given.get(future)
        if task is None:
            return None  # Of a connection that was lost: it was given out again.
        if future.status not in ("finished", "error"):
            self._reconnect()
            return None
        try:
            judged: Judged = future.result(timeout=CONNECT_S)
        except KilledWorker:
            assert self._ready is not None
            judged = self._ready.give_up(task)
        except GraderError:
            raise
        except (OSError, TimeoutError, RuntimeError):
            # Dask reports a lost answer in these ways; it is asked for once more.
            self._reconnect()
            return None
        del self._given[future]
        return judged

    def _reconnect(self) -> None:
        """Take back what was on the way and find the scheduler again."""
        self._waiting.extend(self._given.values())
        self._given.clear()
        self._leave()
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                self._connect()
                return
            except SchedulerUnavailable:
                self._leave()
                if time.monotonic() > deadline:
                    raise GraderError(
                        f"{self._address}: the scheduler vanished and did not come back within "
                        f"{self._patience_s:g} s. Results so far are kept; run this again to go on."
                    ) from None
                time.sleep(LOOK_S)

    def _leave(self) -> None:
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
