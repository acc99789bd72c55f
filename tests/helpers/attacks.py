"""The attacks in tests/corpus/attacks, and their runs in a box without some of its layers."""

import contextlib
import errno
import json
import math
import os
import select
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from grader.box.child import Child, ChildTimedOut
from grader.box.deaths import ChildDied
from grader.box.inside import values
from grader.box.inside.frames import HEAD, FrameError, pack, write_all
from helpers.box import ask
from helpers.control.targets import Targets
from helpers.control.weakened_zygote import WeakenedZygote
from helpers.courses import TESTS

FOLDER = TESTS / "corpus" / "attacks"
ONE_PROCESS = TESTS / "helpers" / "control" / "one_process_grader.py"
LIMIT_S = 1
RIGHT = {
    "double": "\n\ndef double(x):\n    return x * 2\n",
    "total": "\n\ndef total(x):\n    return x.sum().item()\n",
}
#: Handed in with an attack that is a function: it attacks, then answers rightly.
CARRIER = "from attack import attack\n\n\ndef double(x):\n    attack()\n    return x * 2\n"
#: Layers of the box that a control run can leave out one by one.
BOXED = {"bubblewrap", "landlock", "seccomp", "privileges", "limits", "scratch", "folders",
         "descriptors", "session"}  # fmt: skip
MANY, FEW = 10**9, 8


@dataclass(frozen=True)
class Attack:
    """
    One small submission that tries a forbidden act.

    Attributes:
        folder: Its files, and ``attack.toml``: what it ``tries``, the ``outcomes`` that
            it may get in the box, the layers it is ``stopped_by`` (each of them alone)
            and the ``loot`` that it gets where they are left out.
    """

    folder: Path

    @property
    def name(self) -> str:
        """Group and name."""
        return f"{self.folder.parent.name}-{self.folder.name}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What its attack.toml says."""
        return tomllib.loads((self.folder / "attack.toml").read_text(encoding="utf-8"))

    @property
    def stopped_by(self) -> list[str]:
        """The layers that stop it, each by itself."""
        return list(self.facts["stopped_by"])

    def files(self, targets: Targets, many: int) -> dict[str, bytes]:
        """Return the submission; what it leaves out of the toy course is right."""
        files = {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != "attack.toml"
        }
        text = files.get("shapes.py", CARRIER.encode()).decode()
        for name, right in RIGHT.items():
            if f"def {name}" not in text and f"{name} =" not in text:
                text += right
        shared = {
            "raw.py": (FOLDER / "raw.py").read_bytes(),
            "connection.py": (FOLDER / "connection.py").read_bytes(),
            "aim.py": targets.aim(self.name, many=many),
        }
        return files | shared | {"shapes.py": text.encode()}

    def needs_x86(self) -> bool:
        """Say whether it makes system calls by the numbers of one kind of machine."""
        return any("raw" in path.read_text() for path in self.folder.glob("*.py"))


ATTACKS = [Attack(path.parent) for path in sorted(FOLDER.glob("*/*/attack.toml"))]


class Impossible(Exception):  # noqa: N818 - reads as what happened
    """This machine refuses by itself what the attack tries."""


class Control:
    """
    Control runs: attacks in a box without some of its layers.

    Args:
        targets: What they are after.
        behind: A zygote behind bubblewrap.
        bare: One without.
    """

    def __init__(self, targets: Targets, behind: WeakenedZygote, bare: WeakenedZygote) -> None:
        self._targets = targets
        self.behind = behind
        self.bare = bare

    def loots(self, attack: Attack, off: Sequence[str]) -> bool:
        """
        Say whether *attack* gets what it is after when the layers *off* are left out.

        Raises:
            Impossible: If this machine refuses it, and the attack knows of such machines.
        """
        bare = "bubblewrap" in off or attack.facts.get("bare")
        zygote = self.bare if bare else self.behind
        beside = [zygote.spawn({})] if attack.facts.get("beside") else []
        child = zygote.spawn_without(off, attack.files(self._targets, FEW))
        try:
            return self._gets_loot(attack, child, zygote, off)
        finally:
            for one in (child, *beside):
                one.close()
            self._targets.planted(attack.name)

    def still_busy(self, attacks: Sequence[Attack]) -> set[str]:
        """Return which of *attacks*, asked all at once, are still busy after the limit."""
        children = {}
        for attack in attacks:
            children[attack.name] = self.behind.spawn_without((), attack.files(self._targets, FEW))
            question = {"op": "call", "target": "attack.attack", "args": []}
            write_all(children[attack.name]._questions, pack(2, *values.encode(question)))
        time.sleep(1.5 * LIMIT_S)
        busy = set()
        for name, child in children.items():
            if not select.select([child._answers], [], [], 0)[0]:
                busy.add(name)
            child.close()
        return busy

    def _gets_loot(
        self, attack: Attack, child: Child, zygote: WeakenedZygote, off: Sequence[str]
    ) -> bool:
        loot, reply, ended = attack.facts["loot"], {}, ""
        if attack.stopped_by == ["wire"]:
            x = torch.arange(6.0).reshape(2, 3)
            question = {"op": "call", "target": "shapes.double", "args": [x]}
            return believe(child, question) == loot
        try:
            reply = ask(child, attack.facts.get("asks", "attack.attack"), limit_s=3 * LIMIT_S)
        except ChildTimedOut:
            ended = "busy"
        except (ChildDied, FrameError) as death:
            ended = str(death)
        self._require_possible(attack, reply, ended)
        if loot in ("signal SIGKILL", "busy"):
            return ended == loot
        if loot == "planted":
            return self._targets.planted(attack.name)
        if loot == "sent":
            return any(self._targets.token in text for text in self._targets.received())
        if loot == "spoiled":
            return self._targets.spoiled()
        if loot == "killed":
            return self._targets.marker_ended()
        if loot == "outlives":
            return _outlives(child, reply.get("value"))
        if loot == "left":
            following = zygote.spawn_without(off, attack.files(self._targets, FEW))
            found = ask(following, "attack.left")
            following.close()
            return found.get("value") is True
        if loot == "next":
            try:
                return ask(child, "other.double", 3).get("value") != 6
            except (ChildDied, ChildTimedOut, FrameError):
                return True  # The next submission would not be judged at all.
        if loot == "raw text":
            raised = reply["raised"]
            return attack.facts["raw"] in " ".join(
                map(str, [raised["text"], raised["type"], *raised["place"]])
            )
        wanted = self._targets.token if loot == "token" else loot
        return type(reply.get("value")) is type(wanted) and reply["value"] == wanted

    def _require_possible(self, attack: Attack, reply: dict[str, Any], ended: str) -> None:
        said = f"{reply.get('raised')} {ended}"
        for why in attack.facts.get("unless", ()):
            number = getattr(errno, why, None)
            if f"[Errno {number}]" in said or why in said:
                raise Impossible(f"{attack.facts['because']} ({why})")


def believe(child: Child, question: Mapping[str, Any]) -> str:
    """
    Read a reply without checking magic, number, lengths or depth.

    Returns:
        What happens to such a reader: it "believed" a forged answer, "overdraws" its memory,
        "breaks", "waits" or sees that the child has "ended"; "" if the answer was honest.
    """
    os.set_blocking(child._answers, True)
    os.set_blocking(child._questions, True)
    write_all(child._questions, pack(2, *values.encode(dict(question))))
    head = _read(child._answers, HEAD.size)
    if len(head) < HEAD.size:
        return "ended"
    *_, text_length, blob_length = HEAD.unpack(head)
    wanted = text_length + blob_length
    body = _read(child._answers, min(wanted, 1 << 20))
    if len(body) < wanted:
        return "waits"
    try:
        node = json.loads(body[:text_length])
        if _claimed(node) > 10 * len(body):
            return "overdraws"
        return "believed" if "forged" in json.dumps(node) else ""
    except (ValueError, RecursionError):
        return "breaks"


def _claimed(node: object) -> int:
    """Return how many numbers the tensors in *node* say that they hold."""
    if isinstance(node, dict):
        described = node.get("is")
        own = math.prod(described[1]) if isinstance(described, list) else 0
        return own + sum(_claimed(item) for key, item in node.items() if key != "is")
    return sum(map(_claimed, node)) if isinstance(node, list) else 0


def _read(fd: int, size: int) -> bytes:
    """Read *size* bytes, or as many as come before nothing comes for a while."""
    data = bytearray()
    while len(data) < size and select.select([fd], [], [], LIMIT_S)[0]:
        piece = os.read(fd, min(size - len(data), 1 << 20))
        if not piece:
            break
        data += piece
    return bytes(data)


def judge_naively(attacks: Sequence[Attack], targets: Targets, folder: Path) -> dict[str, str]:
    """Return what each attack gets from a grader that runs it in its own process."""
    entries = []
    for attack in attacks:
        facts = attack.facts
        entries.append(
            [
                attack.name,
                facts["naive"],
                facts.get("naive_of", "double"),
                facts.get("warm", False),
                facts["loot"] == "hangs",
            ]
        )
        own = folder / attack.name
        (own / "solutions").mkdir(parents=True)
        (own / "solutions" / "shapes.py").write_text("".join(RIGHT.values()))
        if attack.facts.get("teachers_conftest"):
            (own / "conftest.py").write_text("def expected(x):\n    return x * 2\n")
        for name, data in attack.files(targets, FEW).items():
            (own / name).write_bytes(data)
    (folder / "attacks.json").write_text(json.dumps(entries))
    key = json.dumps([[0.0, 2.0, 4.0], [6.0, 8.0, 10.0]])
    done = subprocess.run(
        [sys.executable, str(ONE_PROCESS), f"--key={key}", str(folder)],
        env=os.environ | {"GRADER_KEY": key, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def _outlives(child: Child, pid: object) -> bool:
    """Say whether the process *pid*, which a child has started, goes on without it."""
    if type(pid) is not int or pid <= 1:
        return False
    child.close()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return True
