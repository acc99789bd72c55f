"""One submission leaves nothing where the next one finds it, at any strength of the box."""

import json
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from helpers.box import ask
from helpers.control.weakened_zygote import WeakenedZygote, run_as
from helpers.courses import TESTS

pytestmark = pytest.mark.usefixtures("walls")

#: What each box lacks: bubblewrap, or what the machine does not offer; and who may run it. Root
#: and an ordinary user differ in what bubblewrap does for them.
STRENGTHS = {
    "full": [],
    "no scratch folder": ["scratch"],
    "no Landlock": ["landlock"],
    "no Landlock, no scratch folder": ["landlock", "scratch"],
    "inner layers only": ["bubblewrap"],
    "inner layers only, no scratch folder": ["bubblewrap", "scratch"],
}
RUNS = [(strength, "ordinary") for strength in STRENGTHS]
RUNS += [("full", "root"), ("no Landlock, no scratch folder", "root")]
EVERYTHING = ["landlock", "seccomp", "scratch", "folders", "privileges"]

#: It tries every place and name that it can think of, and looks there. Outside of bubblewrap it
#: keeps to what is the test's own.
SUBMISSION = """
import ctypes, glob, os, platform, socket, zlib

MARK, BARE = "MARK", "BARE"
KEY = zlib.crc32(MARK.encode()) >> 1 | 1
libc = ctypes.CDLL(None, use_errno=True)

def folders():
    if BARE:
        return ["/tmp", "/dev/shm", "/var/tmp", BARE]
    found = {"/tmp/zygote", "/dev/shm", "/dev/mqueue", "/dev/pts", "/var/tmp", "/run/lock",
             "/run/user", os.path.dirname(os.__file__), "/", *glob.glob("/*")}
    found |= {os.environ.get(name, "/") for name in ("HOME", "TMPDIR", "MPLCONFIGDIR")}
    try:
        found |= {line.split()[4] for line in open("/proc/self/mountinfo")}
    except OSError:
        pass
    return sorted(folder for folder in found if os.path.isdir(folder))

def files():
    for top in [BARE] if BARE else ["/tmp", "/dev/shm", "/box", "/scratch"]:
        for place, _, names in os.walk(top):
            yield from filter(os.path.isfile, (os.path.join(place, name) for name in names))

def values_of_others():
    for name in ("coredump_filter", "oom_score_adj", "timerslack_ns"):
        for pid in {os.getppid()} | (set() if BARE else {1, 2}):
            yield f"/proc/{pid}/{name}"

def write(path, mode, text):
    with open(path, mode) as file:
        file.write(text)

def make_file(path): write(path, "x", "")
def make_folder(path): os.mkdir(path)
def make_fifo(path): os.mkfifo(path)
def make_link(path): os.symlink("target", path)
def make_socket(path): socket.socket(socket.AF_UNIX).bind(path)
KINDS = make_file, make_folder, make_fifo, make_link, make_socket

def write_text(path): write(path, "a", MARK)
def change_time(path): os.utime(path, (7, 7))
def change_mode(path): os.chmod(path, 0o601)
def write_seven(path): write(path, "w", "7")

def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result

kept = []

def bind_abstract():
    kept.append(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    kept[0].bind(chr(0) + MARK)
    return 0

def connect_abstract():
    try:
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).connect(chr(0) + MARK)
    except OSError:
        return -1
    return 0

# Things without a path: how to make one, and how to find it.
NAMES = {
    "abstract socket": (bind_abstract, connect_abstract),
    "shared memory": (lambda: libc.shmget(KEY, 4096, 0o1666), lambda: libc.shmget(KEY, 0, 0)),
    "semaphore": (lambda: libc.semget(KEY, 1, 0o1666), lambda: libc.semget(KEY, 0, 0)),
    "message queue": (lambda: libc.msgget(KEY, 0o1666), lambda: libc.msgget(KEY, 0)),
    "POSIX message queue": (
        lambda: libc.mq_open(f"/{MARK}".encode(), os.O_CREAT | os.O_RDWR, 0o666, None),
        lambda: libc.mq_open(f"/{MARK}".encode(), os.O_RDONLY),
    ),
}
if platform.machine() == "x86_64":
    NAMES["key"] = (
        lambda: libc.syscall(248, b"user", MARK.encode(), b"x", *map(ctypes.c_long, (1, -4))),
        lambda: libc.syscall(249, b"user", MARK.encode(), None, ctypes.c_long(0)),
    )

def remove_names():
    libc.shmctl(libc.shmget(KEY, 0, 0), 0, None)
    libc.semctl(libc.semget(KEY, 0, 0), 0, 0)
    libc.msgctl(libc.msgget(KEY, 0), 0, None)
    libc.mq_unlink(f"/{MARK}".encode())

def leave():
    libc.prctl(15, MARK[-15:].encode())  # its name, which all can read while it is there
    left = []
    acts = [(make, f"{folder}/{MARK}.{make.__name__}") for folder in folders() for make in KINDS]
    acts += [(act, path) for path in files() for act in (write_text, change_time, change_mode)]
    acts += [(write_seven, path) for path in values_of_others()]
    acts += [(lambda name: checked(NAMES[name][0]()), name) for name in NAMES]
    for act, path in acts:
        try:
            act(path)
            left.append(path)
        except (OSError, ValueError):
            pass
    return left

def find():
    paths = [f"{folder}/{MARK}.{make.__name__}" for folder in folders() for make in KINDS]
    found = [path for path in paths if os.path.lexists(path)]
    for path in files():
        try:
            status = os.stat(path)
            if 7 in (status.st_mtime, status.st_atime) or status.st_mode & 0o777 == 0o601:
                found.append(path)
            elif MARK in open(path, errors="replace").read() and not path.endswith("work.py"):
                found.append(path)
        except OSError:
            pass
    for path in values_of_others():
        try:
            if open(path).read().strip().lstrip("0") == "7":
                found.append(path)
        except OSError:
            pass
    for path in glob.glob("/proc/[0-9]*/comm"):
        try:
            if open(path).read().strip() == MARK[-15:]:
                found.append(path)
        except OSError:
            pass
    found += [name for name in NAMES if NAMES[name][1]() >= 0]
    remove_names()
    return found
"""


def grade_two(lacks: list[str], off: list[str], mark: str, place: str) -> list[list[str]]:
    """Return what one submission could leave, and what the next one found."""
    bare = place if "bubblewrap" in lacks else ""
    code = SUBMISSION.replace('"MARK"', repr(mark)).replace('"BARE"', repr(bare))
    answers = []
    with WeakenedZygote(outer=not bare, lacks=lacks) as zygote:
        for name in ("leave", "find"):
            child = zygote.spawn_without(off, {"work.py": code.encode()})
            reply = ask(child, f"work.{name}", limit_s=60)
            assert "value" in reply, reply
            answers.append(reply["value"])
            child.close()
    return answers


def grade_two_as(user: str, lacks: list[str], off: list[str], place: Path) -> list[list[str]]:
    """Do so in a process of its own, as root or as an ordinary user."""
    code = (
        f"import json, sys; sys.path[:0] = {[str(TESTS), str(TESTS / 'box')]!r}\n"
        "from test_neighbours import grade_two\n"
        f"print(json.dumps(grade_two({lacks!r}, {off!r}, {place.name!r}, {str(place)!r})))\n"
    )
    command = run_as(user, [sys.executable, "-c", code])
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    left, found = json.loads(done.stdout)
    return [left, found]


@pytest.fixture
def place():
    """A folder that everybody may write to, with a file; what bears its name is taken away."""
    folder = Path("/tmp", f"left-by-a-neighbour-{uuid.uuid4().hex}")
    folder.mkdir()
    (folder / "file").touch()
    folder.chmod(0o777)
    (folder / "file").chmod(0o666)
    yield folder
    for top in ("/tmp", "/var/tmp", "/dev/shm"):
        for path in Path(top).glob(f"{folder.name}*"):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@pytest.mark.parametrize(("strength", "user"), RUNS)
def test_nothing_is_left_for_the_next_submission(strength, user, place):
    """Not in a folder, not in a file, not under a name, not on another process."""
    lacks = STRENGTHS[strength]

    left, found = grade_two_as(user, lacks, [], place)

    scratch = "/tmp/" if "bubblewrap" in lacks else "/scratch/"
    own = [path for path in left if path.startswith(scratch)]
    assert found == []
    assert left == own
    assert bool(own) is ("scratch" not in lacks)


@pytest.mark.parametrize("lacks", [["bubblewrap", "hiding"], ["hiding"]])
@pytest.mark.parametrize("user", ["root", "ordinary"])
def test_without_its_layers_a_box_passes_marks_on(lacks, user, place):
    """The same submissions find each other where nothing stands between them."""
    left, found = grade_two_as(user, lacks, EVERYTHING, place)

    both = set(found) & set(left)
    assert "abstract socket" in left
    assert {"shared memory", "semaphore", "message queue"} <= both
    assert any(path.startswith("/proc/") for path in both)
    assert f"{place}/file" in both or "bubblewrap" not in lacks
