"""
What the largest accepted answers cost a judge: ``python tests/benchmarks/worst_answers.py``.

Each kind of answer, and of answer about objects, is made as large as its limits allow, at half of
that and at a quarter. Each is read, described, compared with itself and with another answer, as a
judge does, in a process of its own. Printed are milliseconds (medians of five), the growth from a
quarter to the whole (4 is linear), and what the peak of memory is above that of a small answer.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch

from grader.box.child import Reply
from grader.box.inside import policy, values
from grader.box.inside.frames import MAX_BLOB
from grader.box.inside.objects.shared import write_json
from grader.judging.submission.replies import decode_reply
from grader.testing.equality import same_value
from grader.testing.objects.remote import Remote
from grader.testing.patterns import describe_difference
from grader.testing.replies import check_figure
from grader.testing.student import describe
from grader.text import clean

TIMES = 5


def _error(share: float) -> dict[str, object]:
    text = ("shape '" * policy.ERROR_TEXT)[: int(share * policy.ERROR_TEXT)]
    return {"type": "ValueError", "bases": ["ValueError"], "text": text, "place": []}


def _figure(share: float) -> dict[str, object]:
    lines = [torch.rand(policy.LINE_POINTS, 2, dtype=torch.float64) for _ in range(int(20 * share))]
    title = "9/" * int(share * policy.FIGURE_TEXT / 2)
    axes = {"title": title, "texts": [title], "polylines": lines[:5], "points": [], "lines": []}
    return {"value": [axes], "texts": [], "legend": [], "png": 0, "shown": 0}


KINDS: dict[str, Callable[[float], dict[str, object]]] = {
    "small": lambda _share: {"value": 1.0},
    "string": lambda share: {"value": "9" * int(share * values.MAX_STRING)},
    "numbers in lists": lambda share: {"value": [[0] * 300] * int(share * 330)},
    "dict": lambda share: {"value": {n: n for n in range(int(share * 33_000))}},
    "floats": lambda share: {"value": [0.5] * int(share * 99_000)},
    "tensor": lambda share: {"value": torch.rand(int(share * (MAX_BLOB // 4)))},
    "tensors": lambda share: {"value": [torch.rand(1) for _ in range(int(share * 9000))]},
    "exception": lambda share: {"raised": _error(share)},
    "figure": _figure,
}


def _number(n: int) -> int:
    return ((1 << 18) + n) * 2


def _many(kind: str, parts: Callable[[int], Any], most: int) -> Callable[[float], list[Any]]:
    return lambda share: [[_number(n), kind, parts(n)] for n in range(1, int(share * most))]


_STORAGE = [_number(0), "storage", [0, 8]]
_ONE = [_number(0), "int64", [1], [1], 0, 0, None, None]
_CLASS = [[], ["call", "len", "add"], [False, False]]
#: What an answer brings that is new, in a frame of at most four mebibytes.
OBJECTS: dict[str, Callable[[float], list[Any]]] = {
    "objects": _many("object", lambda _n: [["n", "builtins:filter"], ""], 60_000),
    "classes": _many("class", lambda n: ["m", f"c{n}", *_CLASS], policy.CLASSES),
    "lists in lists": _many("list", lambda n: ["l", [["r", _number(n - 1)]] * (n > 1)], 60_000),
    "arrays": _many("array", lambda n: ["<i8", [1], "C", [8 * n, 8]], 60_000),
    "views": lambda share: [_STORAGE, *_many("tensor", lambda _n: _ONE, 60_000)(share)],
    "set": lambda share: [[_number(1), "set", ["l", list(range(int(99_000 * share)))]]],
}


def meet(defs: list[Any]) -> None:
    """Read an answer about objects, and ask again, which looks for what has changed."""
    first = Reply(write_json(["value", ["t", []], defs, ["", ""]]), bytes(1 << 20))
    replies = [Reply(write_json(["value", None, [], ["", ""]]), b""), first]
    remote = Remote(lambda _question, read: read(replies.pop()))
    remote.operate("call", (len,), {}, "work.f")
    remote.operate("call", (len,), {}, "work.f")


def judge(reply: Reply) -> None:
    """Do with an answer what a judge may do with it."""
    found = decode_reply(reply)
    if "png" in found:
        check_figure(found)
    for value in found.values():
        clean(describe(value))
        same_value(value, value)
        same_value(value, [value])
        if isinstance(value, list) and value and isinstance(value[0], float):
            describe_difference(value, [2 * number for number in value])


def measure(kind: str) -> list[float]:
    """Return the milliseconds of a quarter, half and whole answer, and the peak in MiB."""
    medians = []
    for share in (0.25, 0.5, 1.0):
        act = partial(meet, OBJECTS[kind](share)) if kind in OBJECTS else None
        act = act or partial(judge, Reply(*values.encode(KINDS[kind](share))))
        taken = []
        for _ in range(TIMES):
            started = time.process_time()
            act()
            taken.append(1000 * (time.process_time() - started))
        medians.append(statistics.median(taken))
    return [*medians, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]


def main() -> None:
    """Measure every kind in a process of its own, and print."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return
    found = {}
    for kind in [*KINDS, *OBJECTS]:
        command = [sys.executable, __file__, kind]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[kind] = json.loads(done.stdout)
    small_mib = found["small"][-1]
    print(f"{'answer':18}{'quarter':>10}{'half':>10}{'whole, ms':>12}{'growth':>8}{'MiB more':>10}")
    for kind, (quarter, half, whole, mib) in found.items():
        growth = whole / quarter if quarter > 0.05 else float("nan")
        more = mib - small_mib
        print(f"{kind:18}{quarter:10.1f}{half:10.1f}{whole:12.1f}{growth:8.1f}{more:10.0f}")


if __name__ == "__main__":
    main()
