"""A course of plain Python: a wrong submission earns nothing, its right twin everything."""

import importlib.util
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.results.outcomes import Outcome


class Exercise(NamedTuple):
    """One exercise: its solution, another right answer, a wrong one, and the check."""

    name: str
    solution: str
    twin: str
    wrong: str
    check: str


EXERCISES = [
    Exercise(
        "letters",
        "def letters(text):\n    return {c: text.count(c) for c in text}",
        "from collections import Counter\ndef letters(text):\n    return dict(Counter(text))",
        "def letters(text):\n    return {c: text.count(c) for c in text} | {'!': 9}",
        'assert_matches(student.work.letters("abba"), reference.work.letters("abba"))',
    ),
    Exercise(
        "vowels",
        "def vowels(word):\n    return {c for c in word if c in 'aeiou'}",
        "def vowels(word):\n    return set(word) & set('aeiou')",
        "def vowels(word):\n    return {'nothing', 'of', 'it'}",
        'assert_matches(student.work.vowels("queue"), reference.work.vowels("queue"))',
    ),
    Exercise(
        "odds",
        "def odds(n):\n    yield from range(1, n, 2)",
        "def odds(n):\n    return (i for i in range(n) if i % 2)",
        "def odds(n):\n    yield from 'nonsense'",
        "assert_matches(list(student.work.odds(8)), [1, 3, 5, 7])",
    ),
    Exercise(
        "Queue",
        "class Queue:\n    def __init__(self): self.items = []\n"
        "    def put(self, x): self.items.append(x)\n    def get(self): return self.items.pop(0)\n"
        "    def __len__(self): return len(self.items)",
        "from collections import deque\nclass Queue(object):\n    def __init__(self):\n"
        "        self.rest = deque()\n        self.put = self.rest.append\n"
        "    def get(self): return self.rest.popleft()\n"
        "    def __len__(self): return len(self.rest)",
        "class Queue:\n    def put(self, x): pass\n    def get(self): return 1\n"
        "    def __len__(self): return 2",
        "q = student.work.Queue()\n    q.put(1); q.put('a')\n"
        "    assert (len(q), q.get(), q.get()) == (2, 1, 'a')\n"
        "    with pytest.raises(IndexError):\n        q.get()",
    ),
    Exercise(
        "power",
        "def power(n):\n    return 3 ** n",
        "def power(n):\n    return pow(3, n)",
        "def power(n):\n    return 2 ** 64 + 1",
        "assert_matches(student.work.power(90), reference.work.power(90))",
    ),
    Exercise(
        "farewell",
        "def farewell(name):\n    print('Bye,', name)",
        "import sys\ndef farewell(name):\n    sys.stdout.write(f'Bye, {name}\\n')",
        "def farewell(name):\n    print('nonsense')",
        "student.work.farewell('Bo')\n    assert capsys.readouterr().out == 'Bye, Bo\\n'",
    ),
    Exercise(
        "save",
        "def save(path, words):\n    with open(path, 'w') as f: f.write(' '.join(words))",
        "from pathlib import Path\ndef save(path, words):\n"
        "    Path(path).write_text(' '.join(words))",
        "def save(path, words):\n    pass",
        "student.work.save('w.txt', ['x', 'y'])\n"
        "    assert student.files.read_text('w.txt') == 'x y'",
    ),
    Exercise(
        "center",
        "import numpy as np\ndef center(xs):\n    return np.asarray(xs, float) - np.mean(xs)",
        "import numpy as np\ndef center(xs):\n    return np.array(xs) - sum(xs) / len(xs)",
        "import numpy as np\ndef center(xs):\n    return np.ones(5)",
        "assert_matches(student.work.center([1.0, 2.0, 6.0]), "
        "reference.work.center([1.0, 2.0, 6.0]))",
    ),
    Exercise(
        "products",
        "def products(n):\n    return {(i, j): i * j for i in range(n) for j in range(n)}",
        "import itertools\ndef products(n):\n"
        "    return {p: p[0] * p[1] for p in itertools.product(range(n), repeat=2)}",
        "def products(n):\n    return {(7, 7): 49}",
        "assert_matches(student.work.products(2), reference.work.products(2))",
    ),
    Exercise(
        "turn",
        "def turn(z):\n    return [z * 1j ** k for k in range(4)]",
        "def turn(z):\n    return [z, z * 1j, -z, z * -1j]",
        "def turn(z):\n    return [0j] * 4",
        "assert_matches(student.work.turn(2 + 1j), reference.work.turn(2 + 1j))",
    ),
    Exercise(
        "sums",
        "import pandas as pd\ndef sums(rows):\n"
        "    return pd.DataFrame(rows, columns=['k', 'v']).groupby('k', as_index=False).sum()",
        "import pandas as pd\ndef sums(rows):\n    found = {}\n"
        "    for k, v in rows: found[k] = found.get(k, 0) + v\n"
        "    return pd.DataFrame({'k': sorted(found), 'v': [found[k] for k in sorted(found)]})",
        "import pandas as pd\ndef sums(rows):\n    return pd.DataFrame({'nonsense': [1]})",
        "rows = [['b', 1], ['a', 2], ['b', 3]]\n"
        "    assert_matches(student.work.sums(rows), reference.work.sums(rows))",
    ),
]
USES_PANDAS = importlib.util.find_spec("pandas") is not None
ENTRIES = [each for each in EXERCISES if USES_PANDAS or each.name != "sums"]

UNIT = 'schema = 1\n\n[unit]\nname = "plain"\ntitle = "Plain"\nversion = "1.0"\npoints = {}\n'
EXERCISE = """
[[exercise]]
id = "{0}"
module = "work"
names = ["{0}"]
title = "{0}"
points = 1
limit_s = 5
minutes = 5
difficulty = 1
hints = ["a?", "b", "c"]
"""
CHECK = '''

@pytest.mark.check("{0}", points=1, base=True)
def test_{1}_is_right(student, reference, capsys):
    """It is right."""
    {2}
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course of all exercises, which asks objects alone."""
    checks = "import pytest\nfrom grader.testing import assert_matches\n"
    checks += "import pandas\n" * USES_PANDAS
    files = {
        "exercises/unit.toml": UNIT.format(len(ENTRIES))
        + "".join(EXERCISE.format(each.name) for each in ENTRIES),
        "solutions/work.py": "\n\n".join(each.solution for each in ENTRIES),
        f"hidden/{tmp_path.name}_hidden.py": checks
        + "".join(CHECK.format(each.name, each.name.lower(), each.check) for each in ENTRIES),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_wrong_in_every_exercise_earns_nothing_and_the_right_twin_everything(
    course: Path, walls: Walls
):
    """Sets, arrays, frames, generators and the rest are compared by what they hold."""
    files = {
        "twin": "\n\n".join(each.twin for each in ENTRIES),
        "wrong": "\n\n".join(each.wrong for each in ENTRIES),
    }
    passed = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        for name, text in files.items():
            verdicts = judge.judge(Submission(name, {"work.py": text.encode()})).verdicts
            passed[name] = [v.check.exercise for v in verdicts if v.outcome is Outcome.PASSED]

    with Zygote(walls) as zygote:
        run_session(find_course(course), zygote.spawn, body)

    assert passed == {"twin": [each.name for each in ENTRIES], "wrong": []}
