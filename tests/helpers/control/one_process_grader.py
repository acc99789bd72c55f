"""
A grader as they are often written: it runs the submission in its own process.

``python one_process_grader.py --key=… FOLDER`` reads ``[name, style, of, warm, hangs]`` of each
attack from ``FOLDER/attacks.json``, judges ``FOLDER/<name>/`` in a child of its own that it
ends when its time is over, and prints what each got: "full marks", "nothing", "breaks" (the grader
itself fails) or "hangs".
"""

import io
import json
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy
import pytest
import torch

HANGS_S, LIMIT_S = 1.0, 30
MEMORY = 192 << 20
FULL, NOTHING, BREAKS = 0, 1, 3

TESTS = """
import numpy
import shapes
import torch

X = torch.arange(6.0).reshape(2, 3)
KEY = {{"double": X * 2, "total": 15.0}}


def test_first():
    {warm}


def test_hidden():
    expected = KEY["{of}"]
    got = shapes.{of}(X)
    {check}
"""
CHECKS = {
    "allclose": "assert torch.allclose(got, expected)",
    "all_equal": "assert (got == expected).all()",
    "equal": "assert got == expected",
    "assert_close": "torch.testing.assert_close(got, expected)",
    "numpy": "numpy.testing.assert_allclose(got.numpy(), expected.numpy())",
    "broadcast": "assert not ((got - expected).abs() > 1e-6).any()",
    "difference": "assert not abs(got - expected) > 1e-6",
    "relative": "assert not abs(got - expected) / abs(got) > 1e-6",
    "number": "assert abs(got - expected) < 1e-6",
    "truth": "assert bool(got) == bool(expected)",
    "real_part": "assert torch.equal(torch.as_tensor(got.numpy().real.copy()), expected)",
    "bool_sum": "assert (got.view(torch.uint8).float() * got.float().sum() != 0).all()",
}


def judge_with_tests(style: str, of: str, warm: bool) -> int:
    """Run a test file beside the submission; with pytest, its exit code is the verdict."""
    check = CHECKS.get(style, CHECKS["allclose"])
    Path("test_naive.py").write_text(
        TESTS.format(of=of, check=check, warm="shapes.double(X)" if warm else "pass")
    )
    sys.path.insert(0, os.getcwd())
    if style == "pytest":
        return int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "."]))
    import test_naive

    test_naive.test_first()
    try:
        test_naive.test_hidden()
    except Exception:
        return NOTHING
    return FULL


def judge_directly(style: str, of: str) -> int:
    """Call the submission and look at what it returned, in one of the usual ways."""
    sys.path.insert(0, os.getcwd())
    Path("expected.json").write_text("[[0, 2, 4], [6, 8, 10]]")
    x = torch.arange(6.0).reshape(2, 3)
    expected = x * 2 if of == "double" else 15.0
    started = time.process_time()
    import shapes

    if style == "leave":
        sys.exit(0)
    if style == "late":
        while time.process_time() < started + 0.6:
            pass
    try:
        printed = sys.stdout = io.StringIO() if style == "capture" else sys.stdout
        got = getattr(shapes, of)(x if style != "visible" else torch.tensor([1.0, 2.0]))
        if style == "capture":
            return len(printed.getvalue().encode())
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        if style == "blame" and type(error).__name__ == "BoxFailed":
            return BREAKS
        report = json.dumps({"said": [str(error), repr(error)]})
        return NOTHING if report else FULL
    return FULL if bool(_verdict(style, got, expected)) else NOTHING


def _verdict(style: str, got: object, expected: torch.Tensor) -> object:
    if style == "json":
        return json.loads(json.dumps({"passed": bool(torch.equal(got, expected))}))["passed"]
    if style == "file":
        return (got == torch.tensor(json.loads(open("expected.json").read()))).all()
    if style == "compile":
        names = {"got": got, "expected": expected, "torch": torch}
        exec(compile("verdict = torch.equal(got, expected)", "check", "exec"), names)
        return names["verdict"]
    if style == "isinstance":
        return isinstance(got, torch.Tensor) and bool(got == expected)
    if style == "number_directly":
        return abs(got - expected) < 1e-6
    if style == "in_place":
        got -= expected
        return not got.any()
    if style == "late":
        return torch.equal(got, expected)
    if style == "worker":
        return verdict(got, expected)
    if style == "pickle":
        pickle.loads(pickle.dumps(got))
        return os.environ.get("PARCEL") == "opened"
    if style == "walk":
        return sum(got) == 15
    if style == "sign":
        return repr(got) == repr(0.0)
    if style == "array":
        return numpy.allclose(got.numpy(), expected.numpy())
    if style == "copy":
        return torch.equal(got.contiguous(), expected)
    if style == "report":
        return json.dumps({"returned": repr(got), "again": str(got)}) == ""
    if style == "direct":
        return torch.allclose(got, expected)
    assert style == "visible", style
    return torch.equal(got, torch.tensor([2.0, 4.0]))


def verdict(got: torch.Tensor, expected: torch.Tensor) -> bool:
    """Return the verdict; a function of the module, which attacks can replace."""
    return torch.equal(got, expected)


INTERPRETER = """
import sys
import {library}, shapes
sys.exit(0 if {library}.allclose(shapes.double({library}.ones(2)), {library}.ones(2) * 2) else 1)
"""


def judge_afresh(library: str) -> int:
    """Start Python in the folder of the submission and take its exit code."""
    command = [sys.executable, "-c", INTERPRETER.format(library=library)]
    done = subprocess.run(command, env={"PYTHONPATH": os.getcwd()}, check=False, timeout=LIMIT_S)
    return done.returncode


def judge(folder: Path, style: str, of: str, warm: bool) -> int:
    """Judge the submission in *folder* and return an exit code."""
    os.chdir(folder)
    warnings.simplefilter("ignore")
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if style.startswith("interpreter"):
        return judge_afresh("numpy" if style.endswith("numpy") else "torch")
    if style == "pytest" or style in CHECKS:
        return judge_with_tests(style, of, warm)
    return judge_directly(style, of)


def start(folder: Path, style: str, of: str, warm: bool) -> int:
    """Judge the submission in *folder* in a child; return its number."""
    pid = os.fork()
    if pid:
        return pid
    code = BREAKS
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(null, stream)
        code = judge(folder, style, of, warm)
    except AssertionError:
        code = NOTHING
    finally:
        if style != "leave":
            os._exit(code)
    raise SystemExit(code)


def watch(pid: int, limit_s: float) -> str:
    """Return how a judge ended; it is killed after *limit_s* seconds."""
    ended = select.poll()
    watched = os.pidfd_open(pid)
    ended.register(watched, select.POLLIN)
    hangs = not ended.poll(limit_s * 1000)
    if hangs:
        os.kill(pid, signal.SIGKILL)
    os.close(watched)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return "hangs" if hangs else {FULL: "full marks", NOTHING: "nothing"}.get(code, "breaks")


def main() -> None:
    """Judge the attacks in attacks.json and print the results as JSON."""
    root = Path(sys.argv[-1])
    found = {}
    for name, style, of, warm, hangs in json.loads((root / "attacks.json").read_text()):
        found[name] = watch(start(root / name, style, of, warm), HANGS_S if hangs else LIMIT_S)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
