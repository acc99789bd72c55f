"""
What the lock-down costs: a bare fork of the zygote against a child with every layer on.

    python tests/benchmarks/lockdown_cost.py [CHILDREN]

Both are measured in one run, turn by turn, from the request to the child's report and to the
end of the reaped child; medians of 200 each. The bare child is forked by the same warm
zygote behind the same outer wall, takes its two pipes and leaves every other step out. The
promise: the whole lock-down adds at most 15 ms at the median.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.control.weakened_zygote import WeakenedZygote

from grader.box.child import Child
from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.engine.worker import preload

ALL = ("landlock", "seccomp", "scratch", "limits", "privileges", "descriptors", "session")
PRELOAD = preload(find_course(Path(__file__).parents[2]))
FILES = {"work.py": b"def f():\n    return 1\n"}


def take(zygote: Zygote, spawn: Callable[[], Child]) -> tuple[float, float]:
    """Return the milliseconds until a child is ready, and until it is gone again."""
    started = time.perf_counter()
    child = spawn()
    ready = time.perf_counter()
    child.close()
    zygote.reap(zygote._killed.pop())  # The next child would do it.
    return 1000 * (ready - started), 1000 * (time.perf_counter() - started)


def main() -> None:
    """Print the medians and what lies between them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    bare_zygote = WeakenedZygote(outer=True)
    locked_zygote = Zygote(find_walls(), PRELOAD)
    bare_zygote._preload += PRELOAD
    for zygote in (bare_zygote, locked_zygote):
        zygote.launch()
    for zygote in (bare_zygote, locked_zygote):
        zygote.wait_until_warm()
        zygote.settle()
    ways = {
        "bare fork": (bare_zygote, lambda: bare_zygote.spawn_without(ALL, FILES)),
        "locked in": (locked_zygote, lambda: locked_zygote.spawn(FILES)),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    try:
        for way in list(ways.values()) * 5:
            take(*way)
        for _ in range(count):
            for name, way in ways.items():
                taken[name].append(take(*way))
    finally:
        bare_zygote.stop()
        locked_zygote.stop()
    medians = {}
    for name, pairs in taken.items():
        ready, whole = zip(*pairs, strict=True)
        medians[name] = statistics.median(ready), statistics.median(whole)
        quartiles = ", ".join(f"{q:.1f}" for q in statistics.quantiles(whole))
        print(
            f"{name}: ready in {medians[name][0]:.1f} ms, gone again after "
            f"{medians[name][1]:.1f} ms (medians of {count}; quartiles {quartiles} ms)"
        )
    added = [medians["locked in"][i] - medians["bare fork"][i] for i in (0, 1)]
    print(
        f"the lock-down adds {added[0]:.1f} ms until ready, {added[1]:.1f} ms in all; "
        "promised: at most 15 ms"
    )


if __name__ == "__main__":
    main()
