"""
A class in which every third submission is hostile, and the same class without those.

Each hostile submission is a family and a way: text that nests or costs, a death, a scratch folder
that is filled or searched, an archive that is none. The families are those of known attacks.
"""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.commands import RIGHT
from helpers.courses import REPOSITORY, TESTS, TOY
from helpers.hostile_files import CODE, cell, cells, zipped
from helpers.judge_attacks import ATTACKS

TOTAL = "\n\ndef total(x):\n    return x.sum().item()\n"
DOUBLE = "\n\ndef double(x):\n    return x * 2\n"
#: What honest students hand in: right, half right, wrong, stubs, text that does not parse.
HONEST = (
    RIGHT,
    f"import torch{DOUBLE}\n\ndef total(x):\n    return x.sum()\n",
    "def double(x):\n    return x + 2\n" + TOTAL,
    "def double(x):\n    raise NotImplementedError\n" + TOTAL,
    "def double(x)\n    return 2 * x\n" + TOTAL,
    "def double(x):\n    return [0][1]\n" + TOTAL,
)

Make = Callable[[], dict[str, bytes]]


def _module(text: str) -> Make:
    return lambda: {"shapes.py": text.encode()}


def _script(text: str) -> Make:
    return _module(f"# %%\n{RIGHT}\n# %%\n{text}\n")


def _notebook(text: str) -> Make:
    return lambda: {"shapes.ipynb": cells([RIGHT, text])}


def _acting(act: str) -> Make:
    """Return a module whose first function *act*s, and whose second is right."""
    lines = "".join(f"    {line}\n" for line in act.splitlines())
    head = "import ctypes, os, signal, socket, sys, threading, time\n\n\n"
    return _module(f"{head}def double(x):\n{lines}    return x * 2\n{TOTAL}")


def _with_output(output: bytes) -> Make:
    return lambda: {
        "shapes.ipynb": cell(RIGHT).replace(b'"outputs": []', b'"outputs": [' + output + b"]")
    }


def _beside(name: str, content: bytes, count: int) -> Make:
    files = {name.format(number): content for number in range(count)}
    return lambda: {"shapes.py": RIGHT.encode(), **files}


NESTED = {
    "terms": "x = " + "+".join("1" * 1500),
    "many terms": "x = " + "+".join("1" * 2900),
    "attributes as base": f"class A(a{'.b' * 2500}): pass",
    "attributes": f"x = a{'.b' * 20_000}",
    "calls": f"x = f{'()' * 2000}",
    "items": f"x = f{'[0]' * 2000}",
    "minus": f"x = {'-' * 1500}1",
    "not": f"x = {'not ' * 1500}1",
    "lambdas": f"x = {'lambda: ' * 900}1",
    "conditions": f"x = {'1 if a else ' * 900}1",
    "elif": "if a:\n    x = 1\n" + "elif b:\n    x = 2\n" * 1500,
    "lists": f"x = {'[' * 190}{']' * 190}",
    "powers": f"x = {'2 ** ' * 900}1",
    "functions": "".join(f"{' ' * d}def f():\n" for d in range(95)) + " " * 95 + "1",
    "strings": f"x = f'{'{' * 2}{'}' * 2}{'{a}' * 3000}'",
    "decorators": "@f\n" * 3000 + "def g(): pass",
}
COSTLY = {
    "decorated function": CODE["decorated function"](4000),
    "large decorated function": CODE["decorated function"](80_000),
    "blanks": CODE["line of blanks"](200_000),
    "open brackets": CODE["open brackets, broken"](100_000),
    "broken definitions": CODE["broken definitions"](15_000),
    "list of names": CODE["list of names, broken"](200_000),
    "fields": CODE["string of fields"](60_000),
    "backslashes": CODE["backslashes, broken"](80_000),
    "large number": "x = 0x" + "f" * 400_000,
    "quotes": CODE["open quotes"](40_000),
    "aliases": CODE["chain of constants"](20_000),
    "wrappers": CODE["wrappers of one name"](5_000),
}
DEATHS = {
    **{f"signal {n}": f"os.kill(os.getpid(), {n})" for n in (3, 6, 7, 8, 11, 14, 15, 34, 50, 64)},
    "raise_signal": "signal.raise_signal(40)",
    "group": "os.killpg(0, 9)",
    "parent": "os.kill(os.getppid(), 9)",
    "all": "os.kill(-1, 9)",
    "itself": "os.kill(os.getpid(), 9)",
    "stop": "os.kill(os.getpid(), 19)",
    "abort": "os.abort()",
    "null": "ctypes.string_at(0)",
    "exit": "os._exit(0)",
    "timer": "signal.setitimer(signal.ITIMER_REAL, 0.1)\ntime.sleep(5)",
    "memory": "a = []\nwhile True:\n    a.append(bytearray(1 << 26))",
    "loop": "while True: pass",
    "forks": "while True: os.fork()",
    "threads": "while True: threading.Thread(target=time.sleep, args=(9,)).start()",
    "recursion": "sys.setrecursionlimit(10**9)\nf = lambda n: f(n + 1)\nf(0)",
    "slow": "time.sleep(1)",
}
_EVERYWHERE = """\
for folder in ("/tmp", "/dev/shm", "/var/tmp", ".", "/"):
    try:
        ACT
    except OSError:
        pass"""


def _everywhere(act: str) -> str:
    return _EVERYWHERE.replace("ACT", act)


SCRATCH = {
    "write": _everywhere("open(folder + '/left', 'w').write('def double(x): return 2 * x')"),
    "read": _everywhere("exec(open(folder + '/left').read())")
    + "\nraise OSError(os.listdir('/tmp'))",
    "fill": _everywhere(
        "[open(folder + '/full', 'ab').write(bytes(1 << 20)) for _ in range(9999)]"
    ),
    "files": _everywhere("[open(f'{folder}/{n}', 'w').close() for n in range(10**6)]"),
    "socket": "s = socket.socket(socket.AF_UNIX)\ns.bind(chr(0) + 'left')\ns.listen()",
    "print": "while True: print('x' * 10000)",
    "open": "a = []\nwhile True: a.append(os.open('/dev/null', 0))",
}


def _bomb() -> dict[str, bytes]:
    return {".zip": zipped({"shapes.py": bytes(300 << 20)})}


def _twice() -> dict[str, bytes]:
    data = zipped({"shapes.py": RIGHT.encode(), "shapeX.py": RIGHT.encode()})
    return {".zip": data.replace(b"shapeX.py", b"shapes.py")}


#: A file called ``.zip`` is the submission itself.
ARCHIVES: dict[str, Make] = {
    "bomb": _bomb,
    "twice": _twice,
    "climbing": lambda: {".zip": zipped({"../../shapes.py": b"x"})},
    "cut": lambda: {".zip": zipped({"shapes.py": RIGHT.encode()})[:-9]},
    "empty": lambda: {".zip": b""},
    "folders": lambda: {".zip": zipped({f"{'d/' * 5}{n}/shapes.py": b"x" for n in range(3000)})},
    "names": lambda: {".zip": zipped({"\u202e" * 50 + f"{n}.py": b"x" for n in range(500)})},
    "notebooks": lambda: {f"n{n}.ipynb": cell(CODE["list of names"](60_000)) for n in range(20)},
    "outputs": _with_output(b'{"a": 1},' * 10**6 + b"0"),
    "pictures": _with_output(b'"' + b"A" * (40 << 20) + b'"'),
    "nested json": lambda: {"shapes.ipynb": b'{"cells": ' + b"[" * 10**5},
    "large module": lambda: {"shapes.py": b"x = 1\n" * 150_000},
    "large data": _beside("d{}.csv", b"1," * 120_000, 40),
    "helpers": _beside("h{}.py", b"open\n" * 10_000, 199),
    "not a text": lambda: {"shapes.py": bytes(range(256)) * 3000},
    "deep": lambda: {"/".join("abcdefgh") + "/shapes.py": RIGHT.encode()},
}

#: What an account of many, odd or alike files costs.
FILES: dict[str, Make] = {
    "everything in main": lambda: {"main.py": f"{RIGHT}\n{NESTED['terms']}\n".encode()},
    "many pages": _beside("{}.pdf", b"%PDF", 9000),
    "long names": _beside("\u738b" * 80 + "{}.txt", b"x", 900),
    "copies": lambda: {f"shapes ({n}).py": RIGHT.encode() + b"#" * n for n in range(400)},
    "copies of all": lambda: {f"c{n}/shapes.py": RIGHT.encode() + b"#" * n for n in range(400)},
    "two mains": lambda: {"a.py": RIGHT.encode(), "b.py": RIGHT.encode() + b"\n"},
    "large mains": lambda: {f"m{n}.py": RIGHT.encode() + b"a = 1\n" * 90_000 for n in range(19)},
    "dense mains": lambda: {f"m{n}.py": b"x = [" + b"a," * 70_000 + b"\n" for n in range(19)},
    "books of nests": lambda: {
        f"n{n}.ipynb": cells([RIGHT, NESTED["many terms"]]) for n in range(19)
    },
    "trial lines": _module(f"{RIGHT}\n" + "print(double(nothing))\n" * 20_000),
    "imports that fail": _module("".join(f"import no{n}\n" for n in range(3000)) + RIGHT),
    "fails slowly": _module(f"import time\ntime.sleep(3)\nimport tqdm_{'x' * 50}\n{RIGHT}"),
    "newer syntax": _module(f"type A[T] = list[T]\n{RIGHT}"),
    "magics": _module("!ls\n%time x\n" * 9000 + RIGHT),
    "zips": lambda: {f"{n}.zip": zipped({"shapes.py": RIGHT.encode()}) for n in range(500)},
    "zip in zip": lambda: {"a.zip": zipped({"b.zip": zipped({"shapes.py": RIGHT.encode()})})},
    "junk": _beside("__pycache__/{}.pyc", b"x" * 100, 4000),
    "other encoding": lambda: {"shapes.py": RIGHT.encode("utf-16")},
    "codec": lambda: {"shapes.py": b"# coding: punycode\n" + RIGHT.encode() + b"#" * 500_000},
    "line ends": lambda: {"shapes.py": RIGHT.replace("\n", "\r").encode() + b"\r" * 400_000},
}


def _forging(reply: str) -> Make:
    """Return a module whose first function sends a reply of its own, and whose second is right."""
    code = (
        "import os\n\nfrom connection import number\nfrom inside import frames, values\n\n"
        "values.MAX_STRING = values.MAX_NODES = 10**9\n\n\n"
        "def double(x):\n"
        f"    text, blob = values.encode({reply})\n"
        "    data = frames.pack(number(), text, blob)\n"
        "    while data:\n        data = data[os.write(4, data[:65536]) :]\n"
        "    return x * 2\n"
    )
    helper = (TESTS / "corpus" / "attacks" / "connection.py").read_bytes()
    return lambda: {"shapes.py": (code + TOTAL).encode(), "connection.py": helper}


_ERROR = "'type': 'ValueError', 'bases': ['ValueError'], 'text': 'x', 'place': []"
_READ_AHEAD = "import os\ndata = os.read(3, 1 << 16)\nraise ValueError(data.decode('latin-1'))\n"
#: What an answer, or the text of an exception, can make a judge do.
JUDGE: dict[str, Make] = {
    "long exception": _forging(f"{{'raised': {{{_ERROR}, 'text': \"shape '\" * 20_000}}}}"),
    "many classes": _forging(f"{{'raised': {{{_ERROR}, 'bases': ['A'] * 90_000}}}}"),
    "long place": _forging(f"{{'raised': {{{_ERROR}, 'place': ['x' * 10**6, 1, 'f']}}}}"),
    "missing": _forging("{'missing': 'a ' * 990}"),
    "long string": _acting("return 'x' * 250_000"),
    "longer string": _forging("{'value': 'x' * 3_000_000}"),
    "many numbers": _acting("return [[0] * 300] * 300"),
    "more numbers": _forging("{'value': [[0] * 999] * 999}"),
    "many keys": _acting("return {n: n for n in range(40_000)}"),
    "many floats": _acting("return [0.5] * 2_000_000"),
    "sixteen mebibytes": _acting("import torch\nreturn torch.zeros((4 << 20) - 99)"),
    "huge int": _acting("return 1 << 300_000"),
    "slow calls": _acting("end = time.time() + 1.6\nwhile time.time() < end: pass"),
    "sleeping calls": _acting("time.sleep(1.6)"),
    "reads ahead": _module(_READ_AHEAD + RIGHT),
    "says its input": _acting("raise type('hidden ' + str(x.tolist()), (ValueError,), {})(x)"),
}

VARIANTS: Mapping[str, Make] = {
    **{f"nested {name}": _notebook(text) for name, text in NESTED.items()},
    **{f"nested {name}, as script": _script(text) for name, text in NESTED.items()},
    **{f"nested {name}, as module": _module(f"{RIGHT}\n{text}\n") for name, text in NESTED.items()},
    **{f"costly {name}": _notebook(text) for name, text in COSTLY.items()},
    **{f"costly {name}, as script": _script(text) for name, text in COSTLY.items()},
    **{f"death by {name}": _acting(act) for name, act in DEATHS.items()},
    **{f"scratch {name}": _acting(act) for name, act in SCRATCH.items()},
    **{f"archive {name}": make for name, make in ARCHIVES.items()},
    **{f"files {name}": make for name, make in FILES.items()},
    **{f"judge {name}": make for name, make in (JUDGE | ATTACKS).items()},
}


def write_class(folder: Path, students: int, hostile: list[str] | None) -> list[str]:
    """
    Write a class and return the names of its honest students.

    Args:
        folder: Gets one folder or zip for each student.
        students: How many, with the hostile ones.
        hostile: The variants that every third student hands in, in turn; None leaves them out.
    """
    honest = []
    for number in range(students):
        name = f"s{number:04}"
        if number % 3 != 1:
            honest.append(name)
            _put(folder, name, {"shapes.py": HONEST[number % len(HONEST)].encode()})
        elif hostile is not None:
            _put(folder, name, VARIANTS[hostile[number // 3 % len(hostile)]]())
    return honest


def _put(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    if set(files) == {".zip"}:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.zip").write_bytes(files[".zip"])
        return
    for path, data in files.items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def variants(seed: int, count: int) -> list[str]:
    """Return some variants, of each family in turn."""
    chance = random.Random(seed)
    families: dict[str, list[str]] = {}
    for name in VARIANTS:
        families.setdefault(name.partition(" ")[0], []).append(name)
    shuffled = [chance.sample(own, len(own)) for own in families.values()]
    most = max(map(len, shuffled))
    return [own[turn] for turn in range(most) for own in shuffled if turn < len(own)][:count]


# As the console script, and in the end the memory of this process is written to a file.
_COMMAND = """\
import atexit, runpy, shutil, sys
atexit.register(shutil.copyfile, "/proc/self/status", sys.argv.pop())
runpy.run_module("grader.cli", run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Run:
    """One run of the command: its results by student, its memory and its time."""

    results: dict[str, bytes]
    memory_mib: float
    wall_s: float
    exit_code: int
    output: str


@dataclass(frozen=True)
class Comparison:
    """The class without and with hostile submissions."""

    honest: list[str]
    without: Run
    with_them: Run

    @property
    def differing(self) -> list[str]:
        """The honest students whose result is another one beside hostile submissions."""
        return [s for s in self.honest if self.without.results[s] != self.with_them.results.get(s)]


def grade(submissions: Path, to: Path, jobs: int) -> Run:
    """Run the command."""
    status = to.parent / f"{to.name}.status"
    words = ["autograde", submissions, "--to", to, "--course", TOY, "--jobs", jobs, status]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *map(str, words)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
        env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    wall_s = time.perf_counter() - started
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text())
    results = {path.stem: path.read_bytes() for path in to.glob("s*.json")}
    memory_mib = int(found[1]) / 1024 if found else 0.0
    return Run(results, memory_mib, wall_s, done.returncode, done.stdout + done.stderr)


def compare(root: Path, students: int, hostile: list[str], jobs: int = 2) -> Comparison:
    """Grade both classes below *root*."""
    honest = write_class(root / "honest", students, None)
    write_class(root / "mixed", students, hostile)
    without = grade(root / "honest", root / "results-honest", jobs)
    return Comparison(honest, without, grade(root / "mixed", root / "results-mixed", jobs))
