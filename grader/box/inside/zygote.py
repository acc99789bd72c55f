"""
The zygote: one warm process that forks a locked-in child for every request.

It is started with exec and never sees a submission, a hidden test or a solution. It imports
what submissions import and what torch loads late, without running backward (a process that
has run it cannot fork one that will). Then it only forks and reports on its children.
"""

import contextlib
import functools
import gc
import importlib
import inspect
import json
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from . import answers, policy
from .control import Ended, Facts, Settings, Targets, receive, send
from .deferred import defer_compiling
from .drivers.figures import note_show
from .frames import pack, read_frame, write_all
from .huge_pages import collapse_heap
from .lockdown import steps
from .lockdown.forbidden_acts import attest
from .lockdown.proofs import prove
from .optional_torch import is_left_out, torch

DONE, BROKEN, NOT_LOCKED = 0, 1, 99

#: So many bytes of its pipe a child reads at once.
READ_AT_ONCE = 64 << 10


def main(control: socket.socket, settings: Settings) -> None:
    """Warm up, then serve requests on the control socket until it closes."""
    if settings.inner:
        steps.hide()
    layers = steps.probe_layers(settings.inner, settings.scratch)
    started = time.monotonic()
    _warm_up(settings.preload)
    threadless = is_left_out() or steps.works(_run_backward_without_threads)
    if settings.folder:
        _empty(settings.folder)
        steps.close_folder(settings.folder)
        layers = replace(layers, folders=True)
    prepared = steps.prepare(layers, settings.readable, None if threadless else _run_backward)
    # What was imported is hidden from the collector: there is hardly any garbage in it, and looking
    # takes longer than most imports.
    gc.freeze()
    gc.enable()
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
    facts = Facts(
        threads=threads,
        uid=os.getuid(),
        torch="" if is_left_out() else torch.__version__,
        warm_up_s=round(time.monotonic() - started, 3),
        landlock_abi=layers.landlock_abi,
        seccomp=layers.seccomp,
        scratch=layers.inner and bool(layers.scratch),
    )
    send(control, asdict(facts))
    _serve(control, prepared)


def _empty(folder: str) -> None:
    """Remove what the libraries have left there; they have it in memory."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def _warm_up(preload: Sequence[str]) -> None:
    if not is_left_out():
        _prepare_torch()
    for name in preload:
        importlib.import_module(name)
    if not is_left_out():
        _warm_up_torch()
    if "matplotlib" in sys.modules:
        _warm_up_figures()


def _prepare_torch() -> None:
    torch.set_num_threads(1)
    torch.set_num_threads = _keep_one_thread
    # torch reads what the processor can do from files that are closed to children.
    torch.cpu._is_avx2_supported()
    defer_compiling()
    torch.compile = _uncompiled


def _warm_up_torch() -> None:
    """Run one forward pass and one optimizer step, which load what torch loads late."""
    layer = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1, momentum=0.9)
    for parameter in layer.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    optimizer.zero_grad()
    chances = layer(torch.ones(2, 2)).sigmoid().squeeze(1)
    loss = torch.nn.functional.binary_cross_entropy(chances, torch.ones(2))
    str(loss)
    loader: Any = torch.utils.data.DataLoader
    loader.__init__ = _without_workers(loader.__init__)


def _keep_one_thread(nthreads: int) -> None:
    """
    Replace ``torch.set_num_threads``.

    A child has one thread. Told of more, oneDNN would wait for the others for ever.
    """


def _run_backward() -> None:
    """
    Run backward once.

    A torch that knows of a device besides the CPU (Debian's: Vulkan) starts a thread for it
    when a process first does so, and a child that is locked in may start none.
    """
    torch.ones((), requires_grad=True).backward()  # type: ignore[no-untyped-call]


def _run_backward_without_threads() -> None:
    """Run backward once and raise if that starts a thread."""
    _run_backward()
    if len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("backward starts a thread")


def _without_workers(make: Any) -> Any:
    """Return a constructor of DataLoader without worker processes: a child may start none."""
    signature = inspect.signature(make)

    @functools.wraps(make)
    def make_alone(*args: Any, **kwargs: Any) -> None:
        asked = signature.bind(*args, **kwargs)
        if asked.arguments.get("num_workers"):
            of_workers = ("num_workers", "prefetch_factor", "persistent_workers", "timeout")
            for name in (*of_workers, "multiprocessing_context"):
                asked.arguments.pop(name, None)
        make(*asked.args, **asked.kwargs)

    return make_alone


def _uncompiled(model: Any = None, **options: Any) -> Any:
    """Replace ``torch.compile``: the box has no compiler; the function itself answers alike."""
    return functools.partial(_uncompiled, **options) if model is None else model


def _warm_up_figures() -> None:
    """Draw one small figure: matplotlib loads fonts, ticks and the PNG writer late."""
    import io

    import matplotlib
    from matplotlib import pyplot
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], label="line")
    axes.scatter([0, 1], [0, 1], label="points")
    axes.set_title("title")
    axes.legend()
    figure.savefig(io.BytesIO(), format="png", dpi=40)
    # There is no screen. A module that asks for TkAgg gets Agg and continues.
    matplotlib.use = _keep_agg
    pyplot.show = note_show
    Figure.show = note_show  # type: ignore[method-assign]


def _keep_agg(backend: str, *, force: bool = True) -> None:
    """Replace ``matplotlib.use``: there is no other backend."""


def _serve(control: socket.socket, prepared: steps.Prepared) -> None:
    folders: dict[int, str] = {}
    while True:
        request, fds = receive(control)
        if request is None:
            return
        if "reap" in request:
            ended = _reap(int(request["reap"]), request["patience_s"])
            if ended:
                shutil.rmtree(folders.pop(int(request["reap"]), ""), ignore_errors=True)
            send(control, asdict(ended) if ended else {})
            continue
        if "time_used" in request:
            send(control, _time_used(int(request["time_used"])))
            continue
        if "settle" in request:
            collapse_heap()
            continue
        if "prove" in request:
            send(control, {"proofs": prove(prepared, _targets(request["prove"]))})
            continue
        questions_fd, answers_fd = fds
        own = _own_folder(prepared.layers)
        pid = os.fork()
        if pid == 0:
            _be_child(prepared, policy.Limits(**request["limits"]), own, questions_fd, answers_fd)
        if not prepared.layers.inner:
            folders[pid] = own
        os.close(questions_fd)
        os.close(answers_fd)
        pidfds = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
        send(control, {"pid": pid}, pidfds)
        for pidfd in pidfds:
            os.close(pidfd)


def _be_child(
    prepared: steps.Prepared, limits: policy.Limits, own: str, questions_fd: int, answers_fd: int
) -> None:
    """Lock in, attest, take the submission, answer until the pipe closes. Never returns."""
    report_to = answers_fd
    try:
        if prepared.layers.inner:
            steps.lock(prepared, limits, questions_fd, answers_fd)
        else:
            steps.take_pipes(questions_fd, answers_fd)
        report_to = steps.ANSWERS_FD
        acts = attest(prepared.layers, limits)
        write_all(report_to, pack(0, json.dumps(acts).encode(), b""))
        if not all(acts.values()):
            os._exit(NOT_LOCKED)
        frames = _Frames()
        responder = _take_submission(own, frames)
        write_all(report_to, pack(1, b"{}", b""))
    except BaseException as error:
        text = json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode()
        for number in (0, 1):  # whichever of the two reports is awaited
            write_all(report_to, pack(number, text, b""))
        os._exit(NOT_LOCKED)
    # From here on the submission's own code runs; what happens is not the grader's failure.
    try:
        _answer_questions(responder, frames)
    except EOFError:
        os._exit(DONE)
    finally:
        os._exit(BROKEN)


def _own_folder(layers: steps.Layers) -> str:
    """Return the folder that the next child may write to, "" for none."""
    if layers.inner or not layers.scratch:
        return layers.scratch
    return tempfile.mkdtemp(dir=layers.scratch)


def _take_submission(scratch: str, frames: "_Frames") -> answers.Responder:
    """Read the files from the pipe and make them importable; none of them runs yet."""
    text, blob = frames.read()
    files, start = {}, 0
    for name, size in json.loads(text):
        files[name] = blob[start : start + size]
        start += size
    folder = f"{scratch or '/nowhere'}/submission"
    if scratch:
        os.environ.update(dict.fromkeys(policy.SCRATCH_VARIABLES, scratch))
        _lay_out(files, folder)
    return answers.Responder(files, folder, frames.exchange)


class _Frames:
    """The two pipes of a child; the submission comes first, and each frame has the next number."""

    def __init__(self) -> None:
        self._read, self._written = 0, 1
        self._questions = open(steps.QUESTIONS_FD, "rb", READ_AT_ONCE, closefd=False)

    def read(self) -> tuple[bytes, bytes]:
        """Wait for the next frame."""
        self._read += 1
        return read_frame(self._questions, self._read)

    def write(self, text: bytes, blob: bytes, cost_us: int = 0) -> None:
        """Send the next answer."""
        self._written += 1
        write_all(steps.ANSWERS_FD, pack(self._written, text, blob, cost_us))

    def exchange(self, text: bytes, blob: bytes) -> tuple[bytes, bytes]:
        """Ask back in the middle of a question."""
        self.write(text, blob)
        return self.read()


def _answer_questions(responder: answers.Responder, frames: _Frames) -> None:
    while True:
        frames.write(*responder.reply(*frames.read()))


def _lay_out(files: dict[str, bytes], folder: str) -> None:
    """Write the files where a module that opens them looks for them, each whole or not at all."""
    for name, data in files.items():
        path = f"{folder}/{name}"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        except (OSError, ValueError):  # no room for it, or not a name for a file here
            with contextlib.suppress(OSError, ValueError):
                os.unlink(path)
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        os.chdir(folder)


def _reap(pid: int, patience_s: float | None) -> Ended | None:
    """
    Wait until a child has ended and return how; None if it is still there after *patience_s*.

    Without patience it has been killed and is about to end.
    """
    deadline_s = time.monotonic() + (patience_s or 0.0)
    while True:
        found, status, usage = os.wait4(pid, 0 if patience_s is None else os.WNOHANG)
        if found and not os.WIFSTOPPED(status):  # one that let itself be traced
            return Ended(status, usage.ru_utime + usage.ru_stime)
        if patience_s is not None and time.monotonic() >= deadline_s:
            return None
        time.sleep(0.001)


def _time_used(pid: int) -> dict[str, Any]:
    """Return a child's processor time, how long it had none, and whether it could use some now."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            state, *numbers = stat.read().rpartition(")")[2].split()
    except OSError:
        return {"cpu_s": 0.0, "starved_s": 0.0, "runnable": False}
    try:
        with open(f"/proc/{pid}/schedstat") as schedule:
            starved_s = int(schedule.read().split()[1]) / 1e9
    except OSError:
        starved_s = 0.0
    user, system = (int(numbers[place]) for place in (10, 11))
    cpu_s = (user + system) / os.sysconf("SC_CLK_TCK")
    return {"cpu_s": cpu_s, "starved_s": starved_s, "runnable": state in "RD"}


def _targets(fields: dict[str, Any] | None) -> Targets | None:
    return None if fields is None else Targets(**fields)
