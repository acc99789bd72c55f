"""The outside of the box: the walls this machine can build, and the commands that start it."""

import functools
import importlib.util
import os
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import grader
from grader.box.inside import policy
from grader.errors import BoxFailed

INSIDE = Path(__file__).parent / "inside"
TRIAL_LIMIT_S = 30.0


@dataclass(frozen=True)
class Walls:
    """
    The two walls of a box: the outer one around the zygote, the inner one around each child.

    Attributes:
        outer: Whether bubblewrap gives the zygote namespaces and a file system of its own.
        inner: Whether each child locks itself in: Landlock, seccomp, limits.
        why_no_outer: Why there is no outer wall, or "".
    """

    outer: bool
    inner: bool
    why_no_outer: str = ""


@functools.cache
def find_walls() -> Walls:
    """Return the strongest walls of this machine; bubblewrap is tried, not assumed."""
    if sys.platform != "linux":
        return Walls(False, False, f"bubblewrap and Landlock need Linux; this is {sys.platform}")
    why = why_no_bubblewrap()
    return Walls(outer=not why, inner=True, why_no_outer=why)


def why_no_bubblewrap() -> str:
    """
    Return why bubblewrap cannot build a box here, or "".

    Raises:
        BoxFailed: If it does not end, so that nobody knows.
    """
    program = shutil.which("bwrap")
    if program is None:
        return 'bubblewrap is not installed ("apt-get install bubblewrap")'
    command = [*outer_command([]), "/usr/bin/true"]
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        # Inherited from whoever started the grader. Bubblewrap would wait for its child for ever.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        tried = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=TRIAL_LIMIT_S
        )
    except subprocess.TimeoutExpired:
        raise BoxFailed(
            f"bubblewrap did not start /usr/bin/true within {TRIAL_LIMIT_S:.0f} s. "
            "Wait until this machine is less busy, then try again."
        ) from None
    if tried.returncode == 0:
        return ""
    said = (tried.stderr.strip().splitlines() or [f"exit code {tried.returncode}"])[-1]
    return f"bubblewrap does not work here ({said[:200]})"


def interpreter() -> str:
    """Return the real interpreter behind the chain of links of a virtual environment."""
    return os.path.realpath(sys.executable)


@functools.cache
def package_folders() -> list[str]:
    """Return the folders that hold torch and the other packages a submission may import."""
    folders = [*site.getsitepackages(), sysconfig.get_path("platlib")]
    for package in policy.PACKAGES:  # They may lie in a user site or on PYTHONPATH.
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin:
            folders.append(str(Path(spec.origin).parents[1]))
    return [path for path in dict.fromkeys(map(os.path.realpath, folders)) if os.path.isdir(path)]


def readable_paths() -> list[str]:
    """Return what a child may read: the interpreter, its packages, the system's libraries."""
    base = os.path.realpath(sys.base_prefix)
    library = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), f"{base}/lib"]
    known = [*map(os.path.realpath, library), *package_folders(), *policy.READABLE]
    return [path for path in dict.fromkeys(known) if os.path.exists(path)]


def bare_scratch() -> str:
    """Return a folder that a child without bubblewrap can cover and does not need, or ""."""
    needed = [os.path.realpath(sys.base_prefix), *readable_paths(), str(INSIDE)]
    for folder in policy.BARE_SCRATCH:
        if os.path.isdir(folder) and not any(path.startswith(folder + "/") for path in needed):
            return folder
    return ""


def unreadable_for_others(*, behind_bubblewrap: bool = False) -> str:
    """
    Return a folder of the interpreter that only root can read; "" for none, or if not root.

    Bubblewrap makes the folders above what it shows anew, and everybody can read them.
    """
    if os.getuid() != 0:
        return ""
    for path in [interpreter(), *package_folders()]:
        for place in [Path(path), *(() if behind_bubblewrap else Path(path).parents)]:
            if not place.stat().st_mode & 0o001:
                return str(place)
    return ""


def secret_folders() -> list[str]:
    """
    Return folders of a course beside the grader that lie inside a readable one.

    The grader itself is no secret: what an installed one lays beside torch is public.
    """
    own = Path(grader.__file__).parent
    beside = [own / "hidden", own.parent / "solutions", own.parent / "exercises"]
    return [str(folder) for folder in beside if is_readable(folder) and folder.is_dir()]


def is_readable(folder: Path) -> bool:
    """Say whether a folder lies in one that a child may read."""
    shown = (os.path.realpath(sys.base_prefix), *readable_paths())
    return any(folder.is_relative_to(path) for path in shown)


def outer_command(preserve: Sequence[str], settings: Mapping[str, str] | None = None) -> list[str]:
    """
    Return the bubblewrap command up to the program it runs.

    Args:
        preserve: Further files and folders to show inside, read-only.
        settings: Environment variables besides those of every box.
    """
    command = ["bwrap", *(f"--unshare-{namespace}" for namespace in policy.NAMESPACES)]
    command += ["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    command += ["--size", str(policy.TMP_MIB << 20), "--perms", "1777", "--tmpfs", "/tmp"]
    if os.getuid() == 0:
        # The mounts need root, the zygote does not: it steps down before it imports any package.
        for capability in policy.STEP_DOWN_CAPABILITIES:
            command += ["--cap-add", capability]
    else:
        # Without a process of bubblewrap's inside: it would be the children's user's, and they
        # could leave marks on it. Root's is not, and it ends the zygote when bubblewrap ends.
        command += ["--unshare-user", "--as-pid-1"]
    base = os.path.realpath(sys.base_prefix)
    shown = [base, *readable_paths(), *preserve, *policy.SHOWN]
    made = {"/tmp"}
    for path in sorted(dict.fromkeys(shown)):
        if path.startswith("/dev/"):
            continue
        for parent in reversed(Path(path).parents[:-1]):
            # bubblewrap would make them for root alone.
            if str(parent) not in made:
                made.add(str(parent))
                command += ["--perms", "0755", "--dir", str(parent)]
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            command += ["--ro-bind", path, path]
    for folder in secret_folders():
        command += ["--tmpfs", folder, "--remount-ro", folder]
    for folder in (policy.SCRATCH, policy.BOX):
        command += ["--perms", "0755", "--dir", folder]
    command += ["--ro-bind", str(INSIDE), f"{policy.BOX}/inside"]
    command += ["--remount-ro", "/"]
    for name, value in environment(settings).items():
        command += ["--setenv", name, value]
    return command


def program(inside_folder: str, control_fd: int, settings: str) -> list[str]:
    """Return the command that runs the zygote, without ``site`` and with our paths alone."""
    paths = [inside_folder, *package_folders()]
    code = (
        # Hundreds of thousands of objects are imported and stay; looking for garbage among them
        # takes a fifth of the start. The zygote turns it on.
        f"import gc, sys; gc.disable(); sys.path[1:1] = []; sys.path += {paths!r}; "
        "import site; site.setquit(); site.sethelper(); "
        f"from inside.start import start; start({control_fd}, {settings!r})"
    )
    # Not -I: it would ignore PYTHONHASHSEED too, and then the order of a set would depend on
    # which zygote a submission came to. The environment is ours alone.
    return [interpreter(), "-P", "-s", "-S", "-B", "-X", "utf8", "-c", code]


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a zygote: the policy's and *settings*, nothing of the grader's."""
    return policy.ENVIRONMENT | dict(settings or {})
